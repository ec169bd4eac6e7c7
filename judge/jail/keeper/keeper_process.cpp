// The inner process of a keeper: it takes one run after the other from the worker's socket. What it
// is, keeper_main.cpp says.
#include "judge/jail/keeper/keeper_process.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <exception>
#include <optional>
#include <vector>

#include "judge/jail/inside/inside.h"
#include "judge/jail/inside/stage.h"
#include "judge/jail/keeper/fork_server.h"
#include "judge/jail/keeper/root_view.h"
#include "judge/jail/keeper/supervision.h"
#include "judge/jail/protocol/message.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

class AheadOfOthers {
 public:
  AheadOfOthers() { ::setpriority(PRIO_PROCESS, 0, kAheadNice); }  // not every user may
  ~AheadOfOthers() { ::setpriority(PRIO_PROCESS, 0, usual_); }
  AheadOfOthers(const AheadOfOthers&) = delete;
  AheadOfOthers& operator=(const AheadOfOthers&) = delete;

 private:
  static inline const int usual_ = ::getpriority(PRIO_PROCESS, 0);
};

// The user namespace of the slot's runs, below the slot's own: it owns what a run's other
// namespaces are made of, but neither the root of the jail nor the network. The run's id is the
// only one that has a name in it. It is made once: it holds nothing that a run without capabilities
// could change. Its maps are written by a child that stays in the slot's.
void enter_user_namespace_of_runs(const SlotSetup& setup) {
  std::array<int, 2> made{};
  if (::pipe2(made.data(), O_CLOEXEC) != 0) refuse(LaunchStage::pipe, errno);
  const ::pid_t child = ::fork();
  if (child < 0) refuse(LaunchStage::fork_for_maps, errno);
  if (child == 0) {
    char go = 0;
    if (::read(made[0], &go, 1) != 1) ::_exit(1);
    std::string map = std::to_string(kInsideId) + " 1 1\n";
    const bool rootless = setup.ids.rootless();
    // Test build: whose id has no name in it can't make a user namespace for a run.
    if (setup.without.has(Layer::capabilities) && !rootless) map += "0 0 1\n";
    if (rootless) write_proc_file("/proc/1/setgroups", "deny", LaunchStage::deny_setgroups_to_runs);
    write_proc_file("/proc/1/gid_map", map, LaunchStage::map_runs_group);
    write_proc_file("/proc/1/uid_map", map, LaunchStage::map_runs_id);
    ::_exit(0);
  }
  if (::unshare(CLONE_NEWUSER) != 0) refuse(LaunchStage::make_runs_user_namespace, errno);
  if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) refuse(LaunchStage::own_proc_files, errno);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    refuse(LaunchStage::parent_death_signal, errno);
  if (::write(made[1], "g", 1) != 1) refuse(LaunchStage::map_runs_ids, errno);
  int status = 0;
  if (::waitpid(child, &status, 0) != child || status != 0) ::_exit(1);  // it has said why
  ::close(made[0]);
  ::close(made[1]);
}

// Kept by the kernel (namespaces(7), /proc/sys/user): see kMostNamespaces.
void bound_namespaces() {
  for (const char* kind : {"pid", "mnt", "ipc"})
    write_proc_file(std::string("/proc/sys/user/max_") + kind + "_namespaces",
                    std::to_string(kMostNamespaces), LaunchStage::bound_namespaces_of_slot);
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
  const KeeperSlot& slot;
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
        throw LaunchError(LaunchStage::end_run_in_time, ETIMEDOUT, "a run's processes don't end");
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

bool start_supervised(const KeeperSlot& slot, Runs& runs, Received& received) {
  const auto spec = decode_spec(received.message);
  if (!spec || !has_descriptors_for(*spec, received.descriptors.size())) {
    send_message(kWorker, encode(LaunchFailure{0, LaunchStage::understand_run, EPROTO}));
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
    send_message(kWorker,
                 encode(LaunchFailure{spec->run, LaunchStage::run_without_template, EPROTO}));
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
    failure = LaunchFailure{spec->run, LaunchStage::end_run_processes_in_time, ETIMEDOUT};
  return send_message(kWorker, encode(*failure));
}

}  // namespace

[[noreturn]] void refuse(LaunchStage stage, int error) {
  send_message(kWorker, encode(LaunchFailure{0, stage, error}));
  ::_exit(1);
}

void write_proc_file(const std::string& path, const std::string& text, LaunchStage stage) {
  if (!write_file(path, text)) refuse(stage, errno);
}

void be_keeper(KeeperSlot& slot, int barrier) {
  char go = 0;
  if (::read(barrier, &go, 1) != 1) ::_exit(1);
  ::close(barrier);
  ::close(kLifeline);
  ::close(kLock);
  // In the slot's user namespace the keeper is 0 as root, and runs are 1; rootless both are 1.
  const ::uid_t id = slot.setup.ids.rootless() ? 1 : 0;
  if (!slot.setup.ids.rootless() && ::setgroups(0, nullptr) != 0)
    refuse(LaunchStage::drop_groups, errno);
  if (::setresgid(id, id, id) != 0 || ::setresuid(id, id, id) != 0)
    refuse(LaunchStage::become_keeper, errno);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
    refuse(LaunchStage::parent_death_signal, errno);
  if (::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0) refuse(LaunchStage::own_proc_files, errno);
  // With all that is the slot's on one CPU nothing has to be told to another one: not that somebody
  // may run there, nor that a page is gone. That is a sixth of what a short run costs. And memory
  // is charged in batches per CPU: a run that used two would have a batch more on its account.
  if (!pin_to(slot.setup.core)) refuse(LaunchStage::pin_slot_to_cpu, errno);
  ::syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr, 0, 0, 0);  // ENOSYS without keyrings
  std::vector<std::string> shared;
  if (const auto error = enter_root_view(slot.setup, shared)) refuse(*error.stage, error.error);
  may_hang(LaunchStage::put_up_root);
  if (!slot.setup.without.has(Layer::uts_namespace) &&
      (::sethostname(kHostName, std::strlen(kHostName)) != 0 ||
       ::setdomainname("(none)", std::strlen("(none)")) != 0))
    refuse(LaunchStage::host_name, errno);
  try {
    const RunPipes pipes(slot.setup);  // mounts, which whoever is in the runs' namespace may not
    enter_user_namespace_of_runs(slot.setup);
    bound_namespaces();
    std::optional<ForkServer> its_template;
    if (slot.setup.interpreter.is_there())
      its_template = ForkServer::of_template(slot.setup, slot.groups, slot.template_files);
    slot.template_files = {};
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
  } catch (const LaunchError& error) {
    refuse(error.launch_stage(), error.error());
  } catch (const std::exception& error) {
    send_message(kWorker, encode(LaunchFailure{0, LaunchStage::unexpected, 0, error.what()}));
    ::_exit(1);
  }
  ::_exit(0);
}

}  // namespace assize
