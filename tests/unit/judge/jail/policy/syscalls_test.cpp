#include "judge/jail/policy/syscalls.h"

#include <linux/filter.h>
#include <seccomp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

std::string described(const ArgumentCondition& condition) {
  char text[96];
  std::snprintf(text, sizeof text, "(arg%u & 0x%llx) == 0x%llx", condition.index,
                static_cast<unsigned long long>(condition.mask),
                static_cast<unsigned long long>(condition.value));
  return text;
}

std::string described(const SyscallRow& row) {
  std::string line(row.name);
  line += row.action == SyscallAction::allow           ? " allow"
          : row.action == SyscallAction::refuse        ? " refuse"
          : row.action == SyscallAction::no_attributes ? " no_attributes"
          : row.action == SyscallAction::no_family     ? " no_family"
                                                       : " pretend";
  if (row.condition) line += " when " + described(*row.condition);
  if (row.also) line += " and " + described(*row.also);
  return line;
}

// What tools/trace saw: calls, and values of their arguments.
class Evidence {
 public:
  Evidence() {
    std::ifstream file(ASSIZE_SOURCE "/judge/jail/policy/syscalls.evidence.tsv");
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with('#')) continue;
      std::istringstream fields(line);
      std::string call;
      std::string index;
      std::string value;
      fields >> call >> index >> value;
      auto& seen = seen_[call];
      if (index != "-") seen[std::stoul(index)].push_back(std::stoull(value, nullptr, 16));
    }
  }

  bool has(const SyscallRow& row) const {
    const auto call = seen_.find(row.name);
    return call != seen_.end() && has(call->second, row.condition) && has(call->second, row.also);
  }

 private:
  using Values = std::map<std::size_t, std::vector<std::uint64_t>>;  // by the argument's index

  static bool has(const Values& values, const std::optional<ArgumentCondition>& condition) {
    if (!condition) return true;
    const auto found = values.find(condition->index);
    return found != values.end() &&
           std::any_of(found->second.begin(), found->second.end(), [&](std::uint64_t value) {
             return (value & condition->mask) == condition->value;
           });
  }

  std::map<std::string, Values, std::less<>> seen_;
};

}  // namespace

TEST_CASE("every row of the system call table has a reason") {
  for (const auto& row : syscall_table()) {
    INFO(row.name);
    CHECK(row.reason.size() >= 4);
    CHECK(std::none_of(row.reason.begin(), row.reason.end(), [](char c) { return c == '\n'; }));
  }
}

TEST_CASE("every row of the system call table has evidence, or says why it has none") {
  const Evidence evidence;
  for (const auto& row : syscall_table()) {
    INFO(described(row));
    CHECK(evidence.has(row) != row.reason.starts_with("not traced: "));
  }
}

TEST_CASE("no row of the system call table is there twice, and none makes another one pointless") {
  std::set<std::string> seen;
  std::map<std::string_view, std::pair<int, int>> kinds;  // with and without a condition
  for (const auto& row : syscall_table()) {
    INFO(described(row));
    CHECK(seen.insert(described(row)).second);
    ++(row.condition ? kinds[row.name].first : kinds[row.name].second);
  }
  for (const auto& [name, count] : kinds) {
    INFO(name);
    CHECK(count.second <= 1);
    CHECK_FALSE((count.first > 0 && count.second > 0));
  }
}

TEST_CASE("every name in the system call table is one of the kernel's, on this machine") {
  for (const auto& row : syscall_table()) {
    INFO(row.name);
    const int number =
        seccomp_syscall_resolve_name_arch(SCMP_ARCH_X86_64, std::string(row.name).c_str());
    CHECK(number >= 0);
    if (number >= 0) CHECK(syscall_name(number) == row.name);
  }
}

TEST_CASE("a condition compares only bits that it looks at, of an argument that exists") {
  for (const auto& row : syscall_table()) {
    INFO(described(row));
    CHECK((row.condition || !row.also));
    for (const auto& condition : {row.condition, row.also})
      if (condition) {
        CHECK(condition->index < 6);
        CHECK(condition->mask != 0);
        CHECK((condition->value & ~condition->mask) == 0);
      }
  }
}

TEST_CASE("what makes processes, sockets or privileges has no row that allows it") {
  const char* forbidden[] = {
      // processes
      "fork", "vfork", "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev",
      "kcmp", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "tkill", "rt_sigqueueinfo",
      "rt_tgsigqueueinfo", "process_madvise", "process_mrelease",
      // the network
      "socket", "connect", "bind", "listen", "accept", "accept4", "sendmsg", "sendmmsg", "recvmsg",
      // the view of the files
      "mount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen", "fsconfig",
      "fsmount", "fspick", "mount_setattr", "unshare", "setns", "mknod", "mknodat",
      "name_to_handle_at", "open_by_handle_at", "swapon", "swapoff", "quotactl", "fanotify_init",
      "inotify_init", "inotify_init1", "setxattr", "lsetxattr", "fsetxattr",
      // privileges
      "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid", "setgroups", "setfsuid",
      "setfsgid", "capset", "chown", "fchown", "lchown", "fchownat",
      // the kernel
      "bpf", "seccomp", "perf_event_open", "userfaultfd", "io_uring_setup", "io_uring_enter",
      "io_uring_register", "init_module", "finit_module", "delete_module", "kexec_load",
      "kexec_file_load", "reboot", "syslog", "acct", "iopl", "ioperm", "modify_ldt", "personality",
      "add_key", "request_key", "keyctl", "splice", "vmsplice", "tee", "copy_file_range",
      "memfd_secret", "membarrier", "renameat2", "eventfd", "signalfd4", "timerfd_create",
      "timer_create", "remap_file_pages", "mlock", "mlock2", "mlockall", "flock", "io_setup",
      "io_submit", "lookup_dcookie", "nfsservctl", "landlock_create_ruleset",
      "landlock_restrict_self",
      // what the machine's clocks and names are
      "settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname",
      // what others could see
      "shmget", "shmat", "shmctl", "semget", "semop", "semctl", "msgget", "msgsnd", "msgrcv",
      "mq_open", "mq_unlink",
      // how it is scheduled and accounted
      "sched_setaffinity", "sched_setscheduler", "sched_setattr", "sched_setparam", "setpriority",
      "ioprio_set", "migrate_pages", "move_pages", "mbind", "set_mempolicy",
      // leaving its session
      "setsid", "setpgid", "vhangup"};
  for (const char* name : forbidden) {
    INFO(name);
    for (const auto& row : syscall_table())
      CHECK_FALSE((row.name == name && row.action == SyscallAction::allow));
  }
}

TEST_CASE("what could reach other processes is allowed only for the program itself") {
  for (const auto& row : syscall_table()) {
    INFO(described(row));
    if (row.action != SyscallAction::allow) continue;
    for (const char* name : {"clone", "kill", "tgkill", "prctl", "ioctl", "fcntl", "prlimit64",
                             "socketpair", "sendto", "recvfrom", "getsockopt", "memfd_create"})
      if (row.name == name) CHECK(row.condition.has_value());
    // Exactly what pthread_create asks for: no namespaces, no pidfd, no process.
    if (row.name == "clone") CHECK((row.condition->value & row.condition->mask) == 0x3D0F00);
    if (row.name == "clone") CHECK((~row.condition->mask & ~0x400000ULL) == 0);
    // Terminals: nothing may be put into another one's input (TIOCSTI, TIOCLINUX).
    if (row.name == "ioctl") CHECK(row.condition->value != 0x5412);
    if (row.name == "ioctl") CHECK(row.condition->value != 0x541C);
  }
}

TEST_CASE("the system call table is the one that was reviewed") {
  // After a change that is meant: ASSIZE_UPDATE_SNAPSHOTS=1 assize-unit-tests, and read the diff.
  const std::string path = ASSIZE_UNIT_TESTS "/judge/jail/policy/syscalls.snapshot";
  std::vector<std::string> lines;
  for (const auto& row : syscall_table()) lines.push_back(described(row));
  std::sort(lines.begin(), lines.end());
  std::string now;
  for (const auto& line : lines) now += line + "\n";
  if (std::getenv("ASSIZE_UPDATE_SNAPSHOTS") != nullptr) std::ofstream(path) << now;
  std::ostringstream reviewed;
  reviewed << std::ifstream(path).rdbuf();
  CHECK(now == reviewed.str());
}

TEST_CASE("the table compiles to a filter that fits into a message") {
  const std::string filter = compile_filter(syscall_table());
  CHECK_FALSE(filter.empty());
  CHECK(filter.size() % sizeof(sock_filter) == 0);
  CHECK(filter.size() / sizeof(sock_filter) <= 4096);  // BPF_MAXINSNS
  CHECK(filter.size() <= 64 * 1024);                   // kMaxText
  CHECK(compile_filter(syscall_table()) == filter);
}

TEST_CASE("a table with a name that no kernel knows is refused") {
  const SyscallRow row{"no_such_call", SyscallAction::allow, "test", {}};
  CHECK_THROWS(compile_filter({&row, 1}));
}

TEST_CASE("a system call has its name, and a number without one is said as a number") {
  CHECK(syscall_name(101) == "ptrace");
  CHECK(syscall_name(59) == "execve");
  CHECK(syscall_name(999'999) == "syscall_999999");
  CHECK(syscall_name(-7).starts_with("syscall_"));
}
