#include "judge/jail/inside/collect.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

namespace assize {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Names {
  std::set<std::string> wanted;  // one more than allowed is enough to know that they are too many
  std::string no_file;           // one that isn't a plain file, or empty
};

Names names_in(int directory, const CollectionRules& rules) {
  Names names;
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name == "." || name == "..") continue;
    if (entry->d_type != DT_REG && (names.no_file.empty() || name < names.no_file))
      names.no_file = name;
    const bool all = rules.only.empty();
    if (all || contains(rules.only, name) || contains(rules.excerpts, name))
      names.wanted.insert(name);
    if (names.wanted.size() > kMaxCollectedFiles) break;
  }
  return names;
}

}  // namespace

std::optional<std::uint64_t> copy_file(int from, int into, std::uint64_t most) {
  std::array<char, 65536> buffer;
  std::uint64_t size = 0;
  while (size < most) {
    const auto wanted = std::min<std::uint64_t>(buffer.size(), most - size);
    const ssize_t length = ::read(from, buffer.data(), wanted);
    if (length == 0) return size;
    if (length < 0 || ::write(into, buffer.data(), static_cast<std::size_t>(length)) != length)
      return std::nullopt;
    size += static_cast<std::uint64_t>(length);
  }
  return size;
}

UniqueFd open_plain_file(int directory, const char* name) {
  // O_NONBLOCK: opening a FIFO must not wait.
  UniqueFd file(::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return file;
}

CollectedFiles collect_files(int directory, const CollectionRules& rules) {
  const auto fail = [](const std::string& problem) { return CollectedFiles{{{}, problem}, {}}; };
  CollectedFiles result;
  result.content = UniqueFd(::memfd_create("collected", MFD_CLOEXEC));
  const Names names = names_in(directory, rules);
  if (!result.content) return fail("there was no memory for them");
  if (names.wanted.size() > kMaxCollectedFiles)
    return fail("there are more than " + std::to_string(kMaxCollectedFiles) + " of them");
  const auto no_file = [&](const std::string& name) {
    return fail("'" + name + "' is not a plain file that can be read");
  };
  if (!names.no_file.empty()) return no_file(names.no_file);
  std::uint64_t left = rules.limit.count;
  for (const auto& name : names.wanted) {
    const UniqueFd file = open_plain_file(directory, name.c_str());
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0) return no_file(name);
    const bool is_excerpt = contains(rules.excerpts, name);
    const std::uint64_t most = is_excerpt ? kCollectedExcerpt.count : left + 1;
    const auto size = copy_file(file.get(), result.content.get(), most);
    if (!size) return fail("there was no memory for them");
    if (!is_excerpt && *size > left)
      return fail("together they have more than " + std::to_string(rules.limit.count) + " bytes");
    if (!is_excerpt) left -= *size;
    result.list.files.push_back({name, *size, (status.st_mode & S_IXUSR) != 0});
  }
  return result;
}

}  // namespace assize
