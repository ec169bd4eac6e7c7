#include "judge/jail/main_process.h"

#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
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

#include "judge/jail/landlock.h"
#include "judge/jail/message.h"
#include "judge/jail/stage.h"

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

bool set_rlimits(const Limits& limits) {
  const auto same = [](__rlimit_resource resource, rlim_t value) {
    return set_limit(resource, value, value);
  };
  // A backstop: the keeper ends the run much earlier, from the cgroup's count.
  const auto cpu = std::chrono::ceil<std::chrono::seconds>(limits.kill_point).count() + 2;
  // Where core files are piped to a program (core(5)), the kernel starts it on the host, as root,
  // whatever the limit: a limit of 0 only stops those that are files. 1 is the one at which it
  // doesn't (fs/coredump.c: meant for crashes of that program itself), and too small for a file.
  // The filter keeps it from being lowered.
  return same(RLIMIT_CORE, 1) && same(RLIMIT_CPU, static_cast<rlim_t>(cpu)) &&
         same(RLIMIT_FSIZE, limits.file_size.count) && same(RLIMIT_NOFILE, limits.open_files) &&
         same(RLIMIT_AS, limits.address_space.count) && same(RLIMIT_MEMLOCK, 0) &&
         same(RLIMIT_MSGQUEUE, 0) && set_limit(RLIMIT_STACK, limits.stack.count, RLIM_INFINITY);
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

bool drop_capabilities() {
  int capability = 0;
  while (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) ++capability;
  if (capability == 0 || errno != EINVAL) return false;  // EINVAL: this kernel has no further ones
  if (::prctl(PR_SET_SECUREBITS,
              SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED |
                  SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
              0, 0, 0) != 0)
    return false;
  return ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0;
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
  if (!keep && !drop_capabilities()) return false;
  // Rootless, the kernel has setgroups(2) denied in the namespace; as root there is no group to
  // keep.
  if (::setgroups(0, nullptr) != 0 && errno != EPERM) return false;
  if (::setresgid(kInsideId, kInsideId, kInsideId) != 0) return false;
  if (::setresuid(kInsideId, kInsideId, kInsideId) != 0) return false;
  return keep ? keep_capabilities() : clear_capability_sets();
}

int load_filter(const std::string& filter) {
  sock_fprog program{};
  program.len = static_cast<unsigned short>(filter.size() / sizeof(sock_filter));
  program.filter = reinterpret_cast<sock_filter*>(const_cast<char*>(filter.data()));
  const auto load = [&](unsigned flags) {
    return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
  };
  // From 5.19 on a call that the keeper has seen can only be interrupted by the end of the process.
  constexpr unsigned kWaitKillable = 1U << 5U;  // SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
  const int listener = load(SECCOMP_FILTER_FLAG_NEW_LISTENER | kWaitKillable);
  return listener >= 0 || errno != EINVAL ? listener : load(SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

void become_run(int channel, Layers without) {
  must(::setsid() >= 0, channel, "new session");
  must(become_inside(without.has(Layer::capabilities)), channel, "ids and capabilities");
  must(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, channel, "no_new_privs");
}

// The limits, Landlock, and at last the filter, of which it tells init. From there on the filter
// decides what is left to do: dup2, close_range, read, write, execve.
int confine(const MainPlan& plan, const Limits& limits) {
  const Layers without = plan.setup.without;
  must(without.has(Layer::rlimits) || set_rlimits(limits), plan.channel, "rlimits");
  must(plan.ruleset < 0 || restrict_self(plan.ruleset), plan.channel, "landlock");
  int listener = -1;
  if (!without.has(Layer::seccomp)) {
    listener = load_filter(plan.setup.rules.filter);
    if (listener < 0) fail(plan.channel, "seccomp filter", errno);
  }
  must(::write(plan.to_init, &listener, sizeof listener) == sizeof listener, plan.channel,
       "tell init of the listener");
  return listener;
}

void take_streams(const MainPlan& plan) {
  must(::dup2(plan.input, 0) >= 0 && ::dup2(plan.output, 1) >= 0 &&
           ::dup2(plan.error_output, 2) >= 0,
       plan.channel, "standard streams");
}

// An exec of nothing, which the filter reports to the keeper.
void tell_keeper() { ::syscall(SYS_execve, nullptr, nullptr, nullptr); }

}  // namespace

bool give_up_capabilities() { return drop_capabilities() && clear_capability_sets(); }

void exec_main(const MainPlan& plan, const JailSpec& spec) {
  const int channel = plan.channel;
  const auto arguments = pointers_to(spec.arguments);
  const auto environment = pointers_to(spec.environment);
  must(::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0, channel, "huge pages off");
  must(::personality(ADDR_NO_RANDOMIZE) >= 0, channel, "fixed addresses");
  ::umask(022);
  must(reset_signals(), channel, "signals");
  become_run(channel, plan.setup.without);
  confine(plan, spec.limits);
  // The three standard streams go into a table of this process's own; init keeps the shared one.
  must(::close_range(3, ~0U, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC) == 0, channel,
       "own descriptors");
  const int done = 0;
  must(::write(plan.to_init, &done, sizeof done) == sizeof done, channel,
       "let init close its ends");
  take_streams(plan);
  if (plan.setup.without.has(Layer::close_fds)) ::dup2(1, 20);
  ::execve(spec.executable.c_str(), arguments.data(), environment.data());
  fail(channel, "exec the runtime", errno);
}

void prepare_copied_main(int channel, Layers without) {
  become_run(channel, without);
  // Becoming another user made this process undumpable; an exec makes it an ordinary one again.
  must(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, channel, "own proc files");
}

static_assert(std::is_trivially_copyable_v<Go>);

bool send_go(int socket, const Go& go, std::span<const int> fds) {
  return send_message(socket, {reinterpret_cast<const char*>(&go), sizeof go}, fds);
}

CopiedRun begin_copied_main(MainPlan plan) {
  auto received = receive_message(plan.to_init);
  if (!received || received->message.empty()) ::_exit(0);  // there is no run for this process
  Go go;
  if (received->message.size() != sizeof go) fail(plan.channel, "understand the run", EPROTO);
  std::memcpy(&go, received->message.data(), sizeof go);
  auto& fds = received->descriptors;
  if (fds.size() != 1U + static_cast<unsigned>(go.has_ruleset) + static_cast<unsigned>(go.has_code))
    fail(plan.channel, "understand the run", EPROTO);
  plan.input = fds[0].get();
  plan.ruleset = go.has_ruleset ? fds[1].get() : -1;
  CopiedRun run{go.check, {}};
  // For the backstop, which knows one CPU time only: check and run have the limit each.
  if (go.check == CompileCheck::first) go.limits.kill_point *= 2;
  must(::chdir("/box") == 0, plan.channel, "enter /box");

  const int listener = confine(plan, go.limits);
  take_streams(plan);
  // Until the keeper has answered, init takes the listener out of this process's table.
  if (listener >= 0) tell_keeper();
  if (go.has_code) {
    constexpr int kCode = 3;
    must(fds.back().get() == kCode || ::dup2(fds.back().get(), kCode) >= 0, plan.channel,
         "hand over the code");
    run.code = UniqueFd(kCode);
  }
  must(::close_range(go.has_code ? 4 : 3, ~0U, 0) == 0, plan.channel, "no descriptors but three");
  for (auto& fd : fds) static_cast<void>(fd.release());
  if (plan.setup.without.has(Layer::close_fds)) ::dup2(1, 20);
  return run;
}

void end_compile_check() { tell_keeper(); }

}  // namespace assize
