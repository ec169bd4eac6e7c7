// assize-jail: the keeper of one slot. Started by the worker (keeper.h), never by a person.
//
// It is two processes. The outer one stays what the operator is; it makes the slot's namespaces,
// waits, and afterwards removes the slot's cgroups. It never hears of a submission. The inner one
// is the keeper: pid 1 of the slot's pid namespace, an id of its own, the jail's root as its root,
// all capabilities in the user namespace of the slot's runs and none outside. It takes one JailSpec
// after the other from the worker's socket, descriptor 3.
//
// The outer process also holds the slot's lock (descriptor 5) until all of this is done.
//
// If the worker dies, its socket and its lifeline (descriptor 4) close: the keeper ends, the kernel
// kills everything in its pid namespace, and the outer process removes the cgroups. If the keeper
// dies, the same.
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "judge/core/errors.h"
#include "judge/jail/fork_server.h"
#include "judge/jail/inside.h"
#include "judge/jail/message.h"
#include "judge/jail/root_view.h"
#include "judge/jail/stage.h"
#include "judge/jail/supervision.h"

namespace assize {

namespace {

constexpr int kWorker = 3;
constexpr int kLifeline = 4;
constexpr int kLock = 5;

// On a busy host the one who ends a run in time comes first: the keeper, as long as a submission
// runs, and nobody else. At all other times it makes and clears away what the kernel has to clean
// up after, and must not be ahead of that.
constexpr int kAheadNice = -10;
constexpr rlim_t kMayBeAhead = 20 - kAheadNice;  // RLIMIT_NICE, see getrlimit(2)

class AheadOfOthers {
 public:
  AheadOfOthers() { ::setpriority(PRIO_PROCESS, 0, kAheadNice); }  // not every user may
  ~AheadOfOthers() { ::setpriority(PRIO_PROCESS, 0, usual_); }
  AheadOfOthers(const AheadOfOthers&) = delete;
  AheadOfOthers& operator=(const AheadOfOthers&) = delete;

 private:
  static inline const int usual_ = ::getpriority(PRIO_PROCESS, 0);
};

#ifdef ASSIZE_TEST_JAIL
constexpr bool kMayWeaken = true;
#else
constexpr bool kMayWeaken = false;
#endif

struct Slot {
  SlotSetup setup;
  SlotGroups groups;
  UniqueFd template_object;
};

[[noreturn]] void refuse(const char* stage, int error) {
  send_message(kWorker, encode(LaunchFailure{0, stage, error}));
  ::_exit(1);
}

Slot receive_slot() {
  auto received = receive_message(kWorker);
  if (!received || received->message.empty()) ::_exit(0);
  auto setup = decode_setup(received->message);
  if (!setup || received->descriptors.size() != setup->descriptors())
    refuse("understand the slot's setup", EPROTO);
  if (!kMayWeaken && setup->without.bits != 0) refuse("refuse a weakened jail", EPERM);
  SlotGroups groups = take_groups(setup->cgroups, received->descriptors);
  Slot slot{std::move(*setup), std::move(groups), {}};
  if (slot.setup.interpreter.is_there())
    slot.template_object = std::move(received->descriptors.back());
  return slot;
}

void write_file(const std::string& path, const std::string& text, const char* stage) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    refuse(stage, errno);
}

// The user namespace of the slot's runs, below the slot's own: it owns what a run's other
// namespaces are made of, but neither the root of the jail nor the network. The run's id is the
// only one that has a name in it. It is made once: it holds nothing that a run without capabilities
// could change. Its maps are written by a child that stays in the slot's.
void enter_user_namespace_of_runs(const SlotSetup& setup) {
  std::array<int, 2> made{};
  if (::pipe2(made.data(), O_CLOEXEC) != 0) refuse("pipe", errno);
  const ::pid_t child = ::fork();
  if (child < 0) refuse("fork for the maps", errno);
  if (child == 0) {
    char go = 0;
    if (::read(made[0], &go, 1) != 1) ::_exit(1);
    std::string map = std::to_string(kInsideId) + " 1 1\n";
    const bool rootless = setup.ids.rootless();
    // Test build: whose id has no name in it can't make a user namespace for a run.
    if (setup.without.has(Layer::capabilities) && !rootless) map += "0 0 1\n";
    if (rootless) write_file("/proc/1/setgroups", "deny", "deny setgroups to runs");
    write_file("/proc/1/gid_map", map, "map the runs' group");
    write_file("/proc/1/uid_map", map, "map the runs' id");
    ::_exit(0);
  }
  if (::unshare(CLONE_NEWUSER) != 0) refuse("make the runs' user namespace", errno);
  if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) refuse("own proc files", errno);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) refuse("parent death signal", errno);
  if (::write(made[1], "g", 1) != 1) refuse("map the runs' ids", errno);
  int status = 0;
  if (::waitpid(child, &status, 0) != child || status != 0) ::_exit(1);  // it has said why
  ::close(made[0]);
  ::close(made[1]);
}

// Kept by the kernel (namespaces(7), /proc/sys/user): see kMostNamespaces.
void bound_namespaces() {
  for (const char* kind : {"pid", "mnt", "ipc"})
    write_file(std::string("/proc/sys/user/max_") + kind + "_namespaces",
               std::to_string(kMostNamespaces), "bound the namespaces of a slot");
}

constexpr const char* kHostName = "assize";

// Preparing takes about as long as a short run: as long as the worker has nothing to say, two are
// kept ahead.
constexpr std::size_t kPrepared = 2;

// The inits of runs that are over end together: the end of a mount namespace interrupts all busy
// CPUs, and several at a time do that once (docs/decisions/0014).
constexpr std::size_t kEndTogether = 6;
constexpr Bytes kWorthEnding = mib(32);  // of such a run, what is in its tmpfs isn't kept so long

// Inits that have been told to end and haven't yet.
constexpr std::size_t kMostOver = 32;

// The slot's runs: those that are prepared, what makes the next one, and those that are over, whose
// inits are ending.
struct Runs {
  const Slot& slot;
  const ForkServer& plain;
  const ForkServer* its_template;  // or null
  const RunPipes& pipes;
  GroupPool groups = GroupPool(slot.groups);
  ReadableTops readable = ReadableTops(slot.setup.view, pipes.directory());
  std::deque<PreparedRun> prepared = {};  // by template, where the slot has one
  std::deque<PreparedRun> over = {};
  std::size_t unended = 0;  // of those, whose inits haven't been told to end
  bool busy = false;        // runs follow each other without a pause

  // Those but the last, which is the one that runs, whose end needn't be waited for.
  void clear_ended() {
    while (over.size() > 1 && (over.front().init() < 0 || over.front().has_died()))
      over.pop_front();
  }
  void end_inits() {
    for (const auto& run : over) run.end_init();
    unended = 0;
  }
  PreparedRun prepare(const ForkServer& server) {
    // Where ending lags behind, the slot waits for it.
    while (over.size() > kMostOver) {
      if (over.front().init() >= 0 && !over.front().wait_for_end(kEndDeadline))
        throw JudgeError("end a run in time", ETIMEDOUT, "a run's processes don't end");
      over.pop_front();
    }
    return {slot.setup, groups, readable, pipes, server};
  }
  const ForkServer& usual() const { return its_template == nullptr ? plain : *its_template; }
  void prepare_one() { prepared.push_back(prepare(usual())); }
  // The next run: a prepared one that waits, if it is to start as these do.
  PreparedRun take(Start start) {
    if (start == Start::exec && its_template != nullptr) return prepare(plain);
    // One that died while it waited (the host's OOM killer takes it first) is nobody's fault.
    while (!prepared.empty() && prepared.front().has_died()) prepared.pop_front();
    if (prepared.empty()) prepare_one();
    PreparedRun run = std::move(prepared.front());
    prepared.pop_front();
    return run;
  }
};

bool has_message(int socket) {
  pollfd source{socket, POLLIN, 0};
  return ::poll(&source, 1, 0) != 0;
}

// Until the worker has something to say the runs that are over are cleared away. The next ones are
// prepared before: while a run goes on nothing else is done (see filter_listener.h), and its end is
// noticed at once.
void wait_for_worker(Runs& runs) {
  runs.clear_ended();
  if (runs.prepared.empty()) runs.prepare_one();
  while (runs.prepared.size() < kPrepared && !has_message(kWorker)) runs.prepare_one();
  runs.busy = has_message(kWorker);
  if (runs.busy) return;
  runs.end_inits();
  while (!runs.over.empty()) {
    const int init = runs.over.front().init();  // -1: it has been waited for
    std::array<pollfd, 2> sources{pollfd{kWorker, POLLIN, 0}, pollfd{init, POLLIN, 0}};
    if (init >= 0 && ::poll(sources.data(), sources.size(), -1) < 0) continue;
    if (sources[0].revents != 0) return;
    runs.over.pop_front();
  }
}

bool has_descriptors_for(const JailSpec& spec, std::size_t count) {
  const std::size_t least = spec.forwards ? 3 : 2;
  return count >= least && count <= least + (spec.start == Start::by_template ? 1U : 0U);
}

void give_pipe(const Runs& runs) {
  const PipeEnds pipe = runs.pipes.for_input();
  send_message(kWorker, encode_pipe(), std::array{pipe.reader.get(), pipe.writer.get()});
}

bool start_supervised(const Slot& slot, Runs& runs, Received& received) {
  const auto spec = decode_spec(received.message);
  if (!spec || !has_descriptors_for(*spec, received.descriptors.size())) {
    send_message(kWorker, encode(LaunchFailure{0, "understand the run", EPROTO}));
    return false;
  }
  UniqueFd pipe;
  if (spec->forwards) {
    pipe = std::move(received.descriptors.back());
    received.descriptors.pop_back();
  }
  std::vector<int> descriptors;
  for (const auto& fd : received.descriptors) descriptors.push_back(fd.get());
  if (spec->start == Start::by_template && runs.its_template == nullptr) {
    send_message(kWorker, encode(LaunchFailure{spec->run, "run without a template", EPROTO}));
    return false;
  }
  PreparedRun& run = runs.over.emplace_back(runs.take(spec->start));

  RunSupervisor supervisor(run, *spec, slot.setup, kWorker, std::move(pipe));
  std::optional<LaunchFailure> failure = supervisor.start(received.message, descriptors);
  if (!failure) {
    auto result = [&] {
      const AheadOfOthers ahead;
      return supervisor.finish();
    }();
    if (const auto* done = std::get_if<SupervisedRun>(&result)) {
      std::vector<int> files;
      for (const auto& file : done->files) files.push_back(file.get());
      const bool sent = send_message(kWorker, encode(spec->run, done->record, done->yield), files);
      const bool later = runs.busy && ++runs.unended < kEndTogether;
      if (!later || done->record.memory_peak > kWorthEnding) runs.end_inits();
      return sent;
    }
    failure = std::get<LaunchFailure>(result);
  }
  if (!run.kill_and_wait() && failure->error != ETIMEDOUT)
    failure = LaunchFailure{spec->run, "end the run's processes in time", ETIMEDOUT};
  return send_message(kWorker, encode(*failure));
}

[[noreturn]] void be_keeper(Slot& slot, int barrier) {
  char go = 0;
  if (::read(barrier, &go, 1) != 1) ::_exit(1);
  ::close(barrier);
  ::close(kLifeline);
  ::close(kLock);
  // In the slot's user namespace the keeper is 0 as root, and runs are 1; rootless both are 1.
  const ::uid_t id = slot.setup.ids.rootless() ? 1 : 0;
  if (!slot.setup.ids.rootless() && ::setgroups(0, nullptr) != 0) refuse("drop groups", errno);
  if (::setresgid(id, id, id) != 0 || ::setresuid(id, id, id) != 0)
    refuse("become the keeper", errno);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) refuse("parent death signal", errno);
  if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) refuse("own proc files", errno);
  // With all that is the slot's on one CPU nothing has to be told to another one: not that somebody
  // may run there, nor that a page is gone. That is a sixth of what a short run costs. And memory
  // is charged in batches per CPU: a run that used two would have a batch more on its account.
  if (!pin_to(slot.setup.core)) refuse("pin the slot to a CPU", errno);
  ::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr, 0, 0, 0);  // ENOSYS without keyrings
  std::vector<std::string> shared;
  if (const auto error = enter_root_view(slot.setup, shared)) refuse(error.stage, error.error);
  may_hang("put up the root");
  if (!slot.setup.without.has(Layer::uts_namespace) &&
      (::sethostname(kHostName, std::strlen(kHostName)) != 0 ||
       ::setdomainname("(none)", std::strlen("(none)")) != 0))
    refuse("host name", errno);
  try {
    const RunPipes pipes(slot.setup);  // mounts, which whoever is in the runs' namespace may not
    enter_user_namespace_of_runs(slot.setup);
    bound_namespaces();
    std::optional<ForkServer> its_template;
    if (slot.setup.interpreter.is_there())
      its_template = ForkServer::of_template(slot.setup, slot.groups, slot.template_object);
    slot.template_object.reset();
    ForkServer plain = ForkServer::plain(slot.setup, slot.groups);
    plain.wait_until_ready();
    if (its_template) its_template->wait_until_ready();
    Runs runs{slot, plain, its_template ? &*its_template : nullptr, pipes};
    while (runs.prepared.size() < kPrepared) runs.prepare_one();
    send_message(kWorker, encode_ready(shared));
    while (true) {
      wait_for_worker(runs);
      auto received = receive_message(kWorker);
      if (!received || received->message.empty()) break;
      if (type_of(received->message) == MessageType::pipe_wanted)
        give_pipe(runs);
      else
        start_supervised(slot, runs, *received);
    }
  } catch (const JudgeError& error) {
    refuse(error.stage().c_str(), error.error());
  } catch (const std::exception& error) {
    refuse(error.what(), 0);
  }
  ::_exit(0);
}

void map_ids(::pid_t keeper, const SlotIds& ids) {
  const std::string proc = "/proc/" + std::to_string(keeper) + "/";
  std::string map;
  std::string groups;
  if (ids.rootless()) {
    map = "1 " + std::to_string(ids.keeper) + " 1\n";
    groups = "1 " + std::to_string(::getegid()) + " 1\n";
    write_file(proc + "setgroups", "deny", "deny setgroups");
  } else {
    map = "0 " + std::to_string(ids.keeper) + " 1\n1 " + std::to_string(ids.run) + " 1\n";
    groups = map;
  }
  write_file(proc + "gid_map", groups, "map the keeper's groups");
  write_file(proc + "uid_map", map, "map the keeper's ids");
}

// The keeper sits in a leaf of the slot's own v2 subtree: to put a process into a group, one must
// be allowed to write to the nearest common ancestor, and that is then the slot's directory.
void place_keeper(const SlotGroups& groups, ::pid_t keeper) {
  if (!groups.unified) return;
  if (!write_small_file(groups.unified.get(), "keeper/cgroup.procs", std::to_string(keeper)))
    refuse("put the keeper into its cgroup", errno);
  if (groups.layout.unified_memory &&
      !write_small_file(groups.unified.get(), "cgroup.subtree_control", "+memory +pids"))
    refuse("enable the memory and pids controllers", errno);
}

int run_outer() {
#ifdef ASSIZE_TEST_JAIL
  std::array<char, 4096> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  const std::string path(self.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  read_hang(path.substr(0, path.rfind('/')));
#endif
  ::signal(SIGPIPE, SIG_IGN);
  // The terminal's interrupt is the worker's to handle: it finishes or hands back what it holds.
  ::setsid();
  ::prctl(PR_SET_NAME, "assize-jail", 0, 0, 0);
  ::umask(022);  // the operator's may be stricter: then no run could enter the jail's root
  const rlimit may_be_ahead{kMayBeAhead, kMayBeAhead};
  ::setrlimit(RLIMIT_NICE, &may_be_ahead);  // only root may ask for it
  Slot slot = receive_slot();
  std::array<int, 2> barrier{};
  if (::pipe2(barrier.data(), O_CLOEXEC) != 0) refuse("pipe", errno);
  int pidfd = -1;
  clone_args args{};
  args.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_PIDFD;
  if (!slot.setup.without.has(Layer::net_namespace)) args.flags |= CLONE_NEWNET;
  if (!slot.setup.without.has(Layer::ipc_namespace)) args.flags |= CLONE_NEWIPC;
  if (!slot.setup.without.has(Layer::uts_namespace)) args.flags |= CLONE_NEWUTS;
  args.pidfd = reinterpret_cast<__u64>(&pidfd);
  args.exit_signal = SIGCHLD;
  const auto keeper = static_cast<::pid_t>(::syscall(SYS_clone3, &args, sizeof args));
  if (keeper < 0) refuse("make the slot's namespaces", errno);
  if (keeper == 0) {
    ::close(barrier[1]);
    be_keeper(slot, barrier[0]);
  }
  ::close(barrier[0]);
  map_ids(keeper, slot.setup.ids);
  place_keeper(slot.groups, keeper);
  if (::write(barrier[1], "g", 1) != 1) refuse("release the keeper", errno);
  ::close(barrier[1]);
  ::close(kWorker);

  std::array<pollfd, 2> sources{pollfd{kLifeline, POLLIN, 0}, pollfd{pidfd, POLLIN, 0}};
  while (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
  }
  // What hangs below may keep this process here for long: nobody shall wait for its standard error.
  ::dup2(STDOUT_FILENO, STDERR_FILENO);
  ::syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0);
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED) != 0 && errno == EINTR) {
  }
  remove_slot(slot.groups);
  return 0;
}

}  // namespace

}  // namespace assize

int main(int argc, char**) {
  if (argc != 1 || ::fcntl(3, F_GETFD) < 0 || ::fcntl(4, F_GETFD) < 0 || ::fcntl(5, F_GETFD) < 0) {
    std::fputs("assize-jail is started by assize; it is not a command of its own.\n", stderr);
    return 2;
  }
  for (const int fd : {3, 4, 5}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  try {
    return assize::run_outer();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "assize-jail: %s\n", error.what());
    return 1;
  }
}
