// What happens inside a run, from the clone of its init to the exec of the submission.
//
// The launch of a run, in order. K is the keeper's id on the host, R the run's; in the run's user
// namespace only R has a name, 1000.
//
//   keeper   clone3: user, pid, mount, ipc, uts namespaces, into the run's v2 group
//            (the net namespace is the slot's: empty, without loopback, owned by another user
//            namespace)
//   keeper   writes uid_map and gid_map, releases the barrier
//   init     pins itself, enters the v1 groups, unshares the cgroup namespace, mounts its own proc,
//            makes the Landlock rules for what may be read
//            -- prepared: everything above happens while the slot's earlier run is still running --
//   keeper   sets the limits of the group, sends the JailSpec on
//   init     mounts the two tmpfs (and lets Landlock write to them), writes the submission's files,
//            forks the main process
//   main     sets rlimits, gives up ids and capabilities, enters Landlock, loads the filter last;
//            init, which shares its descriptor table until the exec, sends the filter's listener to
//            the keeper
//   main     execs: the filter reports the first exec, the keeper starts the clocks and lets it
//            pass. By template that exec is one of nothing: the keeper starts the clocks and denies
//            it, and main returns into the interpreter of which it is a copy
//   init     waits, reports how main ended, and stays until the keeper kills it
//
// Init keeps the id K, which has no name in the run's namespace, and isn't dumpable: the submission
// can neither signal nor trace it. When it is killed, the kernel kills all that is in its pid
// namespace.
#include "judge/jail/inside.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "judge/core/errors.h"
#include "judge/jail/landlock.h"
#include "judge/jail/message.h"

namespace assize {

namespace {

constexpr const char* kHostName = "assize";
constexpr ::time_t kFileTime = 1577836800;  // 2020-01-01T00:00:00Z: what every file of a run says

// By write(2), which the filter allows: a stage can fail after it was loaded.
[[noreturn]] void fail(int channel, const char* stage, int error) {
  InitReport report{InitReport::Kind::failed, error, 0, {}};
  std::strncpy(report.stage, stage, sizeof report.stage - 1);
  const ssize_t written = ::write(channel, &report, sizeof report);
  ::_exit(written == sizeof report ? 120 : 121);
}

void must(bool success, int channel, const char* stage) {
  if (!success) fail(channel, stage, errno);
}

void report(int channel, InitReport::Kind kind, int value, std::span<const int> fds = {},
            std::uint64_t resident = 0) {
  const InitReport report{kind, value, resident, {}};
  send_message(channel, {reinterpret_cast<const char*>(&report), sizeof report}, fds);
}

bool mount_proc(const SlotSetup& setup) {
  const bool whole = setup.rules.whole_proc || setup.without.has(Layer::proc_subset);
  const char* options = whole ? "hidepid=invisible" : "hidepid=invisible,subset=pid";
  return ::mount("proc", "/proc", "proc", MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, options) ==
         0;
}

bool mount_scratch(const char* path, const Limits& limits, bool limited) {
  char options[160];
  const int length = limited ? std::snprintf(options, sizeof options,
                                             "mode=0700,uid=1000,gid=1000,size=%llu,nr_inodes=%u",
                                             static_cast<unsigned long long>(limits.scratch.count),
                                             limits.scratch_inodes)
                             : std::snprintf(options, sizeof options,
                                             "mode=0700,uid=1000,gid=1000,size=0,nr_inodes=0");
  return length > 0 &&
         ::mount("tmpfs", path, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, options) == 0;
}

bool make_parents(const std::string& path) {
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
    if (::mkdir(path.substr(0, slash).c_str(), 0755) != 0 && errno != EEXIST) return false;
  return true;
}

bool set_time(const std::string& path) {
  const std::array<timespec, 2> times{timespec{kFileTime, 0}, timespec{kFileTime, 0}};
  return ::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0;
}

// Puts the submission's files into /box, as the run's own.
bool write_box(const std::vector<BoxFile>& files, int payload) {
  ::setfsuid(kInsideId);
  ::setfsgid(kInsideId);
  off_t offset = 0;
  for (const auto& file : files) {
    if (!make_parents(file.path)) return false;
    const UniqueFd fd(::open(file.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!fd) return false;
    std::vector<char> buffer(std::min<std::uint64_t>(file.size, 1U << 20U));
    for (std::uint64_t left = file.size; left > 0;) {
      const ssize_t length =
          ::pread(payload, buffer.data(), std::min<std::uint64_t>(left, buffer.size()), offset);
      if (length <= 0 ||
          ::write(fd.get(), buffer.data(), static_cast<std::size_t>(length)) != length)
        return false;
      offset += length;
      left -= static_cast<std::uint64_t>(length);
    }
    if (!set_time(file.path)) return false;
  }
  return true;
}

bool set_limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  rlimit now{};
  if (::getrlimit(resource, &now) != 0) return false;
  // An ordinary user can't raise a hard limit; the host's own is then the stricter one.
  const rlimit wanted{std::min(soft, std::min(hard, now.rlim_max)), std::min(hard, now.rlim_max)};
  return ::setrlimit(resource, &wanted) == 0;
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
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) return false;
  if (::prctl(PR_SET_SECUREBITS,
              SECBIT_NOROOT | SECBIT_NOROOT_LOCKED | SECBIT_NO_SETUID_FIXUP_LOCKED |
                  SECBIT_NO_CAP_AMBIENT_RAISE | SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED,
              0, 0, 0) != 0)
    return false;
  return ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0;
}

bool clear_capability_sets() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
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

bool pin_to(std::uint32_t core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

bool raise_oom_score() {
  const UniqueFd fd(::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), "1000", 4) == 4;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void exec_runtime(const InitPlan& plan, const JailSpec& spec,
                               const std::vector<char*>& arguments,
                               const std::vector<char*>& environment) {
  ::execve(spec.executable.c_str(), arguments.data(), environment.data());
  fail(plan.channel, "exec the runtime", errno);
}

// What main has been given to talk to init, with which it shares the descriptor table by exec.
struct MainEnds {
  int to_init;    // the number of the listener, then a word that init may close its ends
  int from_init;  // by template: a word that init has its copy of the listener
};

// The main process, until the submission is to begin. `ruleset` is -1 where there is no Landlock.
void be_main(const InitPlan& plan, const JailSpec& spec, int stdin_fd, MainEnds ends, int ruleset) {
  const int channel = plan.channel;
  const Layers without = plan.setup.without;
  must(::setsid() >= 0, channel, "new session");
  must(::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0, channel, "huge pages off");
  must(::personality(ADDR_NO_RANDOMIZE) >= 0, channel, "fixed addresses");
  must(without.has(Layer::rlimits) || set_rlimits(spec.limits), channel, "rlimits");
  ::umask(022);
  // A template has the actions that the interpreter sets at its start.
  must(plan.of_template || reset_signals(), channel, "signals");
  must(become_inside(without.has(Layer::capabilities)), channel, "ids and capabilities");
  must(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, channel, "no_new_privs");
  must(ruleset < 0 || restrict_self(ruleset), channel, "landlock");
  // Becoming another user made this process undumpable; an exec makes it an ordinary one again.
  must(!plan.of_template || ::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == 0, channel, "own proc files");

  int listener = -1;
  if (!without.has(Layer::seccomp)) {
    listener = load_filter(plan.setup.rules.filter);
    if (listener < 0) fail(channel, "seccomp filter", errno);
  }
  // From here on the filter decides what is left to do: dup2, close_range, write, execve.
  // The three standard streams go into a table of this process's own; init keeps the shared one.
  const auto tell_init = [&] {
    return ::write(ends.to_init, &listener, sizeof listener) == sizeof listener;
  };
  must(tell_init(), channel, "tell init of the listener");
  if (plan.of_template) {  // its table is its own already
    char taken = 0;
    must(::read(ends.from_init, &taken, 1) == 1, channel, "hand over the listener");
  } else {
    must(::close_range(3, ~0U, CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC) == 0, channel,
         "own descriptors");
  }
  must(tell_init(), channel, "let init close its ends");  // only now it may
  must(::dup2(stdin_fd, 0) >= 0 && ::dup2(plan.output, 1) >= 0 && ::dup2(plan.error_output, 2) >= 0,
       channel, "standard streams");
  if (plan.of_template) must(::close_range(3, ~0U, 0) == 0, channel, "no descriptors but three");
  if (without.has(Layer::close_fds)) ::dup2(1, 20);
  if (plan.of_template && listener >= 0) ::syscall(SYS_execve, nullptr, nullptr, nullptr);
}

void report_end(int channel, int status, const rusage& usage) {
  const auto resident = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
  if (WIFEXITED(status))
    report(channel, InitReport::Kind::exited, WEXITSTATUS(status), {}, resident);
  if (WIFSIGNALED(status))
    report(channel, InitReport::Kind::signalled, WTERMSIG(status), {}, resident);
}

// Waits for the main process and tells the keeper how it ended. Init is also the parent of every
// orphan of the run; it waits for them too, and stays until it is killed.
[[noreturn]] void wait_for_main(int channel, ::pid_t main) {
  while (true) {
    int status = 0;
    rusage usage{};
    const ::pid_t ended = ::wait4(-1, &status, 0, &usage);
    if (ended == main) report_end(channel, status, usage);
    if (ended < 0 && errno == ECHILD)
      while (true) ::pause();
  }
}

// The number that main writes, or an end of init if main died before it could.
int hear_from_main(int channel, int from_main, int main_pidfd, ::pid_t main) {
  std::array<pollfd, 2> sources{pollfd{from_main, POLLIN, 0}, pollfd{main_pidfd, POLLIN, 0}};
  while (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
  }
  int number = -1;
  if ((sources[0].revents & POLLIN) != 0 &&
      ::read(from_main, &number, sizeof number) == sizeof number)
    return number;
  wait_for_main(channel, main);
}

// Init is a fork of the keeper: what it doesn't need is closed, above all the other runs' ends.
void close_all_but(std::array<int, 3> kept) {
  std::sort(kept.begin(), kept.end());
  unsigned from = 3;
  for (const int fd : kept) {
    if (static_cast<unsigned>(fd) > from) ::close_range(from, static_cast<unsigned>(fd) - 1, 0);
    from = static_cast<unsigned>(fd) + 1;
  }
  ::close_range(from, ~0U, 0);
}

// Main is a process of its own, so its descriptor is fetched.
int fetch_listener(int main_pidfd, int number) {
  return number < 0 ? -1 : static_cast<int>(::syscall(SYS_pidfd_getfd, main_pidfd, number, 0));
}

}  // namespace

bool give_up_capabilities() { return drop_capabilities() && clear_capability_sets(); }

long clone_to_init(const SlotSetup& setup, int target, bool sibling, int& pidfd) {
  clone_args args{};
  args.flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_PIDFD;
  if (!setup.without.has(Layer::pid_namespace)) args.flags |= CLONE_NEWPID;
  if (!setup.without.has(Layer::ipc_namespace)) args.flags |= CLONE_NEWIPC;
  if (!setup.without.has(Layer::uts_namespace)) args.flags |= CLONE_NEWUTS;
  // Test build: capabilities are worth something only over a network of the run's own.
  if (setup.without.has(Layer::capabilities) && !setup.without.has(Layer::net_namespace))
    args.flags |= CLONE_NEWNET;
  if (target >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<__u64>(target);
  }
  if (sibling) {
    args.flags |= CLONE_PARENT;  // its exit signal is then that of the caller
  } else {
    args.exit_signal = SIGCHLD;
  }
  args.pidfd = reinterpret_cast<__u64>(&pidfd);
  return ::syscall(SYS_clone3, &args, sizeof args);
}

void be_init(const InitPlan& plan) {
  const int channel = plan.channel;
  const Layers without = plan.setup.without;
  // The barrier: the keeper sends one byte once the id maps are there. Until then this process must
  // be dumpable: its files in proc belong to the keeper only as long as it is.
  char go = 0;
  must(::recv(channel, &go, 1, 0) == 1, channel, "barrier");
  must(raise_oom_score(), channel, "oom_score_adj");
  must(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, channel, "undumpable init");
  // The keeper may be ahead of others (keeper_main.cpp); its runs are not.
  const int nice = ::getpriority(PRIO_PROCESS, 0);
  must(nice >= 0 || ::setpriority(PRIO_PROCESS, 0, 0) == 0, channel, "ordinary priority");
  // Before the first page is charged: memory is charged in batches per CPU, so that a run that
  // used two would have a batch more on its account.
  must(pin_to(plan.setup.core), channel, "pin to a CPU");
  must(enter_groups(plan.groups, plan.group), channel, "enter the cgroup");
  close_all_but({channel, plan.output, plan.error_output});
  must(::unshare(CLONE_NEWCGROUP) == 0, channel, "cgroup namespace");
  if (!without.has(Layer::uts_namespace))
    must(::sethostname(kHostName, std::strlen(kHostName)) == 0 &&
             ::setdomainname("(none)", std::strlen("(none)")) == 0,
         channel, "host name");
  if (!without.has(Layer::pid_namespace))
    must(mount_proc(plan.setup), channel, "mount the run's proc");
  UniqueFd ruleset;
  const int landlock = without.has(Layer::landlock) ? 0 : plan.setup.landlock_abi;
  if (landlock > 0) {
    ruleset = make_ruleset(landlock);
    must(ruleset && allow_reading(ruleset.get(), plan.setup.view), channel, "landlock rules");
  }

  const auto received = receive_message(channel);
  must(received.has_value(), channel, "receive the run");
  if (received->message.empty()) ::_exit(0);  // the keeper has no further run
  const auto spec = decode_spec(received->message);
  if (!spec || received->descriptors.size() != 2) fail(channel, "understand the run", EPROTO);
  const bool by_exec = spec->start == Start::exec;
  if (!by_exec && !plan.of_template) fail(channel, "run without a template", EPROTO);

  if (!without.has(Layer::fresh_run)) {
    const bool limited = !without.has(Layer::tmpfs_limits);
    must(mount_scratch("/tmp", spec->limits, limited), channel, "mount /tmp");
    must(mount_scratch("/box", spec->limits, limited), channel, "mount /box");
  }
  must(!ruleset || allow_scratch(ruleset.get(), landlock), channel, "landlock rules");
  must(::chdir("/box") == 0, channel, "enter /box");
  must(write_box(spec->files, received->descriptors[1].get()), channel, "write the submission");
  if (!without.has(Layer::fresh_run))
    must(set_time(".") && set_time("/tmp"), channel, "set file times");
  must(::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0, channel, "undumpable init");

  std::array<int, 2> from_main{};
  std::array<int, 2> to_main{};
  must(::pipe2(from_main.data(), O_CLOEXEC) == 0, channel, "pipe from main");
  must(by_exec || ::pipe2(to_main.data(), O_CLOEXEC) == 0, channel, "pipe to main");
  const auto arguments = pointers_to(spec->arguments);
  const auto environment = pointers_to(spec->environment);
  // By template it is the C library's fork: what it knows of its thread must be true in the copy.
  int main_pidfd = -1;
  const auto main = by_exec
                        ? static_cast<::pid_t>(::syscall(
                              SYS_clone, CLONE_FILES | CLONE_PIDFD | SIGCHLD, 0, &main_pidfd, 0, 0))
                        : ::fork();
  must(main >= 0, channel, "fork");
  if (main == 0) {
    InitPlan own = plan;
    own.of_template = !by_exec;
    be_main(own, *spec, received->descriptors[0].get(), {from_main[1], to_main[0]}, ruleset.get());
    if (by_exec) exec_runtime(plan, *spec, arguments, environment);
    return;
  }
  if (!by_exec) main_pidfd = static_cast<int>(::syscall(SYS_pidfd_open, main, 0));

  int listener = hear_from_main(channel, from_main[0], main_pidfd, main);
  if (!by_exec) {
    const bool has_filter = listener >= 0;
    listener = fetch_listener(main_pidfd, listener);
    must(!has_filter || listener >= 0, channel, "fetch the listener");
    must(::write(to_main[1], "t", 1) == 1, channel, "wake main");
  }
  if (listener >= 0) {
    report(channel, InitReport::Kind::listener, 0, std::array{listener});
  } else {
    report(channel, InitReport::Kind::starting, 0);
  }
  hear_from_main(channel, from_main[0], main_pidfd, main);
  // The keeper sees the end of the output when the run's own descriptors are gone.
  ::close(plan.output);
  ::close(plan.error_output);
  if (listener >= 0) ::close(listener);
  must(clear_capability_sets(), channel, "init's capabilities");
  wait_for_main(channel, main);
}

}  // namespace assize
