#include "judge/jail/policy/rules.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr auto kAllow = SyscallAction::allow;

// A process of the run's own, in no new namespace, with no other parent, traced by nobody.
constexpr std::uint64_t kNeverCloned = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                       CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_PARENT |
                                       CLONE_PTRACE | CLONE_UNTRACED;

constexpr ArgumentCondition when_int(unsigned index, int value) {
  return {index, 0xFFFFFFFFULL, static_cast<std::uint32_t>(value)};
}

constexpr GrantedRow forks(std::string_view name, std::string_view reason,
                           std::optional<ArgumentCondition> condition = {}) {
  return {Unsafe::fork, {name, kAllow, reason, condition}};
}

constexpr GrantedRow sockets(std::string_view name, std::string_view reason,
                             std::optional<ArgumentCondition> condition = {},
                             std::optional<ArgumentCondition> also = {}) {
  return {Unsafe::unix_sockets, {name, kAllow, reason, condition, also}};
}

constexpr GrantedRow option(int name) {
  return sockets("setsockopt", "no filters, only what file-like use needs", when_int(1, SOL_SOCKET),
                 when_int(2, name));
}

constexpr std::array kGranted{
    forks("clone", "os.fork, threads", ArgumentCondition{0, kNeverCloned, 0}),
    forks("fork", "os.fork of other C libraries"),
    forks("vfork", "subprocess"),
    forks("kill", "Process.terminate; nobody else is in its pid namespace but init, of another id"),
    forks("tgkill", "raise and abort in a child"),
    // Between processes a lock must be one.
    forks("flock", "fcntl.flock"),
    forks("fcntl", "fcntl.lockf, sqlite3", when_int(1, F_SETLK)),
    forks("fcntl", "fcntl.lockf, sqlite3", when_int(1, F_SETLKW)),
    forks("fcntl", "locks of open files", when_int(1, F_OFD_SETLK)),
    forks("fcntl", "locks of open files", when_int(1, F_OFD_SETLKW)),
    forks("setpgid", "subprocess with process_group"),
    forks("setsid", "subprocess with start_new_session"),
    forks("pidfd_open", "asyncio's child watcher"),
    forks("pidfd_send_signal", "signal.pidfd_send_signal"),
    sockets("socket", "socket.socket(AF_UNIX)", when_int(0, AF_UNIX)),
    sockets("socketpair", "socket.socketpair, asyncio", when_int(0, AF_UNIX)),
    sockets("bind", "only Unix sockets exist"),
    sockets("connect", "only Unix sockets exist"),
    sockets("listen", "only Unix sockets exist"),
    sockets("accept", "only Unix sockets exist"),
    sockets("accept4", "only Unix sockets exist"),
    sockets("shutdown", "only Unix sockets exist"),
    sockets("getsockname", "only Unix sockets exist"),
    sockets("getpeername", "only Unix sockets exist"),
    sockets("getsockopt", "only Unix sockets exist"),
    sockets("sendto", "only Unix sockets exist"),
    sockets("recvfrom", "only Unix sockets exist"),
    sockets("sendmsg", "only Unix sockets exist"),
    sockets("recvmsg", "only Unix sockets exist"),
    option(SO_REUSEADDR),
    option(SO_SNDBUF),
    option(SO_RCVBUF),
    option(SO_SNDTIMEO),
    option(SO_RCVTIMEO),
    option(SO_KEEPALIVE),
};

// The filter asks the keeper about these whatever the policy says: the run's clocks start at its
// first exec.
constexpr std::array kExecCalls{"execve", "execveat"};

// Whether a call is let through for some arguments at least.
bool is_open(std::span<const SyscallRow> table, std::string_view name) {
  return std::any_of(table.begin(), table.end(), [&](const SyscallRow& row) {
    return row.name == name &&
           (row.action == SyscallAction::allow || row.action == SyscallAction::pretend);
  });
}

// By a row for all arguments, or for the same ones. (Others are granted beside it.)
bool is_superseded(std::span<const SyscallRow> granted, const SyscallRow& row) {
  return std::any_of(granted.begin(), granted.end(), [&](const SyscallRow& other) {
    return other.name == row.name &&
           (!other.condition || (other.condition == row.condition && other.also == row.also));
  });
}

bool is_set_up_call(std::string_view name) {
  const auto calls = set_up_calls();
  return std::find(calls.begin(), calls.end(), name) != calls.end();
}

void apply_denial(std::vector<SyscallRow>& table, std::string_view call, Denial denial) {
  if (!syscall_number(call))
    throw InputError("policy: there is no system call named '" + std::string(call) + "'");
  if (denial != Denial::silent) return;
  if (is_open(table, call))
    throw InputError("policy: '" + std::string(call) +
                     "' is allowed at least in part: what is denied of it is always reported, "
                     "'silent' is only for calls that are denied whole");
  if (call == "execve")
    throw InputError("policy: 'execve' can't be denied silently: every run begins with one");
  if (is_set_up_call(call)) return;  // the keeper denies it silently
  std::erase_if(table, [&](const SyscallRow& row) { return row.name == call; });
  table.push_back({call, SyscallAction::deny, "the policy says so", {}});
}

}  // namespace

std::span<const GrantedRow> granted_table() { return kGranted; }

std::vector<SyscallRow> table_under(const Policy& policy) {
  std::vector<SyscallRow> granted;
  for (const auto& [capability, row] : kGranted)
    if (policy.grants(capability)) granted.push_back(row);
  std::vector<SyscallRow> table;
  for (const auto& row : syscall_table())
    if (!is_superseded(granted, row)) table.push_back(row);
  table.insert(table.end(), granted.begin(), granted.end());
  for (const auto& [call, denial] : policy.denials) apply_denial(table, call, denial);
  return table;
}

SlotRules compile_rules(const Policy& policy) {
  SlotRules rules;
  rules.filter = compile_filter(table_under(policy));
  for (const auto& [call, denial] : policy.denials)
    if (denial == Denial::kill) {
      rules.fatal_calls.push_back(*syscall_number(call));
    } else if (denial == Denial::silent && is_set_up_call(call)) {
      rules.silent_calls.push_back(*syscall_number(call));
    }
  if (policy.grants(Unsafe::exec))
    for (const char* call : kExecCalls) rules.passed_calls.push_back(*syscall_number(call));
  rules.whole_proc = policy.grants(Unsafe::proc);
  return rules;
}

}  // namespace assize
