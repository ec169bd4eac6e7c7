#include "judge/jail/host/template_cache.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "judge/jail/host/host_cache.h"
#include "judge/jail/kernel/cgroup.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

std::string kernel_of_boot() {
  utsname system{};
  ::uname(&system);
  return std::string(system.release) + " " + system.version;
}

}  // namespace

TemplateCache::TemplateCache(const std::string& interpreter_key, bool unified_memory) {
  if (interpreter_key.empty()) return;
  prefix_ = interpreter_key.substr(0, 16);
  key_ = interpreter_key + " " + kernel_of_boot() + " " + std::to_string(unified_memory);
}

std::optional<Bytes> TemplateCache::baseline() const {
  const auto known = prefix_.empty() ? std::nullopt : cached("baseline-" + prefix_, key_);
  if (!known) return std::nullopt;
  return Bytes{number_in(*known)};
}

void TemplateCache::keep_baseline(Bytes baseline) const {
  if (!prefix_.empty()) keep_in_cache("baseline-" + prefix_, key_, std::to_string(baseline.count));
}

UniqueFd TemplateCache::pages() const {
  UniqueFd file(::memfd_create("pages", MFD_CLOEXEC));
  const auto known = prefix_.empty() ? std::nullopt : cached("pages-" + prefix_, key_);
  const std::string content = known.value_or("");
  if (!file ||
      ::write(file.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
    throw HostError("jail: no file in memory: " + std::generic_category().message(errno));
  return file;
}

void TemplateCache::keep_pages(const UniqueFd& pages) const {
  struct stat status {};
  if (prefix_.empty() || ::fstat(pages.get(), &status) != 0 || status.st_size > kMostCached) return;
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  if (::pread(pages.get(), content.data(), content.size(), 0) != status.st_size) return;
  if (content != cached("pages-" + prefix_, key_).value_or(""))
    keep_in_cache("pages-" + prefix_, key_, content);
}

}  // namespace assize
