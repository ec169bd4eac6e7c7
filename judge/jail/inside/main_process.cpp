#include "judge/jail/inside/main_process.h"

#include <linux/capability.h>
#include <linux/securebits.h>
#include <poll.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <type_traits>
#include <vector>

#include "judge/jail/inside/stage.h"
#include "judge/jail/kernel/landlock.h"
#include "judge/jail/protocol/message.h"

namespace assize {

bool clear_capability_sets() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

namespace {

bool set_limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  const rlimit wanted{soft, hard};
  if (::setrlimit(resource, &wanted) == 0) return true;
  // A hard limit can't be raised; the host's own is then the stricter one.
  rlimit now{};
  if (errno != EPERM || ::getrlimit(resource, &now) != 0) return false;
  const rlimit possible{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
  return ::setrlimit(resource, &possible) == 0;
}

bool set_same(__rlimit_resource resource, rlim_t value) {
  return set_limit(resource, value, value);
}

// The same for all runs of a slot.
bool set_fixed_rlimits() {
  // Where core files are piped to a program (core(5)), the kernel starts it on the host, as root,
  // whatever the limit: a limit of 0 only stops those that are files. 1 is the one at which it
  // doesn't (fs/coredump.c: meant for crashes of that program itself), and too small for a file.
  // The filter keeps it from being lowered.
  return set_same(RLIMIT_CORE, 1) && set_same(RLIMIT_MEMLOCK, 0) && set_same(RLIMIT_MSGQUEUE, 0);
}

bool set_rlimits(const Limits& limits) {
  // A backstop: the keeper ends the run much earlier, from the cgroup's count.
  const auto cpu = std::chrono::ceil<std::chrono::seconds>(limits.kill_point).count() + 2;
  return set_same(RLIMIT_CPU, static_cast<rlim_t>(cpu)) &&
         set_same(RLIMIT_FSIZE, limits.file_size.count) &&
         set_same(RLIMIT_NOFILE, limits.open_files) &&
         set_same(RLIMIT_AS, limits.address_space.count) &&
         set_limit(RLIMIT_STACK, limits.stack.count, RLIM_INFINITY);
}

bool reset_signals() {
  for (int signal = 1; signal < NSIG; ++signal) {
    if (signal == SIGKILL || signal == SIGSTOP) continue;
    ::signal(signal, SIG_DFL);  // fails for the two that the C library keeps; they are default
  }
  sigset_t none;
  sigemptyset(&none);
  return ::sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

// What a fork server keeps, in the user namespace of the slot's runs: joining the namespaces of an
// init (setns(2); the one that asks by a pidfd of it), and becoming a run's user.
constexpr std::array kServerCapabilities{CAP_SYS_ADMIN, CAP_SYS_CHROOT, CAP_SYS_PTRACE, CAP_SETUID,
                                         CAP_SETGID};

// Ambient: the template gets them through the exec of the interpreter. To be called before the
// bounding set is dropped, which bounds what can be made inheritable.
bool keep_server_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  for (const int capability : kServerCapabilities)
    sets[0].permitted |= 1U << static_cast<unsigned>(capability);
  sets[0].effective = sets[0].inheritable = sets[0].permitted;
  sets[0].permitted |= 1U << CAP_SETPCAP;  // for what follows
  sets[0].effective = sets[0].permitted;
  if (::syscall(SYS_capset, &header, sets.data()) != 0) return false;
  for (const int capability : kServerCapabilities)
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0) return false;
  return true;
}

bool drop_setpcap() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  sets[0].effective = sets[0].permitted &= ~(1U << CAP_SETPCAP);
  return ::syscall(SYS_capset, &header, sets.data()) == 0;
}

bool drop_bounding_set() {
  int capability = 0;
  while (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) ++capability;
  return capability > 0 && errno == EINVAL;  // this kernel has no further ones
}

bool lock_securebits() {
  return ::prctl(PR_SET_SECUREBITS,
                 SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED |
                     SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
                 0, 0, 0) == 0;
}

// Test build: all capabilities in the run's own user namespace, kept over the exec.
bool keep_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  for (auto& set : sets) set.effective = set.inheritable = set.permitted;
  if (::syscall(SYS_capset, &header, sets.data()) != 0) return false;
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0);
  return true;
}

bool become_inside(bool keep) {
  if (keep && ::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) return false;
  if (keep && ::setresgid(kInsideId, kInsideId, kInsideId) != 0) return false;
  if (::setresuid(kInsideId, kInsideId, kInsideId) != 0) return false;
  return keep ? keep_capabilities() : clear_capability_sets();
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

// The limits, and Landlock; the filter is in force already.
void confine(const MainPlan& plan, const Limits& limits, int ruleset) {
  must(plan.setup.without.has(Layer::rlimits) || set_rlimits(limits), plan.channel,
       LaunchStage::rlimits);
  must(ruleset < 0 || restrict_self(ruleset), plan.channel, LaunchStage::landlock);
}

void take_streams(const MainPlan& plan, int input) {
  must(::dup2(input, 0) >= 0 && ::dup2(plan.output, 1) >= 0 && ::dup2(plan.error_output, 2) >= 0,
       plan.channel, LaunchStage::standard_streams);
}

struct ReceivedGo {
  Go go;
  std::string command;  // by exec
  std::vector<UniqueFd> fds;
};

// Waits by poll(2), which the filter allows: what it doesn't is only called in the phase of set-up.
ReceivedGo receive_go(const MainPlan& plan) {
  pollfd source{plan.to_init, POLLIN, 0};
  while (::poll(&source, 1, -1) < 0 && errno == EINTR) {
  }
  auto received = receive_message(plan.to_init);
  if (!received || received->message.empty()) ::_exit(0);  // there is no run for this process
  ReceivedGo run;
  if (received->message.size() < sizeof run.go)
    fail(plan.channel, LaunchStage::understand_run, EPROTO);
  std::memcpy(&run.go, received->message.data(), sizeof run.go);
  run.command = received->message.substr(sizeof run.go);
  run.fds = std::move(received->descriptors);
  if (run.fds.size() !=
      1U + static_cast<unsigned>(run.go.has_ruleset) + static_cast<unsigned>(run.go.has_code))
    fail(plan.channel, LaunchStage::understand_run, EPROTO);
  return run;
}

// What both ways have in common, up to the last descriptors.
ReceivedGo begin(const MainPlan& plan) {
  ReceivedGo run = receive_go(plan);
  Limits limits = run.go.limits;
  // For the backstop, which knows one CPU time only: check and run have the limit each.
  if (run.go.check == CompileCheck::first) limits.kill_point *= 2;
  must(::chdir("/box") == 0, plan.channel, LaunchStage::enter_box);
  confine(plan, limits, run.go.has_ruleset ? run.fds[1].get() : -1);
  take_streams(plan, run.fds[0].get());
  return run;
}

// An exec of nothing, which the filter reports to the keeper.
void tell_keeper() { ::syscall(SYS_execve, nullptr, nullptr, nullptr); }

// Test build: the keeper isn't asked about anything.
void tell_by_channel(const MainPlan& plan) {
  if (!plan.setup.without.has(Layer::seccomp)) return;
  const InitReport report{InitReport::Kind::starting};
  must(::write(plan.channel, &report, sizeof report) == sizeof report, plan.channel,
       LaunchStage::tell_keeper);
}

}  // namespace

bool confine_server(const SlotSetup& setup) {
  if (!setup.without.has(Layer::rlimits) && !set_fixed_rlimits()) return false;
  const rlimit no_priority{0, 0};
  ::umask(022);
  return ::setrlimit(RLIMIT_NICE, &no_priority) == 0 &&
         ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 && ::personality(ADDR_NO_RANDOMIZE) >= 0 &&
         reset_signals() && ::setresgid(kInsideId, kInsideId, kInsideId) == 0 &&
         keep_server_capabilities() && drop_bounding_set() && lock_securebits() && drop_setpcap() &&
         ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         // Becoming another group has made this process undumpable: its files in proc are not its.
         ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0;
}

void prepare_main(int channel, Layers without) {
  must(::setsid() >= 0, channel, LaunchStage::new_session);
  must(become_inside(without.has(Layer::capabilities)), channel, LaunchStage::ids_and_capabilities);
  // Becoming another user made this process undumpable; an exec makes it an ordinary one again.
  must(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, channel, LaunchStage::own_proc_files);
}

static_assert(std::is_trivially_copyable_v<Go>);

bool send_go(int socket, const Go& go, const JailSpec& spec, std::span<const int> fds) {
  std::string message(reinterpret_cast<const char*>(&go), sizeof go);
  if (spec.start == Start::exec) {
    message +=
        encode(describe_run(Command{spec.executable, spec.arguments, spec.environment}, {}, {}));
  }
  return send_message(socket, message, fds);
}

void begin_exec_main(const MainPlan& plan) {
  const ReceivedGo run = begin(plan);
  const auto spec = decode_spec(run.command);
  if (!spec) fail(plan.channel, LaunchStage::understand_run, EPROTO);
  const auto arguments = pointers_to(spec->arguments);
  const auto environment = pointers_to(spec->environment);
  must(::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0, plan.channel, LaunchStage::own_descriptors);
  tell_by_channel(plan);
  if (plan.setup.without.has(Layer::close_fds)) ::dup2(1, 20);
  ::execve(spec->executable.c_str(), arguments.data(), environment.data());
  fail(plan.channel, LaunchStage::exec_runtime, errno);
}

CopiedRun begin_copied_main(const MainPlan& plan) {
  ReceivedGo received = begin(plan);
  CopiedRun run{received.go.check, {}};
  if (received.go.has_code) {
    constexpr int kCode = 3;
    must(received.fds.back().get() == kCode || ::dup2(received.fds.back().get(), kCode) >= 0,
         plan.channel, LaunchStage::hand_over_code);
    run.code = UniqueFd(kCode);
  }
  tell_by_channel(plan);
  must(::close_range(received.go.has_code ? 4 : 3, ~0U, 0) == 0, plan.channel,
       LaunchStage::no_descriptors_but_three);
  for (auto& fd : received.fds) static_cast<void>(fd.release());
  if (plan.setup.without.has(Layer::close_fds)) ::dup2(1, 20);
  if (!plan.setup.without.has(Layer::seccomp)) tell_keeper();
  return run;
}

void end_compile_check() { tell_keeper(); }

}  // namespace assize
