// What CPython, its standard library and the C library under them need to compute, to use threads,
// to read the files of the jail and to write to its tmpfs. Everything else is denied and reported.
// The order is by subject; libseccomp sorts the compiled filter as a binary tree.
#include "judge/jail/syscalls.h"

#include <asm/prctl.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

#include "judge/core/errors.h"
#include "judge/jail/unique_fd.h"

namespace assize {

namespace {

constexpr auto kAllow = SyscallAction::allow;
constexpr auto kRefuse = SyscallAction::refuse;
constexpr auto kPretend = SyscallAction::pretend;

// For arguments of C type int: the upper half of the register is not part of the value.
constexpr std::optional<ArgumentCondition> when_int(unsigned index, std::uint32_t value) {
  return ArgumentCondition{index, 0xFFFFFFFFULL, value};
}

// None of these bits.
constexpr std::optional<ArgumentCondition> without(unsigned index, std::uint64_t bits) {
  return ArgumentCondition{index, bits, 0};
}

// clone: a thread, and nothing that asks for a namespace or a pidfd.
constexpr std::uint64_t kNewNamespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS |
                                         CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr std::uint64_t kCloneBits = CLONE_THREAD | CLONE_PIDFD | kNewNamespaces;

const SyscallRow kTable[] = {
    // Memory
    {"brk", kAllow, "malloc", {}},
    {"mmap", kAllow,
     "malloc, ld.so, thread stacks, the mmap module; huge pages are not charged to the run",
     without(3, MAP_HUGETLB)},
    {"munmap", kAllow, "malloc, ld.so, thread stacks, the mmap module", {}},
    {"mremap", kAllow, "realloc of large blocks", {}},
    {"mprotect", kAllow, "ld.so, malloc arenas, thread stack guards", {}},
    {"madvise", kAllow, "malloc trims, the mmap module", {}},
    {"msync", kAllow, "mmap.flush", {}},

    // Files that are already open
    {"read", kAllow, "input", {}},
    {"write", kAllow, "output", {}},
    {"readv", kAllow, "os.readv", {}},
    {"writev", kAllow, "the C library's error messages, os.writev", {}},
    {"pread64", kAllow, "os.pread, ld.so", {}},
    {"pwrite64", kAllow, "os.pwrite", {}},
    {"preadv", kAllow, "os.preadv", {}},
    {"preadv2", kAllow, "os.preadv; flags would tell what is in the host's page cache",
     when_int(5, 0)},
    {"pwritev", kAllow, "os.pwritev", {}},
    {"pwritev2", kAllow, "os.pwritev with flags", {}},
    {"lseek", kAllow, "file objects", {}},
    {"close", kAllow, "file objects", {}},
    {"close_range", kAllow, "os.closerange; it can only close", {}},
    {"dup", kAllow, "os.dup, file objects of descriptors", {}},
    {"dup2", kAllow, "os.dup2, redirecting standard streams", {}},
    {"dup3", kAllow, "os.dup2 with inheritable=False", {}},
    {"pipe", kAllow, "os.pipe within the program", {}},
    {"pipe2", kAllow, "os.pipe within the program", {}},
    {"select", kAllow, "select.select, time.sleep of old C libraries", {}},
    {"pselect6", kAllow, "select.select", {}},
    {"poll", kAllow, "select.poll", {}},
    {"ppoll", kAllow, "select.poll", {}},
    {"epoll_create", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_create1", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_ctl", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_wait", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_pwait", kAllow, "selectors, asyncio's event loop", {}},
    {"eventfd2", kAllow, "os.eventfd within the program", {}},
    {"fstat", kAllow, "file objects", {}},
    {"fstatfs", kAllow, "os.fstatvfs", {}},
    {"fsync",
     kPretend,
     "nothing to write back on a tmpfs; on a file of the runtime it would flush the host's disk",
     {}},
    {"fdatasync", kPretend, "as fsync", {}},
    {"ftruncate", kAllow, "file.truncate on the tmpfs", {}},
    {"fallocate", kAllow, "os.posix_fallocate on the tmpfs", {}},
    {"fadvise64",
     kPretend,
     "a hint; it could drop the runtime's files from the host's page cache",
     {}},
    {"sendfile", kAllow, "shutil.copyfile", {}},
    {"copy_file_range", kAllow, "os.copy_file_range", {}},
    {"splice", kAllow, "os.splice between own descriptors", {}},
    {"memfd_create", kAllow,
     "os.memfd_create; charged to the run's memory, which huge pages are not",
     without(1, MFD_HUGETLB)},
    {"ioctl", kAllow, "isatty", when_int(1, TCGETS)},
    {"ioctl", kAllow, "os.get_terminal_size", when_int(1, TIOCGWINSZ)},
    {"ioctl", kAllow, "os.set_inheritable", when_int(1, FIOCLEX)},
    {"ioctl", kAllow, "os.set_inheritable", when_int(1, FIONCLEX)},
    {"ioctl", kAllow, "os.set_blocking", when_int(1, FIONBIO)},
    {"ioctl", kAllow, "how many bytes wait in a pipe", when_int(1, FIONREAD)},
    {"fcntl", kAllow, "os.dup of a lowest number", when_int(1, F_DUPFD)},
    {"fcntl", kAllow, "os.dup", when_int(1, F_DUPFD_CLOEXEC)},
    {"fcntl", kAllow, "os.get_inheritable", when_int(1, F_GETFD)},
    {"fcntl", kAllow, "os.set_inheritable", when_int(1, F_SETFD)},
    {"fcntl", kAllow, "os.get_blocking, checks of a descriptor's mode", when_int(1, F_GETFL)},
    {"fcntl", kAllow, "os.set_blocking; packets (O_DIRECT) would cost the keeper a read per write",
     when_int(1, F_SETFL), without(2, O_DIRECT | O_ASYNC)},
    {"fcntl", kAllow, "the size of a pipe's buffer", when_int(1, F_GETPIPE_SZ)},

    // Files by name: the jail's read-only root and the two tmpfs
    // O_DIRECT would read past the page cache: the host's disk, and nobody is charged.
    {"open", kAllow, "files of the jail", without(1, O_DIRECT)},
    {"openat", kAllow, "files of the jail", without(2, O_DIRECT)},
    {"stat", kAllow, "imports, os.stat", {}},
    {"lstat", kAllow, "os.lstat", {}},
    {"newfstatat", kAllow, "imports, os.stat", {}},
    {"statx", kAllow, "os.stat of newer C libraries", {}},
    {"statfs", kAllow, "os.statvfs", {}},
    {"access", kAllow, "ld.so, os.access", {}},
    {"faccessat", kAllow, "os.access", {}},
    {"faccessat2", kAllow, "os.access", {}},
    {"readlink", kAllow, "imports, os.readlink", {}},
    {"readlinkat", kAllow, "os.readlink", {}},
    {"getdents64", kAllow, "imports, os.listdir", {}},
    {"getcwd", kAllow, "os.getcwd, start of the interpreter", {}},
    {"chdir", kAllow, "os.chdir", {}},
    {"fchdir", kAllow, "os.chdir", {}},
    {"mkdir", kAllow, "tempfile, the tmpfs", {}},
    {"mkdirat", kAllow, "the tmpfs", {}},
    {"rmdir", kAllow, "the tmpfs", {}},
    {"unlink", kAllow, "the tmpfs", {}},
    {"unlinkat", kAllow, "the tmpfs", {}},
    {"rename", kAllow, "writing byte code, the tmpfs", {}},
    {"renameat", kAllow, "the tmpfs", {}},
    {"renameat2", kAllow, "the tmpfs", {}},
    {"link", kAllow, "the tmpfs", {}},
    {"linkat", kAllow, "the tmpfs", {}},
    {"symlink", kAllow, "the tmpfs", {}},
    {"symlinkat", kAllow, "the tmpfs", {}},
    {"truncate", kAllow, "os.truncate on the tmpfs", {}},
    {"chmod", kAllow, "own files on the tmpfs, which is nosuid", {}},
    {"fchmod", kAllow, "own files on the tmpfs, which is nosuid", {}},
    {"fchmodat", kAllow, "own files on the tmpfs, which is nosuid", {}},
    {"utimensat", kAllow, "os.utime on own files", {}},
    {"umask", kAllow, "os.umask", {}},

    // Threads of the program itself
    {"clone", kAllow, "threads: only with CLONE_THREAD",
     ArgumentCondition{0, kCloneBits, CLONE_THREAD}},
    {"clone3", kRefuse, "its flags are behind a pointer; the C library falls back to clone", {}},
    {"set_robust_list", kAllow, "threads", {}},
    {"set_tid_address", kAllow, "threads", {}},
    {"rseq", kAllow, "the C library registers every thread", {}},
    {"futex", kAllow, "locks", {}},
    {"membarrier", kAllow, "the C library's threads", {}},
    {"gettid", kAllow, "threading.get_native_id", {}},
    {"sched_yield", kAllow, "locks, os.sched_yield", {}},
    {"sched_getaffinity", kAllow, "os.cpu_count", {}},
    {"sched_getparam", kAllow, "os.sched_getparam, thread start", {}},
    {"sched_getscheduler", kAllow, "os.sched_getscheduler, thread start", {}},
    {"sched_get_priority_max", kAllow, "os.sched_get_priority_max", {}},
    {"sched_get_priority_min", kAllow, "os.sched_get_priority_min", {}},
    {"arch_prctl", kAllow, "the thread pointer, set at start", when_int(0, ARCH_SET_FS)},
    {"arch_prctl", kAllow, "the thread pointer", when_int(0, ARCH_GET_FS)},
    {"arch_prctl", kRefuse, "ld.so asks for control-flow enforcement", when_int(0, 0x3001)},
    {"prctl", kAllow, "naming a thread", when_int(0, PR_SET_NAME)},
    {"prctl", kAllow, "naming a thread", when_int(0, PR_GET_NAME)},
    {"exit", kAllow, "end of a thread", {}},
    {"exit_group", kAllow, "end of the program", {}},

    // Signals within the program
    {"rt_sigaction", kAllow, "the signal module", {}},
    {"rt_sigprocmask", kAllow, "the signal module, threads", {}},
    {"rt_sigreturn", kAllow, "return from a handler", {}},
    {"rt_sigpending", kAllow, "signal.sigpending", {}},
    {"rt_sigsuspend", kAllow, "signal.pause", {}},
    {"rt_sigtimedwait", kAllow, "signal.sigtimedwait", {}},
    {"pause", kAllow, "signal.pause", {}},
    {"sigaltstack", kAllow, "faulthandler", {}},
    {"tgkill", kAllow, "raise and abort: the main process is always number 2", when_int(0, 2)},
    {"kill", kAllow, "os.kill of itself: the main process is always number 2", when_int(0, 2)},
    {"alarm", kAllow, "signal.alarm", {}},
    {"setitimer", kAllow, "signal.setitimer", {}},
    {"getitimer", kAllow, "signal.getitimer", {}},
    {"restart_syscall", kAllow, "the kernel resumes an interrupted sleep with it", {}},

    // Time
    {"clock_gettime", kAllow, "time.time and others, where the vDSO can't", {}},
    {"clock_getres", kAllow, "time.get_clock_info", {}},
    {"clock_nanosleep", kAllow, "time.sleep", {}},
    {"nanosleep", kAllow, "time.sleep of old C libraries", {}},
    {"gettimeofday", kAllow, "time of old C libraries", {}},
    {"time", kAllow, "time of old C libraries", {}},
    {"times", kAllow, "os.times", {}},

    // What the program may know about itself
    {"getpid", kAllow, "os.getpid", {}},
    {"getppid", kAllow, "os.getppid", {}},
    {"getpgrp", kAllow, "os.getpgrp", {}},
    {"getpgid", kAllow, "os.getpgid", {}},
    {"getsid", kAllow, "os.getsid", {}},
    {"getuid", kAllow, "start of the interpreter", {}},
    {"geteuid", kAllow, "start of the interpreter", {}},
    {"getgid", kAllow, "start of the interpreter", {}},
    {"getegid", kAllow, "start of the interpreter", {}},
    {"getresuid", kAllow, "os.getresuid", {}},
    {"getresgid", kAllow, "os.getresgid", {}},
    {"getgroups", kAllow, "os.getgroups", {}},
    {"getrusage", kAllow, "resource.getrusage, time.process_time", {}},
    {"getrlimit", kAllow, "resource.getrlimit", {}},
    // All limits but that on core files (4; see set_rlimits) and on message queues (12).
    {"prlimit64", kAllow, "resource.getrlimit of itself", when_int(0, 0),
     ArgumentCondition{2, ~0ULL, 0}},
    {"prlimit64", kAllow, "resource.setrlimit of itself", when_int(0, 0), without(1, 4)},
    {"prlimit64", kAllow, "resource.setrlimit: RSS", when_int(0, 0), ArgumentCondition{1, 7, 5}},
    {"prlimit64", kAllow, "resource.setrlimit: NPROC", when_int(0, 0), ArgumentCondition{1, 7, 6}},
    {"prlimit64", kAllow, "resource.setrlimit: NOFILE", when_int(0, 0), ArgumentCondition{1, 7, 7}},
    {"uname", kAllow, "platform", {}},
    {"sysinfo", kAllow, "the C library's qsort asks how much memory there is", {}},
    {"getrandom", kAllow, "os.urandom, random", {}},
    {"wait4", kAllow, "os.wait; there are no children", {}},
    {"waitid", kAllow, "os.waitid; there are no children", {}},
};

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_NOTIFY)) {
    if (context_ == nullptr) throw HostError("seccomp: libseccomp has no user notification here");
    // libseccomp's own default for a wrong architecture ends only one thread.
    must(seccomp_attr_set(context_, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "bad arch");
    must(seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2), "binary tree");
  }
  ~Filter() { seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  void add(const SyscallRow& row) {
    const std::string name(row.name);
    const int number = seccomp_syscall_resolve_name(name.c_str());
    if (number == __NR_SCMP_ERROR) throw HostError("seccomp: no system call named " + name);
    const std::uint32_t action = row.action == SyscallAction::allow    ? SCMP_ACT_ALLOW
                                 : row.action == SyscallAction::refuse ? SCMP_ACT_ERRNO(ENOSYS)
                                                                       : SCMP_ACT_ERRNO(0);
    std::array<scmp_arg_cmp, 2> compare{};
    unsigned count = 0;
    for (const auto& condition : {row.condition, row.also})
      if (condition)
        compare[count++] = {condition->index, SCMP_CMP_MASKED_EQ, condition->mask,
                            condition->value};
    must(seccomp_rule_add_array(context_, action, number, count, compare.data()), name);
  }

  std::string exported() const {
    const UniqueFd fd(::memfd_create("filter", MFD_CLOEXEC));
    must(fd ? seccomp_export_bpf(context_, fd.get()) : -errno, "export");
    const off_t size = ::lseek(fd.get(), 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (::pread(fd.get(), bytes.data(), bytes.size(), 0) != size) must(-EIO, "export");
    return bytes;
  }

 private:
  static void must(int result, const std::string& what) {
    if (result < 0)
      throw HostError("seccomp: can't compile the filter (" + what +
                      "): " + std::generic_category().message(-result));
  }
  scmp_filter_ctx context_;
};

}  // namespace

std::span<const SyscallRow> syscall_table() { return kTable; }

std::string compile_filter(std::span<const SyscallRow> table) {
  Filter filter;
  for (const auto& row : table) filter.add(row);
  return filter.exported();
}

std::string syscall_name(int number) {
  const std::unique_ptr<char, decltype(&std::free)> name(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), &std::free);
  return name ? std::string(name.get()) : "syscall_" + std::to_string(number);
}

}  // namespace assize
