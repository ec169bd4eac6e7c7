#include "problems/files/file_tree.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostObstacles = 20;  // that are told of

[[noreturn]] void fail(const std::string& path, int error) {
  throw InputError(shown_name(path) + ": " + std::generic_category().message(error));
}

std::string in_mib(std::uint64_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

UniqueFd open_for_reading(const std::string& path) {
  // O_NONBLOCK: opening a FIFO that nobody writes to must not wait.
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) fail(path, errno);
  return fd;
}

std::string read_open_file(const UniqueFd& fd, const std::string& path, std::uint64_t limit) {
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) fail(path, errno);
  if (S_ISDIR(status.st_mode)) throw InputError(shown_name(path) + ": is a directory, not a file");
  if (!S_ISREG(status.st_mode)) throw InputError(shown_name(path) + ": is not a plain file");
  if (static_cast<std::uint64_t>(status.st_size) > limit)
    throw InputError(shown_name(path) + ": " + std::to_string(status.st_size) +
                     " bytes, more than the " + std::to_string(limit) + " that are allowed here");
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t length = ::read(fd.get(), content.data() + done, content.size() - done);
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) fail(path, errno);
    if (length == 0) break;
    done += static_cast<std::size_t>(length);
  }
  content.resize(done);
  return content;
}

}  // namespace

std::string read_whole_file(const std::string& path, std::uint64_t limit) {
  return read_open_file(open_for_reading(path), path, limit);
}

std::string FileTree::hash() const {
  Sha256 sha;
  sha.add_field("assize package 1").add_field(std::to_string(files_.size()));
  for (const auto& [path, file] : files_)
    sha.add_field(path).add_field(std::to_string(file.size)).add_field(file.hash);
  return sha.hex();
}

std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? text.substr(kMark.size()) : text;
}

std::string FileTree::read_text(const std::string& path) const {
  return std::string(without_byte_order_mark(read(path)));
}

DirectoryTree::DirectoryTree(const std::string& directory, bool lenient)
    : root_(directory), lenient_(lenient) {
  while (root_.size() > 1 && root_.back() == '/') root_.pop_back();
  std::error_code error;
  real_root_ = fs::canonical(root_, error);
  if (error) throw InputError(shown_name(root_) + ": no such problem package directory");
  if (!fs::is_directory(real_root_, error))
    throw InputError(shown_name(root_) + ": is not a directory");
  opened_root_ = UniqueFd(::open(real_root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!opened_root_) fail(root_, errno);
  scan(root_, "", 0);
  if (!obstacles_.empty()) {
    std::string all;
    for (const auto& obstacle : obstacles_) all += obstacle + "\n";
    throw InputError(all + "(--lenient leaves such links out)");
  }
  for (auto& [path, file] : files_) {
    const std::string content = content_of(path);
    file.hash = sha256_hex(content);
    file.size = content.size();
  }
}

void DirectoryTree::scan(const std::string& directory, const std::string& prefix,
                         std::size_t depth) {
  if (depth > kMaxPackageDepth)
    throw InputError(shown_name(directory) + ": directories are nested deeper than " +
                     std::to_string(kMaxPackageDepth));
  std::error_code error;
  around_.push_back(fs::canonical(directory, error));
  fs::directory_iterator entry(directory, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (++entries_ > kMaxPackageEntries)
      throw InputError(shown_name(root_) + ": more than " + std::to_string(kMaxPackageEntries) +
                       " files and directories");
    const std::string name = entry->path().filename();
    if (name.starts_with('.') && !(prefix.empty() && name == ".timelimit")) continue;
    if (name == "__pycache__") continue;
    if (!is_utf8(name) || name.find('\n') != std::string::npos)
      throw InputError(shown_name(directory) +
                       ": a file name is not UTF-8 or has a line feed: " + clean_line(name));
    add(*entry, prefix + name, depth);
  }
  if (error) fail(directory, error.value());
  around_.pop_back();
}

void DirectoryTree::leave_out(const std::string& path, const std::string& obstacle) {
  if (lenient_) {
    warnings_.push_back(place(path) + ": left out: " + obstacle);
  } else if (obstacles_.size() < kMostObstacles) {
    obstacles_.push_back(place(path) + ": " + obstacle);
  }
}

void DirectoryTree::add(const fs::directory_entry& entry, const std::string& path,
                        std::size_t depth) {
  std::error_code error;
  if (entry.is_symlink(error)) {
    const std::string obstacle = obstacle_of_link(entry.path());
    if (!obstacle.empty()) return leave_out(path, obstacle);
  }
  const fs::file_status status = entry.status(error);
  if (error) fail(path_of(path), error.value());
  if (fs::is_directory(status)) {
    scan(entry.path(), path + "/", depth + 1);
  } else if (fs::is_regular_file(status)) {
    add_file(entry, path);
  } else {
    throw InputError(place(path) + ": is neither a plain file nor a directory");
  }
}

std::string DirectoryTree::obstacle_of_link(const fs::path& link) const {
  std::error_code error;
  const std::string target = fs::canonical(link, error);
  if (error) return "symbolic link that leads nowhere";
  if (target == real_root_) return "symbolic link to the package itself";
  if (!target.starts_with(real_root_ + "/"))
    return "symbolic link out of the package (to " + shown_name(target) + ")";
  if (fs::is_directory(target, error)) {
    if (std::find(around_.begin(), around_.end(), target) != around_.end())
      return "symbolic link to a folder that it is in";
  } else if (!fs::is_regular_file(target, error)) {
    return "symbolic link to something that is not a plain file or a folder";
  }
  return {};
}

void DirectoryTree::add_file(const fs::directory_entry& entry, const std::string& path) {
  std::error_code error;
  const std::uint64_t size = entry.file_size(error);
  if (error) fail(path_of(path), error.value());
  if (size > kMaxPackageFile)
    throw InputError(place(path) + ": larger than " + in_mib(kMaxPackageFile));
  total_ += size;
  if (total_ > kMaxPackageSize)
    throw InputError(shown_name(root_) + ": larger than " + in_mib(kMaxPackageSize));
  if (files_.size() == kMaxPackageFiles)
    throw InputError(shown_name(root_) + ": more than " + std::to_string(kMaxPackageFiles) +
                     " files");
  const fs::perms mode = entry.status(error).permissions();
  files_[path].size = size;
  files_[path].executable = (mode & fs::perms::owner_exec) != fs::perms::none;
}

std::string DirectoryTree::place(const std::string& path) const {
  return shown_name(path_of(path));
}

// Since it was looked at, a part of the path may have become another link: where it led counts.
// Only what openat2(2) can't say (an absolute link that leads into the package, an older kernel)
// is looked up by name.
UniqueFd DirectoryTree::open_inside(const std::string& path) const {
  open_how how{};
  how.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
  UniqueFd file(
      static_cast<int>(::syscall(SYS_openat2, opened_root_.get(), path.c_str(), &how, sizeof how)));
  if (file) return file;
  file = open_for_reading(path_of(path));
  std::error_code error;
  const std::string real =
      fs::read_symlink("/proc/self/fd/" + std::to_string(file.get()), error).string();
  if (error || !real.starts_with(real_root_ + "/"))
    throw InputError(place(path) + ": changed while it was read: it leads out of the package");
  return file;
}

std::string DirectoryTree::content_of(const std::string& path) const {
  return read_open_file(open_inside(path), path_of(path), kMaxPackageFile);
}

std::string DirectoryTree::read(const std::string& path) const {
  if (!has(path)) throw InputError(place(path) + ": no such file");
  std::string content = content_of(path);
  if (sha256_hex(content) != files_.at(path).hash)
    throw InputError(place(path) + ": changed while it was read");
  return content;
}

}  // namespace assize
