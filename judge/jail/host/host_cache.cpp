#include "judge/jail/host/host_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

std::string path_of(const std::string& name) { return lock_directory() + "/" + name + ".cache"; }

[[noreturn]] void fail(const std::string& what) {
  throw HostError("slot: " + what + ": " + std::generic_category().message(errno));
}

}  // namespace

// One place per host for root, one per user otherwise (their jails share the user's id anyway).
std::string lock_directory() {
  std::string directory = "/run/assize";
  if (const ::uid_t user = ::geteuid(); user != 0) {
    // Not $XDG_RUNTIME_DIR: with and without it the same user must come to the same place.
    const std::string runtime = "/run/user/" + std::to_string(user);
    directory = ::access(runtime.c_str(), W_OK) == 0 ? runtime + "/assize"
                                                     : "/tmp/assize-" + std::to_string(user);
  }
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST) fail("can't make " + directory);
  struct stat status {};
  if (::lstat(directory.c_str(), &status) != 0) fail("can't look at " + directory);
  if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() || (status.st_mode & 022) != 0)
    throw HostError("slot: " + directory +
                    " isn't a directory of this user's that nobody else may write to: remove it");
  return directory;
}

std::optional<std::string> cached(const std::string& name, const std::string& key) {
  const UniqueFd file(::open(path_of(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0) return std::nullopt;
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  if (::read(file.get(), text.data(), text.size()) != status.st_size) return std::nullopt;
  if (!text.starts_with(key + "\n") || !text.ends_with("\n")) return std::nullopt;
  return text.substr(key.size() + 1, text.size() - key.size() - 2);
}

void keep_in_cache(const std::string& name, const std::string& key, const std::string& value) {
  const std::string text = key + "\n" + value + "\n";
  const std::string path = path_of(name);
  const std::string beside = path + "." + std::to_string(::getpid());
  if (static_cast<std::int64_t>(value.size()) > kMostCached) return;
  {
    const UniqueFd file(
        ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return;
    if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
      ::unlink(beside.c_str());
      return;
    }
  }
  if (std::rename(beside.c_str(), path.c_str()) != 0) ::unlink(beside.c_str());
}

}  // namespace assize
