#include "judge/jail/protocol/view_copy.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

namespace assize {

namespace {

constexpr std::uint64_t kPage = 4096;
constexpr std::size_t kBuffer = 256 * 1024;
constexpr int kOpenDirectory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::string joined(const std::string& directory, const std::string& name) {
  return directory.empty() ? name : directory + "/" + name;
}

bool set_times(const std::string& path, const struct stat& status) {
  const std::array<timespec, 2> times{status.st_mtim, status.st_mtim};
  return ::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0;
}

bool read_link(int directory, const char* name, std::string& target) {
  std::array<char, PATH_MAX> buffer{};
  const ssize_t length = ::readlinkat(directory, name, buffer.data(), buffer.size());
  if (length < 0) return false;
  target.assign(buffer.data(), static_cast<std::size_t>(length));
  return true;
}

bool take(CopySpace& space, std::uint64_t bytes) {
  if (bytes > space.bytes.count) {
    errno = 0;
    return false;
  }
  space.bytes.count -= bytes;
  return true;
}

}  // namespace

UniqueFd detached_copy(const std::string& source) {
  return UniqueFd(static_cast<int>(::syscall(SYS_open_tree, AT_FDCWD, source.c_str(),
                                             OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE)));
}

void read_ahead(int file, off_t size) { ::posix_fadvise(file, 0, size, POSIX_FADV_WILLNEED); }

bool is_being_installed(std::string_view name) {
  constexpr std::size_t kDigits = 8;
  if (name.ends_with(".dpkg-new") || name.ends_with(".dpkg-tmp")) return true;
  return name.size() > kDigits + 1 && name[name.size() - kDigits - 1] == ';' &&
         name.substr(name.size() - kDigits).find_first_not_of("0123456789abcdef") ==
             std::string_view::npos;
}

ViewCopy ViewCopy::plan(const std::string& source, CopySpace& space) {
  ViewCopy copy;
  copy.source_ = source;
  copy.root_ = UniqueFd(::open(source.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!copy.root_ || ::fstat(copy.root_.get(), &copy.root_status_) != 0) return {};
  CopySpace left = space;
  if (!copy.add_directory("", left)) return {};
  copy.size_ = Bytes{space.bytes.count - left.bytes.count};
  space = left;
  return copy;
}

// What is in a directory that this process may not read can't be read in the copy either.
bool ViewCopy::add_directory(const std::string& path, CopySpace& space) {
  UniqueFd directory(::openat(root_.get(), path.empty() ? "." : path.c_str(), kOpenDirectory));
  if (!directory) return errno == EACCES;
  const std::unique_ptr<DIR, int (*)(DIR*)> list(::fdopendir(directory.get()), ::closedir);
  if (!list) return false;
  const int descriptor = directory.release();  // the list's
  while (true) {
    errno = 0;
    const dirent* found = ::readdir(list.get());
    if (found == nullptr) return errno == 0;
    if (std::strcmp(found->d_name, ".") == 0 || std::strcmp(found->d_name, "..") == 0) continue;
    if (is_being_installed(found->d_name)) continue;
    if (!add_entry(descriptor, joined(path, found->d_name), found->d_name, space)) return false;
  }
}

bool ViewCopy::add_entry(int directory, const std::string& path, const char* name,
                         CopySpace& space) {
  Entry entry{path, {}, {}};
  if (::fstatat(directory, name, &entry.status, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT || errno == EACCES;  // it is gone, or nobody could reach it
  const mode_t type = entry.status.st_mode & S_IFMT;
  if (type == S_IFLNK) {
    if (!read_link(directory, name, entry.link) || !take(space, kPage)) return false;
    entries_.push_back(std::move(entry));
    return true;
  }
  if (type == S_IFDIR) {
    if (!take(space, kPage)) return false;
    entries_.push_back(std::move(entry));
    return add_directory(path, space);
  }
  // Nothing that a program at its run could use; static libraries are large.
  if (type != S_IFREG || std::string_view(name).ends_with(".a")) return true;
  const auto size = static_cast<std::uint64_t>(entry.status.st_size);
  if (entry.status.st_size >= kLargeFile && space.large_files > 0) {
    --space.large_files;
    Large large{path, detached_copy(source_ + "/" + path)};
    if (!large.mount) return false;
    const UniqueFd file(::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (file) read_ahead(file.get(), entry.status.st_size);
    large_files_.push_back(std::move(large));
    return true;
  }
  if (!take(space, (size + kPage - 1) / kPage * kPage)) return false;
  entries_.push_back(std::move(entry));
  return true;
}

bool ViewCopy::copy_file(const Entry& entry, const std::string& target,
                         std::vector<char>& buffer) const {
  const UniqueFd from(::openat(root_.get(), entry.path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!from && errno != EACCES && errno != ENOENT) return false;
  const mode_t mode = from ? entry.status.st_mode & 0777 : 0;
  const UniqueFd to(::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t{0600}));
  if (!to) return false;
  // One byte more than there was tells that the file ends; one that is being written to isn't one
  // that a runtime has.
  while (from) {
    const ssize_t length = ::read(from.get(), buffer.data(), buffer.size());
    if (length == 0) break;
    if (length < 0 || ::write(to.get(), buffer.data(), static_cast<std::size_t>(length)) != length)
      return false;
    if (static_cast<std::size_t>(length) < buffer.size()) break;
  }
  const std::array<timespec, 2> times{entry.status.st_mtim, entry.status.st_mtim};
  return ::fchmod(to.get(), mode) == 0 && ::futimens(to.get(), times.data()) == 0;
}

bool ViewCopy::make_entry(const Entry& entry, const std::string& target,
                          std::vector<char>& buffer) const {
  if (S_ISLNK(entry.status.st_mode))
    return ::symlink(entry.link.c_str(), target.c_str()) == 0 && set_times(target, entry.status);
  if (S_ISDIR(entry.status.st_mode)) return ::mkdir(target.c_str(), 0755) == 0;
  return copy_file(entry, target, buffer);
}

bool ViewCopy::make(const std::string& target) const {
  std::vector<char> buffer(kBuffer);
  for (const auto& entry : entries_)
    if (!make_entry(entry, target + "/" + entry.path, buffer)) return false;
  for (const auto& large : large_files_) {
    const std::string path = target + "/" + large.path;
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
    if (!file) return false;
  }
  // A directory's times change with what is made in it: the innermost last.
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    const std::string path = target + "/" + entry->path;
    if (S_ISDIR(entry->status.st_mode) &&
        (::chmod(path.c_str(), entry->status.st_mode & 0777) != 0 ||
         !set_times(path, entry->status)))
      return false;
  }
  return ::chmod(target.c_str(), root_status_.st_mode & 0777) == 0 &&
         set_times(target, root_status_);
}

}  // namespace assize
