#include "queue/intake/submitted_path.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <vector>

#include "queue/intake/left_out.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

// O_NONBLOCK: opening a FIFO that nobody writes to must not wait.
constexpr int kRead = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

// Their "plain files" are made by the kernel when they are read.
constexpr std::array<long, 10> kNoFiles{
    PROC_SUPER_MAGIC,   SYSFS_MAGIC,         DEBUGFS_MAGIC, TRACEFS_MAGIC,  SECURITYFS_MAGIC,
    CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, BPF_FS_MAGIC,  EFIVARFS_MAGIC, PSTOREFS_MAGIC};

std::string quoted(const std::string& path) { return shown_name(path); }

[[noreturn]] void fail(const std::string& place, const std::string& what) {
  throw InputError(quoted(place) + ": " + what);
}

UniqueFd open_without_links(int directory, const std::string& path, int flags,
                            std::uint64_t resolve) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags);
  how.resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | resolve;
  return UniqueFd(
      static_cast<int>(::syscall(SYS_openat2, directory, path.c_str(), &how, sizeof how)));
}

[[noreturn]] void fail_to_open(const std::string& path, bool typed) {
  const int error = errno;
  if (error == ENOSYS)
    throw HostError(
        "openat2(2) isn't there (Linux 5.6 and later have it): submissions can't be "
        "opened safely");
  if (error == ELOOP) {
    std::error_code unknown = std::make_error_code(std::errc::not_supported);
    fs::path real;
    if (typed) real = fs::canonical(path, unknown);
    fail(path, "is a symbolic link, or there is one in its path; links are not followed" +
                   (unknown ? std::string()
                            : " (name the real path, " + quoted(real) +
                                  ", or the folder that you trust by --root)"));
  }
  if (error == EXDEV) fail(path, "leads out of the folder of the submissions");
  fail(path, std::generic_category().message(error));
}

std::string without_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

struct stat status_of(const UniqueFd& file, const std::string& place) {
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail(place, std::generic_category().message(errno));
  return status;
}

// Why a file isn't its folder's; empty: it is.
std::string foreign(const struct stat& status, ::uid_t owner) {
  if (status.st_uid == owner) return {};
  const std::string whose = "belongs to uid " + std::to_string(status.st_uid) +
                            ", its folder to uid " + std::to_string(owner);
  const bool theirs = owner == 0 || owner == ::geteuid();
  if (S_ISREG(status.st_mode) && status.st_nlink > 1)
    return "is a hard link to a file of somebody else (" + whose + "): copy it";
  return theirs ? "" : whose + ": a submission is its owner's files only (copy it, or chown it)";
}

std::string whole_content(const UniqueFd& file, const std::string& place, std::uint64_t limit) {
  std::string content;
  std::string block(1U << 16U, '\0');
  while (true) {
    const ssize_t length = ::read(file.get(), block.data(), block.size());
    if (length < 0 && errno == EINTR) continue;
    if (length < 0) fail(place, std::generic_category().message(errno));
    if (length == 0) return content;
    content.append(block.data(), static_cast<std::size_t>(length));
    if (content.size() > limit)
      fail(place, "more than the " + std::to_string(limit) + " bytes that are allowed here");
  }
}

class Walk {
 public:
  Walk(const std::string& place, ::uid_t owner, std::uint64_t limit,
       std::set<std::string>& left_out,
       const std::function<void(const std::string&, std::string)>& take)
      : place_(place), owner_(owner), limit_(limit), left_out_(left_out), take_(take) {}

  void directory(const UniqueFd& directory, const std::string& prefix) {
    for (const auto& name : names_in(directory, prefix)) {
      const std::string path = prefix + name;
      const UniqueFd entry =
          open_without_links(directory.get(), name, kRead, RESOLVE_BENEATH | RESOLVE_NO_XDEV);
      if (!entry) fail_entry(path);
      const struct stat status = status_of(entry, place_ + "/" + path);
      if (const auto why = foreign(status, owner_); !why.empty()) fail(place_ + "/" + path, why);
      if (S_ISDIR(status.st_mode))
        this->directory(entry, path + "/");
      else
        take_(path, read_submitted(entry, place_ + "/" + path, owner_, limit_));
    }
  }

 private:
  [[noreturn]] void fail_entry(const std::string& path) const {
    const std::string place = place_ + "/" + path;
    if (errno == ELOOP) fail(place, "a submission has no symbolic links");
    if (errno == EXDEV) fail(place, "is another file system");
    if (errno == ENXIO) fail(place, "is neither a plain file nor a directory");
    fail(place, std::generic_category().message(errno));
  }
  std::vector<std::string> names_in(const UniqueFd& directory, const std::string& prefix) {
    UniqueFd copy(::fcntl(directory.get(), F_DUPFD_CLOEXEC, 3));
    const std::unique_ptr<DIR, int (*)(DIR*)> list(::fdopendir(copy.get()), ::closedir);
    if (!list) fail(place_ + "/" + prefix, std::generic_category().message(errno));
    static_cast<void>(copy.release());  // the list's
    std::vector<std::string> names;
    while (const dirent* entry = ::readdir(list.get())) {
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      const bool kept = !is_left_out_name(name);
      std::size_t& count = kept ? entries_ : passed_over_;
      const std::size_t most = kept ? kMaxSourceEntries : kMaxLeftOut;
      if (++count > most) fail(place_, "more than " + std::to_string(most) + " files and folders");
      names.emplace_back(name);
    }
    std::sort(names.begin(), names.end());  // the same error first on every file system
    return kept_names(prefix, std::move(names), left_out_);
  }

  const std::string& place_;
  ::uid_t owner_;
  std::uint64_t limit_;
  std::set<std::string>& left_out_;
  const std::function<void(const std::string&, std::string)>& take_;
  std::size_t entries_ = 0;
  std::size_t passed_over_ = 0;
};

}  // namespace

SubmissionRoot SubmissionRoot::as_typed() { return {}; }

SubmissionRoot::SubmissionRoot(const std::string& path)
    : directory_(::open(path.empty() ? "." : path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
  std::error_code error;
  path_ = fs::canonical(path.empty() ? "." : path, error);
  if (!directory_ || error)
    fail(path, "is no folder that can be opened: " +
                   (error ? error.message() : std::generic_category().message(errno)));
}

// Lexically: no link is followed, so ".." leads where it says.
std::string SubmissionRoot::below_root(const std::string& path) const {
  const fs::path given = fs::path(path);
  const fs::path whole = (given.is_absolute() ? given : fs::path(path_) / given).lexically_normal();
  const fs::path relative = without_slashes(whole.lexically_relative(path_).string());
  if (relative.empty() || *relative.begin() == "..")
    fail(path, "is not below " + quoted(path_) +
                   ": name the folder that all of them are in by --root DIR");
  return relative;
}

SubmissionRoot::Opened SubmissionRoot::open(const std::string& path) const {
  if (path.empty()) throw InputError("an empty path names no submission");
  const bool typed = path_.empty();
  const std::string relative = without_slashes(typed ? path : below_root(path));
  const int from = typed ? AT_FDCWD : directory_.get();
  const std::uint64_t resolve = typed ? 0 : RESOLVE_BENEATH;
  const std::string parent = fs::path(relative).parent_path();
  Opened opened;
  const UniqueFd folder = open_without_links(from, parent.empty() ? "." : parent,
                                             O_PATH | O_DIRECTORY | O_CLOEXEC, resolve);
  if (!folder) fail_to_open(path, typed);
  opened.folder_owner = status_of(folder, path).st_uid;
  const std::string name = fs::path(relative).filename();
  // What ends with ".." or "." is a directory, and no name of one.
  opened.file = name == ".." || name == "."
                    ? open_without_links(from, relative, kRead, resolve)
                    : open_without_links(folder.get(), name.empty() ? "/" : name, kRead,
                                         name.empty() ? 0 : RESOLVE_BENEATH);
  if (!opened.file && errno == ENXIO) fail(path, "is not a plain file");
  if (!opened.file) fail_to_open(path, typed);
  return opened;
}

std::string read_submitted(const UniqueFd& file, const std::string& place, ::uid_t owner,
                           std::uint64_t limit) {
  const struct stat status = status_of(file, place);
  struct statfs system {};
  if (::fstatfs(file.get(), &system) != 0) fail(place, std::generic_category().message(errno));
  if (!S_ISREG(status.st_mode) || std::find(kNoFiles.begin(), kNoFiles.end(),
                                            static_cast<long>(system.f_type)) != kNoFiles.end())
    fail(place, "is not a plain file");
  if (const auto why = foreign(status, owner); !why.empty()) fail(place, why);
  if (static_cast<std::uint64_t>(status.st_size) > limit)
    fail(place, std::to_string(status.st_size) + " bytes, more than the " + std::to_string(limit) +
                    " that are allowed here");
  return whole_content(file, place, limit);
}

void walk_submitted(const UniqueFd& directory, const std::string& place, std::uint64_t limit,
                    std::set<std::string>& left_out,
                    const std::function<void(const std::string&, std::string)>& take) {
  Walk(place, status_of(directory, place).st_uid, limit, left_out, take).directory(directory, "");
}

}  // namespace assize
