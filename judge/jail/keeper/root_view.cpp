// How the root is made, once per slot, by the keeper in its own user and mount namespaces:
//
//   1. Every source is opened as a detached copy of its mount (open_tree), while the host's tree is
//      still there; so it doesn't matter that the next step covers a directory of the host. What
//      is to be copied is looked at (view_copy.h says which, and why).
//   2. A tmpfs becomes the new root. Directories, links and small files are made in it.
//   3. proc is mounted while the host's is still visible: the kernel refuses one that would show
//      more than what the namespace sees already (mount_too_revealing()).
//   4. Directories and small files are copied into it: each run's namespace has a mount of its own
//      for each mount here, and it costs more to make and to take these down than to keep some
//      files twice.
//   5. The copies are attached, read-only, nosuid, nodev; the five devices read-only (a device can
//   be written
//      to all the same, but its times and mode can't), nosuid, noexec.
//   6. pivot_root, and the old root is detached: no path leads to the host any more.
//
// In a run's namespace, a copy of this one that belongs to another user namespace, all of these
// mounts are locked (mount_namespaces(7)): not even root inside could take one away to see what is
// under it.
#include "judge/jail/keeper/root_view.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

#include "judge/jail/protocol/view_copy.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

// The place where the new root is put together; any directory that every host has.
constexpr const char* kStaging = "/tmp";
// Files up to this size are copied, as long as there is room for them in the root.
constexpr off_t kSmallFile = 512 * 1024;
constexpr off_t kSmallFiles = 8 * 1024 * 1024;
constexpr Bytes kRootSize = mib(10);  // beside the copies

// A file or directory of the host. What is copied isn't mounted.
struct Source {
  UniqueFd mount;
  UniqueFd content;
  struct stat status {};
  ViewCopy copy = {};
};

StageError failed(LaunchStage stage) { return {stage, errno}; }

std::string parent_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "" : path.substr(0, slash);
}

bool make_directories(const std::string& path) {
  if (path.empty()) return true;
  if (!make_directories(parent_of(path))) return false;
  return ::mkdir((kStaging + path).c_str(), 0755) == 0 || errno == EEXIST;
}

bool make_file(const std::string& path, const std::string& content) {
  if (!make_directories(parent_of(path))) return false;
  const UniqueFd fd(::open((kStaging + path).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  return fd &&
         ::write(fd.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size());
}

bool copy_file(const Source& source, const std::string& path) {
  if (!make_directories(parent_of(path))) return false;
  const mode_t mode = (source.status.st_mode & 0111) != 0 ? 0755 : 0644;
  const UniqueFd fd(
      ::open((kStaging + path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!fd) return false;
  off_t done = 0;
  while (done < source.status.st_size) {
    const ssize_t length = ::sendfile(fd.get(), source.content.get(), &done,
                                      static_cast<std::size_t>(source.status.st_size - done));
    if (length == 0) errno = EIO;  // somebody has cut it
    if (length <= 0) return false;
  }
  const std::array<timespec, 2> times{source.status.st_mtim, source.status.st_mtim};
  return ::futimens(fd.get(), times.data()) == 0;
}

bool restrict_mount(int fd, std::uint64_t attributes) {
  mount_attr attr{};
  attr.attr_set = attributes;
  return ::syscall(SYS_mount_setattr, fd, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr, sizeof attr) ==
         0;
}

bool attach(int fd, const std::string& target) {
  return ::syscall(SYS_move_mount, fd, "", AT_FDCWD, (kStaging + target).c_str(),
                   MOVE_MOUNT_F_EMPTY_PATH) == 0;
}

// A directory is copied if there is space, else it is mounted, and named in `shared`.
StageError plan_copy(const std::string& path, CopySpace& space, ViewCopy& copy,
                     std::vector<std::string>& shared) {
  if (space.bytes.count == 0) return {};
  copy = ViewCopy::plan(path, space);
  if (copy) return {};
  if (errno != 0) return failed(LaunchStage::look_at_directory_of_runtime);
  shared.push_back(path);
  return {};
}

StageError open_sources(const std::vector<Mount>& mounts, CopySpace space,
                        std::vector<Source>& sources, std::vector<std::string>& shared) {
  constexpr off_t kPage = 4096;
  off_t room = kSmallFiles;
  for (const auto& mount : mounts) {
    Source& source = sources.emplace_back();
    if (mount.kind == Mount::Kind::directory) {
      if (auto error = plan_copy(mount.source, space, source.copy, shared)) return error;
      if (source.copy) continue;
    }
    if (mount.kind == Mount::Kind::file)
      source.content = UniqueFd(::open(mount.source.c_str(), O_RDONLY | O_CLOEXEC));
    const bool is_plain = source.content && ::fstat(source.content.get(), &source.status) == 0 &&
                          S_ISREG(source.status.st_mode);
    const off_t takes = (source.status.st_size + kPage - 1) / kPage * kPage;
    if (is_plain && source.status.st_size <= kSmallFile && takes <= room) {
      room -= takes;
      continue;
    }
    if (is_plain) read_ahead(source.content.get(), source.status.st_size);
    source.content.reset();
    source.mount = detached_copy(mount.source);
    if (!source.mount) return failed(LaunchStage::open_file_of_runtime);
  }
  return {};
}

constexpr std::uint64_t kReadOnly = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;

StageError make_copy(const ViewCopy& copy, const std::string& target) {
  if (!make_directories(target) || !copy.make(kStaging + target))
    return failed(LaunchStage::copy_directory_of_runtime);
  for (const auto& large : copy.large_files())
    if (!restrict_mount(large.mount.get(), kReadOnly) ||
        !attach(large.mount.get(), target + "/" + large.path))
      return failed(LaunchStage::attach_large_file_of_runtime);
  return {};
}

StageError attach_all(const std::vector<Mount>& mounts, const std::vector<Source>& sources) {
  for (std::size_t i = 0; i < mounts.size(); ++i) {
    const auto& mount = mounts[i];
    if (sources[i].copy) {
      if (auto error = make_copy(sources[i].copy, mount.target)) return error;
      continue;
    }
    const UniqueFd& copy = sources[i].mount;
    if (!copy) {
      if (!copy_file(sources[i], mount.target)) return failed(LaunchStage::copy_file_of_runtime);
      continue;
    }
    const bool made = mount.kind == Mount::Kind::directory ? make_directories(mount.target)
                                                           : make_file(mount.target, "");
    if (!made) return failed(LaunchStage::make_mount_point);
    const std::uint64_t attributes = mount.kind == Mount::Kind::device
                                         ? MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC
                                         : kReadOnly;
    if (!restrict_mount(copy.get(), attributes)) return failed(LaunchStage::make_mount_read_only);
    if (!attach(copy.get(), mount.target)) return failed(LaunchStage::attach_mount);
  }
  return {};
}

// Test builds: things that a whole jail never shows.
StageError add_weakened(const SlotSetup& setup, const UniqueFd& host) {
  if (setup.without.has(Layer::file_view)) {
    if (!make_directories("/host") || !restrict_mount(host.get(), MOUNT_ATTR_RDONLY) ||
        !attach(host.get(), "/host"))
      return failed(LaunchStage::show_host);
  }
  if (setup.without.has(Layer::read_only)) {
    const std::string probe = "/usr/lib/assize-probe";
    constexpr ::uid_t id = 1;  // the runs' in the slot's user namespace
    if (!make_directories(probe) || ::chown((kStaging + probe).c_str(), id, id) != 0)
      return failed(LaunchStage::make_writable_directory);
  }
  if (setup.without.has(Layer::fresh_run)) {
    const char* options = "mode=0700,size=16m,uid=1,gid=1";
    for (const char* path : {"/tmp", "/box"}) {
      const std::string target = std::string(kStaging) + path;
      if (::mount("tmpfs", target.c_str(), "tmpfs", 0, options) != 0)
        return failed(LaunchStage::mount_lasting_tmpfs);
    }
  }
  return {};
}

}  // namespace

StageError enter_root_view(const SlotSetup& setup, std::vector<std::string>& shared) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
    return failed(LaunchStage::make_mounts_private);

  std::vector<Source> sources;
  const CopySpace space{setup.without.has(Layer::view_copies) ? Bytes{0} : setup.view_copies};
  if (auto error = open_sources(setup.view.mounts, space, sources, shared)) return error;
  Bytes size = kRootSize;
  for (const auto& source : sources) size.count += source.copy.size().count;
  UniqueFd host;
  if (setup.without.has(Layer::file_view)) host = detached_copy("/");

  const std::string options = "mode=0755,size=" + std::to_string(size.count);
  if (::mount("tmpfs", kStaging, "tmpfs", MS_NOSUID | MS_NODEV, options.c_str()) != 0)
    return failed(LaunchStage::mount_root);
  for (const char* directory : {"/proc", "/tmp", "/box", "/dev"})
    if (!make_directories(directory)) return failed(LaunchStage::make_directory_of_root);
  for (const auto& file : setup.view.files)
    if (!make_file(file.path, file.content)) return failed(LaunchStage::make_file_of_root);
  for (const auto& link : setup.view.symlinks) {
    if (!make_directories(parent_of(link.path)) ||
        ::symlink(link.target.c_str(), (kStaging + link.path).c_str()) != 0)
      return failed(LaunchStage::make_symbolic_link_of_root);
  }
  if (::mount("proc", (std::string(kStaging) + "/proc").c_str(), "proc",
              MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0)
    return failed(LaunchStage::mount_proc);
  if (auto error = attach_all(setup.view.mounts, sources)) return error;
  if (auto error = add_weakened(setup, host)) return error;

  if (::chdir(kStaging) != 0 || ::syscall(SYS_pivot_root, ".", ".") != 0)
    return failed(LaunchStage::pivot_root);
  if (::umount2(".", MNT_DETACH) != 0) return failed(LaunchStage::detach_host_root);
  if (::chdir("/") != 0) return failed(LaunchStage::enter_root);
  if (!setup.without.has(Layer::read_only)) {
    mount_attr attr{};
    attr.attr_set = MOUNT_ATTR_RDONLY;
    if (::syscall(SYS_mount_setattr, AT_FDCWD, "/", 0, &attr, sizeof attr) != 0)
      return failed(LaunchStage::make_root_read_only);
  }
  return {};
}

}  // namespace assize
