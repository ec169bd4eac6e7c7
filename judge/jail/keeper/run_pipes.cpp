#include "judge/jail/keeper/run_pipes.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr int kCapacity = 256 * 1024;        // fewer wake-ups; the default will do too
constexpr int kInputCapacity = 1024 * 1024;  // of an interaction
constexpr const char* kName = "pipe";
constexpr const char* kPlace = "/tmp";  // any directory of the jail's root

void check(bool success, LaunchStage stage) {
  if (!success) throw LaunchError(stage, errno, "can't make a pipe");
}

PipeEnds make_pipe(mode_t mode) {
  std::array<int, 2> ends{};
  check(::pipe2(ends.data(), O_CLOEXEC) == 0, LaunchStage::pipe);
  PipeEnds pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
  check(::fchmod(ends[1], mode) == 0, LaunchStage::pipe_mode);
  return pipe;
}

void never_wait(const UniqueFd& end) {
  check(::fcntl(end.get(), F_SETFL, O_NONBLOCK) == 0, LaunchStage::pipe_flags);
}

}  // namespace

// The file system is mounted twice, and taken off the tree: what is open of it keeps it.
RunPipes::RunPipes(const SlotSetup& setup) {
  if (!setup.ids.rootless()) return;
  constexpr unsigned long kFlags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  check(::mount("tmpfs", kPlace, "tmpfs", kFlags, "mode=0700,size=64k,nr_inodes=64") == 0,
        LaunchStage::mount_pipes);
  made_ = UniqueFd(::open(kPlace, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  check(static_cast<bool>(made_), LaunchStage::open_pipes_directory);
  UniqueFd tree(static_cast<int>(
      ::syscall(SYS_open_tree, AT_FDCWD, kPlace, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)));
  check(static_cast<bool>(tree), LaunchStage::show_pipes);
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  check(::syscall(SYS_mount_setattr, tree.get(), "", AT_EMPTY_PATH, &attributes,
                  sizeof attributes) == 0,
        LaunchStage::show_pipes_read_only);
  shown_ = UniqueFd(::openat(tree.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  check(static_cast<bool>(shown_), LaunchStage::open_pipes_directory);
  check(::umount2(kPlace, MNT_DETACH) == 0, LaunchStage::detach_pipes);
}

// A reader that doesn't wait is what lets the writer be opened; the run's own reader may wait.
PipeEnds RunPipes::make_fifo(int mode_of_run) const {
  check(::mkfifoat(made_.get(), kName, 0600) == 0, LaunchStage::make_fifo);
  PipeEnds pipe;
  pipe.reader = UniqueFd(::openat(shown_.get(), kName, O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  pipe.writer = UniqueFd(::openat(shown_.get(), kName, O_WRONLY | O_CLOEXEC));
  const bool good = pipe.reader && pipe.writer &&
                    ::fchmodat(made_.get(), kName, static_cast<mode_t>(mode_of_run), 0) == 0;
  const int error = errno;
  check(::unlinkat(made_.get(), kName, 0) == 0, LaunchStage::unlink_fifo);
  errno = error;
  check(good, LaunchStage::open_fifo);
  return pipe;
}

// Programs that open /dev/stdout by name may write, nothing more.
PipeEnds RunPipes::for_output() const {
  PipeEnds pipe = made_ ? make_fifo(0222) : make_pipe(0622);
  never_wait(pipe.reader);
  ::fcntl(pipe.writer.get(), F_SETPIPE_SZ, kCapacity);
  return pipe;
}

PipeEnds RunPipes::for_input() const {
  PipeEnds pipe = made_ ? make_fifo(0444) : make_pipe(0444);
  if (made_) check(::fcntl(pipe.reader.get(), F_SETFL, 0) == 0, LaunchStage::pipe_flags);
  never_wait(pipe.writer);
  ::fcntl(pipe.writer.get(), F_SETPIPE_SZ, kInputCapacity);
  return pipe;
}

}  // namespace assize
