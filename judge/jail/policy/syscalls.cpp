// What CPython, its standard library and the C library under them need to compute, to use threads,
// to read the files of the jail and to write to its tmpfs. Everything else is denied and reported.
// syscalls.evidence.tsv has who was seen making each call; a row without says why it is here.
// The order is by subject; libseccomp sorts the compiled filter as a binary tree.
#include "judge/jail/policy/syscalls.h"

#include <asm/prctl.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>
#include <system_error>

#include "judge/jail/protocol/spec.h"
#include "storage/base/errors.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

constexpr auto kAllow = SyscallAction::allow;
constexpr auto kRefuse = SyscallAction::refuse;
constexpr auto kPretend = SyscallAction::pretend;
constexpr auto kNoAttributes = SyscallAction::no_attributes;

// For arguments of C type int: the upper half of the register is not part of the value.
constexpr std::optional<ArgumentCondition> when_int(unsigned index, std::uint32_t value) {
  return ArgumentCondition{index, 0xFFFFFFFFULL, value};
}

// None of these bits.
constexpr std::optional<ArgumentCondition> without(unsigned index, std::uint64_t bits) {
  return ArgumentCondition{index, bits, 0};
}

constexpr std::uint64_t kNoExecSeal = 8;  // MFD_NOEXEC_SEAL, Linux 6.3

// TCGETS2: its own macro needs a struct that conflicts with the C library's.
constexpr std::uint32_t kGetTermios2 = 0x802C542A;

// clone: what pthread_create asks for and nothing else. CLONE_DETACHED does nothing; musl sets it.
constexpr std::uint64_t kThread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD |
                                  CLONE_SYSVSEM | CLONE_SETTLS | CLONE_PARENT_SETTID |
                                  CLONE_CHILD_CLEARTID;

constexpr std::optional<ArgumentCondition> futex_operation(std::uint32_t operation) {
  return ArgumentCondition{
      1, 0xFFFFFFFFULL & ~std::uint64_t{FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME}, operation};
}

const SyscallRow kTable[] = {
    // Memory
    {"brk", kAllow, "malloc", {}},
    {"mmap", kAllow,
     "malloc, ld.so, thread stacks, the mmap module; huge pages are not charged to the run",
     without(3, MAP_HUGETLB)},
    {"munmap", kAllow, "malloc, ld.so, thread stacks, the mmap module", {}},
    {"mremap", kAllow, "realloc of large blocks; never to a place of the caller's choice",
     without(3, ~std::uint64_t{MREMAP_MAYMOVE})},
    {"mprotect", kAllow, "ld.so, malloc arenas, thread stack guards", {}},
    // madvise: what is missing shares pages with others (KSM), takes them out of the host's page
    // cache, or tests the kernel's handling of broken memory.
    {"madvise", kAllow, "mmap.madvise: normal, random, sequential, will need",
     without(2, ~std::uint64_t{3})},
    {"madvise", kAllow, "malloc trims, stacks of ended threads", when_int(2, MADV_DONTNEED)},
    {"madvise", kAllow, "not traced: mmap.madvise, other allocators' DONTNEED",
     when_int(2, MADV_FREE)},
    {"madvise", kAllow, "large arrays of NumPy", when_int(2, MADV_HUGEPAGE)},
    {"madvise", kAllow, "not traced: a run by template takes the pages it will write to together",
     when_int(2, MADV_POPULATE_WRITE)},
    {"msync", kAllow, "mmap.flush", {}},

    // Files that are already open
    {"read", kAllow, "input", {}},
    {"write", kAllow, "output", {}},
    {"readv", kAllow, "os.readv", {}},
    {"writev", kAllow, "the C library's error messages, os.writev", {}},
    {"pread64", kAllow, "os.pread, ld.so", {}},
    {"pwrite64", kAllow, "os.pwrite", {}},
    {"preadv2", kAllow, "os.preadv; flags would tell what is in the host's page cache",
     when_int(5, 0)},
    {"pwritev2", kAllow, "os.pwritev", when_int(5, 0)},
    {"lseek", kAllow, "file objects", {}},
    {"close", kAllow, "file objects", {}},
    {"close_range", kAllow, "os.closerange, the launch itself; it can only close", {}},
    {"dup", kAllow, "os.dup, file objects of descriptors", {}},
    {"dup2", kAllow, "os.dup2, redirecting standard streams", {}},
    {"dup3", kAllow, "os.dup2 with inheritable=False", {}},
    {"pipe", kAllow, "not traced: os.pipe with musl", {}},
    {"pipe2", kAllow, "os.pipe within the program", {}},
    {"select", kAllow, "not traced: select.select with musl", {}},
    {"pselect6", kAllow, "select.select", {}},
    {"poll", kAllow, "select.poll", {}},
    {"epoll_create1", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_ctl", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_wait", kAllow, "selectors, asyncio's event loop", {}},
    {"epoll_pwait", kAllow, "not traced: selectors with musl", {}},
    {"fstat", kAllow, "not traced: file objects with musl and newer versions of glibc", {}},
    {"fstatfs", kAllow, "os.fstatvfs", {}},
    {"fsync",
     kPretend,
     "nothing to write back on a tmpfs; on a file of the runtime it would flush the host's disk",
     {}},
    {"fdatasync", kPretend, "as fsync", {}},
    {"ftruncate", kAllow, "file.truncate on the tmpfs", {}},
    {"fallocate", kAllow, "os.posix_fallocate on the tmpfs; no holes", when_int(1, 0)},
    {"fadvise64",
     kPretend,
     "a hint; it could drop the runtime's files from the host's page cache",
     {}},
    {"sendfile", kAllow, "shutil.copyfile", {}},
    {"copy_file_range", kRefuse, "os.copy_file_range; who copies files has another way", {}},
    {"ioctl", kAllow, "isatty", when_int(1, TCGETS)},
    {"ioctl", kAllow, "not traced: isatty with glibc 2.42", when_int(1, kGetTermios2)},
    {"ioctl", kAllow, "os.get_terminal_size", when_int(1, TIOCGWINSZ)},
    {"ioctl", kAllow, "os.set_inheritable", when_int(1, FIOCLEX)},
    {"ioctl", kAllow, "os.set_inheritable", when_int(1, FIONCLEX)},
    {"ioctl", kAllow, "os.set_blocking", when_int(1, FIONBIO)},
    {"fcntl", kAllow, "os.dup", when_int(1, F_DUPFD_CLOEXEC)},
    {"fcntl", kAllow, "os.get_inheritable", when_int(1, F_GETFD)},
    {"fcntl", kAllow, "os.set_inheritable", when_int(1, F_SETFD)},
    {"fcntl", kAllow, "os.get_blocking, checks of a descriptor's mode", when_int(1, F_GETFL)},
    {"fcntl", kAllow, "os.set_blocking; packets (O_DIRECT) would cost the keeper a read per write",
     when_int(1, F_SETFL), without(2, O_DIRECT | O_ASYNC)},
    {"fcntl", kAllow, "fcntl: how much a pipe holds", when_int(1, F_GETPIPE_SZ)},
    // Locks: a run is one process, which a lock of this kind never keeps out. Real ones on files of
    // the runtime, or on devices, would be seen by other runs and by the host.
    {"fcntl", kPretend, "fcntl.lockf, sqlite3", when_int(1, F_SETLK)},
    {"fcntl", kPretend, "fcntl.lockf, sqlite3", when_int(1, F_SETLKW)},
    {"fcntl", kPretend, "not traced: locks of open files", when_int(1, F_OFD_SETLK)},
    {"fcntl", kPretend, "not traced: locks of open files", when_int(1, F_OFD_SETLKW)},
    {"fcntl", kAllow, "not traced: sqlite3 asks who has a lock", when_int(1, F_GETLK)},
    {"fcntl", kAllow, "not traced: who has a lock of an open file", when_int(1, F_OFD_GETLK)},
    {"flock", kPretend, "fcntl.flock, as fcntl", {}},

    // A pair of sockets that only the program itself has: asyncio wakes itself with one. Nothing
    // else is a socket: no address, no control messages, no out-of-band data.
    {"socketpair", kAllow, "not traced: families. asyncio's event loop", when_int(0, AF_UNIX)},
    {"sendto", kAllow, "not traced: flags. socket.send on a pair", without(3, MSG_OOB),
     ArgumentCondition{4, ~0ULL, 0}},
    {"recvfrom", kAllow, "not traced: flags. socket.recv on a pair", without(3, MSG_OOB)},
    {"shutdown", kAllow, "socket.shutdown on a pair", {}},
    {"getsockname", kAllow, "socket.socketpair", {}},
    {"getpeername", kAllow, "socket.getpeername of a pair, the form of a socket in print", {}},
    {"getsockopt", kAllow, "not traced: socket.type", when_int(1, SOL_SOCKET),
     when_int(2, SO_TYPE)},
    {"getsockopt", kAllow, "not traced: socket.proto", when_int(1, SOL_SOCKET),
     when_int(2, SO_PROTOCOL)},
    {"getsockopt", kAllow, "not traced: asyncio", when_int(1, SOL_SOCKET), when_int(2, SO_ERROR)},
    {"socket", SyscallAction::no_family,
     "not traced: families. libuuid and others ask a daemon, and do without it",
     when_int(0, AF_UNIX)},

    // Memory as a file, the run's own
    {"memfd_create", kAllow, "os.memfd_create; no huge pages, which aren't charged to the run",
     without(1, ~std::uint64_t{MFD_CLOEXEC | MFD_ALLOW_SEALING | kNoExecSeal})},
    {"fcntl", kAllow, "not traced: seals of a memfd", when_int(1, F_GET_SEALS)},
    {"fcntl", kAllow, "not traced: seals of a memfd; inputs have one against further ones",
     when_int(1, F_ADD_SEALS)},
    {"eventfd2", kAllow, "os.eventfd", {}},

    // Extended attributes: shutil asks for them, and copes with a file system that has none.
    {"listxattr", kNoAttributes, "shutil.copystat", {}},
    {"llistxattr", kNoAttributes, "shutil.copystat", {}},
    {"flistxattr", kNoAttributes, "os.listxattr", {}},
    {"getxattr", kNoAttributes, "os.getxattr", {}},
    {"lgetxattr", kNoAttributes, "os.getxattr", {}},
    {"fgetxattr", kNoAttributes, "os.getxattr", {}},

    // Files by name: the jail's read-only root and the two tmpfs
    // O_DIRECT would read past the page cache: the host's disk, and nobody is charged.
    {"open", kAllow, "not traced: flags; the allocator of CPython 3.13 at start, musl",
     without(1, O_DIRECT)},
    {"openat", kAllow, "files of the jail", without(2, O_DIRECT)},
    {"stat", kAllow, "not traced: imports and os.stat with musl", {}},
    {"lstat", kAllow, "not traced: os.lstat with musl", {}},
    {"newfstatat", kAllow, "imports, os.stat", {}},
    {"statx", kAllow, "not traced: os.stat with newer C libraries", {}},
    {"statfs", kAllow, "os.statvfs", {}},
    {"access", kAllow, "ld.so, os.access", {}},
    {"faccessat", kAllow, "not traced: os.access where there is no faccessat2", {}},
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
    {"clone", kAllow, "threads, as pthread_create makes them",
     ArgumentCondition{0, ~std::uint64_t{CLONE_DETACHED}, kThread}},
    {"clone3", kRefuse,
     "not traced: sizes. Its flags are behind a pointer; the C library falls back to clone. Only "
     "fork servers call it with a size like theirs, and that is asked about",
     without(1, kSetUpCloneSize)},
    {"set_robust_list", kAllow, "threads", {}},
    {"set_tid_address", kAllow, "threads", {}},
    {"rseq", kAllow, "the C library registers every thread", {}},
    // futex: private or not, and which clock, are of no concern. What is missing is for other kinds
    // of locks: priority inheritance, operations on two futexes.
    {"futex", kAllow, "locks: wait", futex_operation(FUTEX_WAIT)},
    {"futex", kAllow, "locks: wake", futex_operation(FUTEX_WAKE)},
    {"futex", kAllow, "locks: wait with a deadline", futex_operation(FUTEX_WAIT_BITSET)},
    {"futex", kAllow, "not traced: condition variables of musl", futex_operation(FUTEX_REQUEUE)},
    {"gettid", kAllow, "threading.get_native_id", {}},
    {"sched_yield", kAllow, "locks, os.sched_yield", {}},
    {"sched_getaffinity", kAllow, "os.cpu_count", {}},
    {"sched_getscheduler", kAllow, "not traced: os.sched_getscheduler of itself", when_int(0, 0)},
    {"sched_getparam", kAllow, "not traced: os.sched_getparam of itself", when_int(0, 0)},
    {"sched_get_priority_max", kAllow, "os.sched_get_priority_max: a constant of the kernel", {}},
    {"sched_get_priority_min", kAllow, "os.sched_get_priority_min: a constant of the kernel", {}},
    {"arch_prctl", kAllow, "the thread pointer, set at start", when_int(0, ARCH_SET_FS)},
    {"arch_prctl", kRefuse,
     "not traced: ld.so of other distributions asks for control-flow enforcement",
     when_int(0, 0x3001)},
    {"prctl", kAllow, "not traced: threads of CPython 3.14 name themselves",
     when_int(0, PR_SET_NAME)},
    {"prctl", kAllow, "not traced: a thread's own name", when_int(0, PR_GET_NAME)},
    {"exit", kAllow, "end of a thread", {}},
    {"exit_group", kAllow, "end of the program", {}},

    // Signals within the program
    {"rt_sigaction", kAllow, "the signal module", {}},
    {"rt_sigprocmask", kAllow, "the signal module, threads", {}},
    {"rt_sigreturn", kAllow, "return from a handler", {}},
    {"rt_sigpending", kAllow, "signal.sigpending", {}},
    {"rt_sigtimedwait", kAllow, "signal.sigtimedwait", {}},
    {"pause", kAllow, "signal.pause", {}},
    {"sigaltstack", kAllow, "faulthandler", {}},
    {"tgkill", kAllow, "raise and abort: the main process is always number 3",
     when_int(0, kMainNumber)},
    {"kill", kAllow, "os.kill of itself: the main process is always number 3",
     when_int(0, kMainNumber)},
    {"alarm", kAllow, "signal.alarm", {}},
    {"setitimer", kAllow, "signal.setitimer", {}},
    {"getitimer", kAllow, "signal.getitimer", {}},
    {"restart_syscall", kAllow, "the kernel resumes an interrupted sleep with it", {}},

    // Time
    {"clock_gettime", kAllow, "time.time and others, where the vDSO can't", {}},
    {"clock_getres", kAllow, "time.get_clock_info", {}},
    {"clock_nanosleep", kAllow, "time.sleep", {}},
    {"nanosleep", kAllow, "not traced: time.sleep with musl", {}},
    {"gettimeofday", kAllow, "not traced: the vDSO answers, where the clock source lets it", {}},
    {"times", kAllow, "os.times", {}},

    // What the program may know about itself
    {"getpid", kAllow, "os.getpid", {}},
    {"getppid", kAllow, "os.getppid", {}},
    {"getpgrp", kAllow, "os.getpgrp", {}},
    {"getsid", kAllow, "os.getsid", {}},
    {"getuid", kAllow, "start of the interpreter", {}},
    {"geteuid", kAllow, "start of the interpreter", {}},
    {"getgid", kAllow, "start of the interpreter", {}},
    {"getegid", kAllow, "start of the interpreter", {}},
    {"getresuid", kAllow, "os.getresuid", {}},
    {"getresgid", kAllow, "os.getresgid", {}},
    {"getgroups", kAllow, "os.getgroups", {}},
    {"getpriority", kAllow, "not traced: os.getpriority of itself", when_int(0, PRIO_PROCESS),
     when_int(1, 0)},
    {"getrusage", kAllow, "resource.getrusage, time.process_time", {}},
    // All limits but that on core files (4; see set_rlimits) and on message queues (12).
    {"prlimit64", kAllow, "not traced: resource.getrlimit of itself (pointers are not traced)",
     when_int(0, 0), ArgumentCondition{2, ~0ULL, 0}},
    {"prlimit64", kAllow, "resource.setrlimit of itself", when_int(0, 0), without(1, 4)},
    {"prlimit64", kAllow, "resource.setrlimit: NOFILE", when_int(0, 0), ArgumentCondition{1, 7, 7}},
    {"uname", kAllow, "platform", {}},
    {"sysinfo", kAllow, "the C library's qsort asks how much memory there is", {}},
    {"getrandom", kAllow, "os.urandom, random", {}},
    {"wait4", kAllow, "os.wait; there are no children", {}},
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
    const std::uint32_t action =
        row.action == SyscallAction::allow           ? SCMP_ACT_ALLOW
        : row.action == SyscallAction::refuse        ? SCMP_ACT_ERRNO(ENOSYS)
        : row.action == SyscallAction::deny          ? SCMP_ACT_ERRNO(EPERM)
        : row.action == SyscallAction::no_attributes ? SCMP_ACT_ERRNO(EOPNOTSUPP)
        : row.action == SyscallAction::no_family     ? SCMP_ACT_ERRNO(EAFNOSUPPORT)
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

std::span<const std::string_view> set_up_calls() {
  static constexpr std::array<std::string_view, 10> kCalls{
      "capset",    "clone",     "clone3", "landlock_restrict_self", "prctl", "recvmsg", "setns",
      "setresgid", "setresuid", "setsid"};
  return kCalls;
}

std::string compile_filter(std::span<const SyscallRow> table) {
  Filter filter;
  for (const auto& row : table) filter.add(row);
  return filter.exported();
}

std::optional<int> syscall_number(std::string_view name) {
  const int number = seccomp_syscall_resolve_name(std::string(name).c_str());
  return number >= 0 ? std::optional<int>(number) : std::nullopt;
}

std::string syscall_name(int number) {
  const std::unique_ptr<char, decltype(&std::free)> name(
      seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number), &std::free);
  return name ? std::string(name.get()) : "syscall_" + std::to_string(number);
}

}  // namespace assize
