#include "judge/jail/host/keeper_client.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <set>

#include "judge/jail/host/jail_program.h"
#include "judge/jail/host/launch_advice.h"
#include "judge/jail/host/stuck.h"
#include "judge/jail/protocol/message.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

using std::chrono::seconds;

// A keeper answers within the wall limit and what a launch and an end take; this is the time after
// which it is taken for dead.
constexpr auto kAnswerGrace = seconds{60};
constexpr auto kSetupTime = seconds{100};
// The end of a slot: killing all of its processes, and removing its groups.
constexpr auto kEndTime = seconds{25};

bool readable_within(int fd, nanoseconds time) {
  const auto deadline = std::chrono::steady_clock::now() + time;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    pollfd source{fd, POLLIN, 0};
    const int ready =
        ::poll(&source, 1, static_cast<int>(std::min<long long>(left.count(), INT_MAX)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool ends_within(::pid_t child, nanoseconds time) {
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  return !process || readable_within(process.get(), time);
}

std::string whole_file(const std::string& path) {
  std::optional<std::string> text = read_file(path);
  if (!text || text->empty()) throw HostError("jail: can't read " + path);
  return std::move(*text);
}

}  // namespace

KeeperClient::KeeperClient(const HostCgroups& host, const KeeperOptions& options)
    : lease_(SlotLease::acquire()), on_notice_(options.on_notice) {
  take_slot(host, options);
  try {
    set_up(host, options);
  } catch (...) {
    end();
    throw;
  }
}

// The lock of a slot is free when its outer process has died, whatever became of the others.
void KeeperClient::take_slot(const HostCgroups& host, const KeeperOptions& options) {
  while (true) {
    try {
      groups_ = make_slot_groups(host, lease_.number(), lease_.ids());
      return;
    } catch (const StuckHost& stuck) {
      if (options.on_notice)
        options.on_notice(std::string(stuck.what()) + "\n  It is passed over.");
      lease_ = SlotLease::acquire(lease_.number() + 1);
    }
  }
}

namespace {

// Every slot of this process has the same.
void tell_once_of_shared(const std::vector<std::string>& directories,
                         const std::function<void(const std::string&)>& on_notice) {
  static std::mutex mutex;
  static std::set<std::string> told;
  const std::lock_guard lock(mutex);
  for (const auto& directory : directories)
    if (told.insert(directory).second)
      on_notice(directory + " is too large to be copied for each slot (" +
                std::to_string(kViewCopies.count >> 20U) +
                " MiB in all): runs read the host's own, where one can leave marks that a later "
                "one finds by timing (see docs/security.md)");
}

}  // namespace

void KeeperClient::set_up(const HostCgroups& host, const KeeperOptions& options) {
  SlotSetup setup;
  setup.slot = lease_.number();
  setup.core = core_ = options.core.value_or(lease_.core());
  setup.ids = lease_.ids();
  setup.cgroups = host.layout;
  setup.view = options.view;
  setup.rules = options.rules;
  setup.landlock_abi = options.landlock_abi;
  setup.interpreter = options.interpreter;
  setup.view_copies = options.view_copies;
  setup.without = options.without;
  spawn(options.program);

  std::vector<int> descriptors;
  for (const UniqueFd* group : {&groups_.unified, &groups_.memory, &groups_.pids, &groups_.cpuacct})
    if (*group) descriptors.push_back(group->get());
  const TemplateCache cache(options.interpreter_key, groups_.layout.unified_memory);
  UniqueFd object;
  UniqueFd pages;
  if (setup.interpreter.is_there()) {
    object = sealed_file(whole_file(options.template_object));
    pages = cache.pages();
    descriptors.insert(descriptors.end(), {object.get(), pages.get()});
  }
  if (!send_message(socket_.get(), encode(setup), descriptors))
    throw HostError("jail: the keeper ended at once (" + options.program + ")");
  std::optional<Received> answer;
  errno = ETIMEDOUT;
  if (readable_within(socket_.get(), kSetupTime)) answer = receive_message(socket_.get());
  if (const auto shared = answer ? decode_ready(answer->message) : std::nullopt) {
    if (on_notice_) tell_once_of_shared(*shared, on_notice_);
    if (!setup.interpreter.is_there()) return;
    try {
      measure_baseline(options, cache);
      return cache.keep_pages(pages);
    } catch (const JudgeError& error) {
      const auto stage = launch_stage(error.stage()).value_or(LaunchStage::unexpected);
      throw JailRefused(std::string("jail: the template gives no runs: ") + error.what(), stage);
    }
  }
  if (!answer && errno == ETIMEDOUT)
    throw StuckHost(tell_of_stuck("putting up the jail of slot " + std::to_string(setup.slot)));
  std::string what = "the keeper gave no answer";
  LaunchStage stage = LaunchStage::unexpected;
  if (answer) {
    const auto failure = decode_failure(answer->message);
    if (failure && failure->error == ETIMEDOUT) throw StuckHost(tell_of_stuck(failure->step()));
    if (failure) {
      what = failure->step() +
             (failure->error == 0 ? "" : ": " + std::generic_category().message(failure->error));
      stage = failure->stage;
    }
  }
  throw JailRefused("jail: a layer can't be put up: " + what, stage);
}

void KeeperClient::spawn(const std::string& program) {
  std::array<int, 2> ends{};
  std::array<int, 2> life{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw HostError("jail: no socket: " + std::generic_category().message(errno));
  socket_ = UniqueFd(ends[0]);
  const UniqueFd keeper_end(ends[1]);
  if (::pipe2(life.data(), O_CLOEXEC) != 0)
    throw HostError("jail: no pipe: " + std::generic_category().message(errno));
  const UniqueFd keeper_life(life[0]);
  lifeline_ = UniqueFd(life[1]);
  for (const int fd : {socket_.get(), keeper_end.get()}) {
    const int size = 2 * static_cast<int>(kMaxMessage);
    ::setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  }

  // Numbers above those that they become, so that no dup2 overwrites one that is still to come.
  const UniqueFd socket_copy(::fcntl(keeper_end.get(), F_DUPFD_CLOEXEC, 10));
  const UniqueFd life_copy(::fcntl(keeper_life.get(), F_DUPFD_CLOEXEC, 10));
  const UniqueFd lock_copy(::fcntl(lease_.lock(), F_DUPFD_CLOEXEC, 10));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, socket_copy.get(), 3);
  posix_spawn_file_actions_adddup2(&actions, life_copy.get(), 4);
  posix_spawn_file_actions_adddup2(&actions, lock_copy.get(), 5);
  posix_spawn_file_actions_addclosefrom_np(&actions, 6);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);

  std::string name = "assize-jail";
  std::array<char*, 2> arguments{name.data(), nullptr};
  std::array<char*, 1> environment{nullptr};
  const int error = ::posix_spawn(&process_, program.c_str(), &actions, &attributes,
                                  arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0)
    throw HostError("jail: can't start " + program + ": " + std::generic_category().message(error));
}

KeeperClient::~KeeperClient() { end(); }

void KeeperClient::abandon() const { ::shutdown(socket_.get(), SHUT_RDWR); }

// The outer process waits for the keeper, without end, and holds the slot's lock until then; nobody
// waits for the outer process without end.
void KeeperClient::end() {
  socket_.reset();
  lifeline_.reset();
  int status = 0;
  if (process_ > 0) {
    if (!ends_within(process_, kEndTime)) {
      const std::string told = tell_of_stuck("ending slot " + std::to_string(lease_.number()));
      if (on_notice_) on_notice_(told + "\n  They are left to themselves; the slot stays taken.");
      process_ = -1;
      return;
    }
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
    }
  }
  process_ = -1;
  // The outer process does this itself unless it was killed.
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) remove_slot(groups_);
}

std::string KeeperClient::tell_of_stuck(const std::string& step) const {
  return "a step of slot " + std::to_string(lease_.number()) + " hangs: " + step + ": " +
         where_they_are(processes_of_slot(process_, groups_)) +
         "\n  No signal ends what hangs in the kernel (see `dmesg`): often only a reboot helps.";
}

void KeeperClient::lose_stuck(const std::string& step) {
  broken_ = true;
  throw StuckHost(tell_of_stuck(step));
}

void KeeperClient::lose(const std::string& what, int error) {
  broken_ = true;
  throw JudgeError("keeper", error, what);
}

// The difference between an empty program by exec and by template, of the least of some each.
void KeeperClient::measure_baseline(const KeeperOptions& options, const TemplateCache& cache) {
  constexpr int kTries = 3;
  const TemplateSetup& its = options.interpreter;
  const std::string empty = "pass\n";
  JailSpec spec = describe_run(Command{its.executable, its.arguments, its.environment}, {},
                               {{its.arguments.back(), empty.size()}});
  const UniqueFd payload = sealed_file(empty);
  const auto least_by = [&](Start start, int tries) {
    spec.start = start;
    Bytes least{~0ULL};
    for (int i = 0; i < tries; ++i) {
      const UniqueFd input = sealed_file("");
      least = std::min(least, run(spec, {input.get(), payload.get()}).record.memory_peak);
    }
    return least.count;
  };
  if (const auto known = cache.baseline()) {
    least_by(Start::by_template, 1);  // it must work all the same
    baseline_ = *known;
    return;
  }
  const std::uint64_t by_exec = least_by(Start::exec, kTries);
  const std::uint64_t by_template = least_by(Start::by_template, kTries);
  baseline_ = Bytes{by_exec > by_template ? by_exec - by_template : 0};
  cache.keep_baseline(baseline_);
}

namespace {

FinishedRun finished(AnsweredRecord answer, std::vector<UniqueFd>& descriptors) {
  FinishedRun run;
  run.record = std::move(answer.record);
  RunYield& yield = answer.yield;
  auto next = descriptors.begin();
  const auto output = [&](bool in_file, std::string& text) {
    return in_file ? HeldOutput(std::move(*next++)) : HeldOutput(std::move(text));
  };
  run.output = output(yield.has_output_file, yield.output);
  run.error_output = output(yield.has_error_file, yield.error_output);
  run.check = std::move(yield.check);
  run.code = output(yield.has_code_file, yield.code);
  run.collect_problem = std::move(yield.collect_problem);
  run.marks = std::move(yield.marks);
  run.forwarded = yield.forwarded;
  run.last_output = yield.last_output;
  run.is_unread = yield.is_unread;
  if (yield.has_content) {
    const HeldOutput content(std::move(*next++));
    std::string_view rest = content.text();
    for (const auto& file : yield.collected) {
      run.collected[file.path] = rest.substr(0, file.size);
      rest.remove_prefix(std::min<std::size_t>(file.size, rest.size()));
    }
    run.collected_files = std::move(yield.collected);
  }
  if (yield.has_pipe) run.pipe = std::move(*next);
  return run;
}

}  // namespace

void KeeperClient::start(JailSpec spec, const RunFiles& files) {
  std::vector<int> descriptors{files.input, files.payload};
  if (files.code >= 0) descriptors.push_back(files.code);
  if (spec.forwards) descriptors.push_back(files.pipe);
  const std::uint64_t limit = spec.limits.memory.count;
  if (spec.start == Start::by_template) {
    spec.limits.memory.count -= std::min(limit / 2, baseline_.count);
    // The template has them.
    spec.executable.clear();
    spec.arguments.clear();
    spec.environment.clear();
  }
  spec.run = next_run_++;
  const int parts = spec.check == CompileCheck::first ? 2 : 1;  // each may take so long
  pending_ = {spec.run, parts * spec.limits.wall, pressure_.at_start(),
              Bytes{limit - spec.limits.memory.count}};
  const std::string message = encode(spec);
  if (message.size() > kMaxMessage) throw JudgeError("the run's description is too large");
  if (!send_message(socket_.get(), message, descriptors))
    lose("the keeper doesn't take a run", errno);
}

// The keeper makes it, as it does those of the outputs: it knows how the run can't change them.
InputPipe KeeperClient::make_input_pipe() {
  set_receive_timeout(kAnswerGrace);
  if (!send_message(socket_.get(), encode_pipe_wanted()))
    lose("the keeper doesn't take a question", errno);
  auto answer = receive_message(socket_.get());
  if (!answer && errno == EAGAIN) lose_stuck("the keeper doesn't answer");
  if (!answer || type_of(answer->message) != MessageType::pipe || answer->descriptors.size() != 2)
    lose("the keeper gives no pipe", answer ? EPROTO : errno);
  return {std::move(answer->descriptors[0]), std::move(answer->descriptors[1])};
}

bool KeeperClient::has_ended_within(nanoseconds time) const {
  return readable_within(socket_.get(), time);
}

void KeeperClient::set_receive_timeout(nanoseconds time) {
  if (time == receive_timeout_) return;
  const auto whole = std::chrono::ceil<std::chrono::seconds>(time);
  const timeval timeout{static_cast<time_t>(whole.count()), 0};
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  receive_timeout_ = time;
}

FinishedRun KeeperClient::finish() {
  set_receive_timeout(pending_.wall + kAnswerGrace);
  auto answer = receive_message(socket_.get());
  if (!answer && errno == EAGAIN) lose_stuck("the keeper doesn't answer");
  if (!answer || answer->message.empty()) lose("the keeper died", 0);
  if (const auto failure = decode_failure(answer->message)) {
    if (failure->error == ETIMEDOUT) lose_stuck(failure->step());
    if (failure->run != pending_.run || failure->stage == LaunchStage::copy_main) broken_ = true;
    throw JudgeError(failure->step(), failure->error, "the run couldn't be carried out");
  }
  auto record = decode_record(answer->message);
  if (!record || record->run != pending_.run ||
      answer->descriptors.size() != record->yield.descriptors())
    lose("the keeper's answer makes no sense", EPROTO);
  record->record.cpu_pressure = pressure_.at_end() - pending_.pressure;
  record->record.memory_peak.count += pending_.shared.count;
  if (auto& check = record->yield.check) check->memory_peak.count += pending_.shared.count;
  return finished(std::move(*record), answer->descriptors);
}

void KeeperClient::give_up() {
  broken_ = true;
  abandon();
}

}  // namespace assize
