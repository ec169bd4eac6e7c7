// assize-jail: the keeper of one slot. Started by the worker (keeper.h), never by a person.
//
// It is two processes. The outer one stays what the operator is; it makes the slot's namespaces,
// waits, and afterwards removes the slot's cgroups. It never hears of a submission. The inner one
// is the keeper: pid 1 of the slot's pid namespace, an id of its own, the jail's root as its root,
// two capabilities in the slot's user namespace (to map the ids of runs) and none outside. It takes
// one JailSpec after the other from the worker's socket, descriptor 3.
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
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "judge/core/errors.h"
#include "judge/jail/message.h"
#include "judge/jail/root_view.h"
#include "judge/jail/stage.h"
#include "judge/jail/supervision.h"
#include "judge/jail/template_process.h"

namespace assize {

namespace {

constexpr int kWorker = 3;
constexpr int kLifeline = 4;
constexpr int kLock = 5;
constexpr int kKeeperNice = -10;

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

// Rootless the keeper needs none: mapping one's own single id is everybody's right. (The id must
// not be 0: since 5.12 mapping that one needs CAP_SETFCAP.)
bool keep_only_id_capabilities(bool rootless) {
  const unsigned kept = rootless ? 0U : 1U << CAP_SETUID | 1U << CAP_SETGID;
  for (int capability = 0; ::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; ++capability)
    if (((1ULL << static_cast<unsigned>(capability)) & kept) == 0)
      ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  sets[0].effective = sets[0].permitted = kept;
  return ::syscall(SYS_capset, &header, sets.data()) == 0;
}

// Preparing a run takes longer than a short run itself: two are kept ahead.
constexpr std::size_t kPrepared = 2;

// The inits of runs that are over end together: the end of a mount namespace interrupts all busy
// CPUs, and several at a time do that once (docs/decisions/0014).
constexpr std::size_t kEndTogether = 6;
constexpr Bytes kWorthEnding = mib(32);  // of such a run, what is in its tmpfs isn't kept so long

// The slot's runs: those that are prepared, what makes the next one, and those that are over, whose
// inits are ending.
struct Runs {
  const Slot& slot;
  int to_template;  // -1: there is none
  GroupPool groups = GroupPool(slot.groups);
  ReadableTops readable = ReadableTops(slot.setup.view);
  std::deque<PreparedRun> prepared = {};
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
  void prepare(std::size_t many = kPrepared) {
    while (prepared.size() < many) prepared.emplace_back(slot.setup, groups, readable, to_template);
  }
};

// Until the worker has something to say the runs that are over are cleared away. The next ones are
// prepared before: while a run goes on nothing else is done, so that its end is noticed at once.
void wait_for_worker(Runs& runs) {
  runs.clear_ended();
  runs.prepare();
  pollfd worker{kWorker, POLLIN, 0};
  runs.busy = ::poll(&worker, 1, 0) != 0;
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
  return count >= least && count <= least + (spec.start == Start::fork_server ? 1 : 0);
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
  // One that died while it waited (the host's OOM killer takes it first) is nobody's fault.
  while (!runs.prepared.empty() && runs.prepared.front().has_died()) runs.prepared.pop_front();
  runs.prepare(1);
  PreparedRun& run = runs.over.emplace_back(std::move(runs.prepared.front()));
  runs.prepared.pop_front();

  RunSupervisor supervisor(run, *spec, slot.setup, kWorker, std::move(pipe));
  std::optional<LaunchFailure> failure = supervisor.start(received.message, descriptors);
  if (!failure) {
    auto result = supervisor.finish();
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
  run.kill_and_wait();
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
  if (const auto error = enter_root_view(slot.setup)) refuse(error.stage, error.error);
  std::optional<TemplateProcess> its_template;
  if (slot.setup.interpreter.is_there()) {
    try {
      its_template.emplace(slot.setup, slot.groups, slot.template_object);
    } catch (const JudgeError& error) {
      refuse(error.stage().c_str(), error.error());
    }
  }
  slot.template_object.reset();
  if (!keep_only_id_capabilities(slot.setup.ids.rootless()))
    refuse("drop the keeper's capabilities", errno);

  try {
    Runs runs{slot, its_template ? its_template->socket() : -1};
    runs.prepare();
    send_message(kWorker, encode_ready());
    while (true) {
      wait_for_worker(runs);
      auto received = receive_message(kWorker);
      if (!received || received->message.empty()) break;
      start_supervised(slot, runs, *received);
    }
  } catch (const JudgeError& error) {
    refuse(error.stage().c_str(), error.error());
  } catch (const std::exception& error) {
    refuse(error.what(), 0);
  }
  ::_exit(0);
}

void write_file(const std::string& path, const std::string& text, const char* stage) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    refuse(stage, errno);
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
  ::signal(SIGPIPE, SIG_IGN);
  // The terminal's interrupt is the worker's to handle: it finishes or hands back what it holds.
  ::setsid();
  ::prctl(PR_SET_NAME, "assize-jail", 0, 0, 0);
  ::umask(022);  // the operator's may be stricter: then no run could enter the jail's root
  // On a busy host the one who ends runs comes first; runs themselves go back to 0 (init.cpp).
  // An ordinary user may not ask for it.
  ::setpriority(PRIO_PROCESS, 0, kKeeperNice);
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
