// The keeper's loop. It sleeps in ppoll until something happens or until the earliest moment at
// which a limit can be passed: the CPU budget can't be spent before (budget - used) of wall time is
// over, since the run has one core; so the group's count is read then, and again, ever closer. No
// fixed tick.
//
// What ended the run is not decided here: every limit is measured again after the end, and the
// rules (verdict.h) look at the measurements only.
#include "judge/jail/keeper/supervision.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "judge/jail/inside/inside.h"
#include "judge/jail/protocol/message.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

using std::chrono::milliseconds;

// A launch takes 1 to 20 ms; on a host so busy that it takes this long, judging makes no sense.
constexpr auto kLaunchDeadline = kDeadline;
// The kernel charges a running task once per tick (1 to 10 ms): reading more often tells nothing
// new.
constexpr nanoseconds kShortestCheck = std::chrono::microseconds{250};
constexpr auto kCollectDeadline = std::chrono::seconds{20};
// Test builds that keep a run's orphans alive wait so long for them.
constexpr auto kOrphanDeadline = std::chrono::seconds{8};

nanoseconds own_cpu() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds{used.tv_sec} + nanoseconds{used.tv_nsec};
}

}  // namespace

void RunSupervisor::end() {
  if (!ended_by_us_ && !main_ended_) end_ = Clock::now();
  ended_by_us_ = true;
  look_at_memory();
  run_.kill();
}

void RunSupervisor::begin_clocks() {
  started_ = true;
  cpu_at_start_ = run_.group().cpu();
  own_cpu_at_start_ = own_cpu();
  cpu_now_ = {};
  start_ = Clock::now();
  next_check_ = {};
}

// What has been until now was the compile check; from here on it is the submission.
void RunSupervisor::end_check() {
  drain_all();
  gather(record_);
  record_.end.exit_code = 0;  // as if it had been a process of its own
  yield_.code = std::move(output_.small);
  code_ = std::move(output_.file);
  yield_.check = std::exchange(record_, {});
  output_.empty();
  output_.limit = spec_.limits.output;
  error_output_.empty();
  error_tail_.clear();
  denied_ = 0;
}

void RunSupervisor::on_init_report() {
  const auto received = receive_message(run_.channel());
  if (received && type_of(received->message) == MessageType::collected)
    return on_collected(*received);
  if (!received || received->message.size() != sizeof(InitReport)) {
    init_died_ = true;
    return;
  }
  InitReport report;
  std::memcpy(&report, received->message.data(), sizeof report);
  switch (report.kind) {
    case InitReport::Kind::failed:
      if (!failure_) failure_ = LaunchFailure{spec_.run, report.stage, report.value};
      end();
      break;
    case InitReport::Kind::prepared:
      break;  // PreparedRun has taken it
    case InitReport::Kind::starting:
      begin_clocks();
      break;
    case InitReport::Kind::exited:
    case InitReport::Kind::signalled:
      end_ = ended_by_us_ ? end_ : Clock::now();
      main_ended_ = true;
      memory_seen_ = std::max(memory_seen_, Bytes{report.resident});
      if (report.kind == InitReport::Kind::exited) record_.end.exit_code = report.value;
      if (report.kind == InitReport::Kind::signalled) record_.end.signal = report.value;
      break;
    case InitReport::Kind::output:
      collected_ = spec_.collected.empty();
      if (!received->descriptors.empty())
        written_ = UniqueFd(::fcntl(received->descriptors[0].get(), F_DUPFD_CLOEXEC, 0));
      break;
  }
}

void RunSupervisor::on_collected(const Received& received) {
  auto collected = decode_collected(received.message);
  if (!collected) return;
  collected_ = true;
  yield_.collected = std::move(collected->files);
  yield_.collect_problem = std::move(collected->problem);
  if (!received.descriptors.empty())
    content_ = UniqueFd(::fcntl(received.descriptors[0].get(), F_DUPFD_CLOEXEC, 0));
}

// Test build without pid namespaces: an orphan is the keeper's, and main is one.
void RunSupervisor::on_main_end() {
  siginfo_t info{};
  rusage usage{};
  if (::syscall(SYS_waitid, P_PIDFD, run_.main(), &info, WEXITED, &usage) != 0) return;
  end_ = ended_by_us_ ? end_ : Clock::now();
  main_ended_ = true;
  memory_seen_ = std::max(memory_seen_, Bytes{static_cast<std::uint64_t>(usage.ru_maxrss) * 1024});
  if (info.si_code == CLD_EXITED) record_.end.exit_code = info.si_status;
  if (info.si_code != CLD_EXITED) record_.end.signal = info.si_status;
}

// Copied by the keeper: a run that has used up its memory has none left for this.
void RunSupervisor::wait_for_collected() {
  const auto deadline = Clock::now() + kCollectDeadline;
  while (!collected_ && !init_died_ && Clock::now() < deadline) wait_for_events(milliseconds{100});
  if (!collected_) yield_.collect_problem = "the memory limit left no room for them";
}

void RunSupervisor::take_output_file() {
  static std::array<char, 64 * 1024> buffer;
  if (in_check_ || output_.count() > output_.limit.count) return;
  output_.empty();
  while (written_ && output_.count() <= output_.limit.count) {
    const ssize_t length = ::read(written_.get(), buffer.data(), buffer.size());
    if (length <= 0) break;
    output_.take({buffer.data(), static_cast<std::size_t>(length)}, false);
  }
  written_.reset();
}

// Only for kernels which don't tell the peak.
void RunSupervisor::look_at_memory() {
  if (!run_.group().tells_peak()) memory_seen_ = std::max(memory_seen_, run_.group().memory_now());
}

// While the keeper works for the run, it waits too: that is no fault of the host. Nor is what the
// other program of an interaction computes, which may be on the same CPU.
void RunSupervisor::look_at_delay() {
  if (spec_.forwards) return;
  record_.run_delay =
      std::max(run_.group().longest_run_delay() - (own_cpu() - own_cpu_at_start_), nanoseconds{0});
}

void RunSupervisor::check_clocks() {
  if (!started_ || ended_by_us_ || Clock::now() < next_check_) return;
  look_at_memory();
  if (kills(Layer::wall_limit) && Clock::now() - start_ > spec_.limits.wall) {
    look_at_delay();
    return end();
  }
  if (!kills(Layer::cpu_limit)) return;
  cpu_now_ = run_.group().cpu() - cpu_at_start_;
  if (cpu_now_ > spec_.limits.kill_point) end();
}

nanoseconds RunSupervisor::until_next_check() {
  const auto now = Clock::now();
  if (now < next_check_) return next_check_ - now;
  const nanoseconds wall_left = spec_.limits.wall - (now - start_);
  nanoseconds next = spec_.limits.kill_point - cpu_now_;
  if (!kills(Layer::cpu_limit)) next = wall_left;
  if (kills(Layer::wall_limit)) next = std::min(next, wall_left);
  next = std::clamp<nanoseconds>(next, kShortestCheck, std::chrono::seconds{1});
  next_check_ = now + next;
  return next;
}

void RunSupervisor::wait_for_events(nanoseconds at_most) {
  enum Source : std::size_t {
    kInit,
    kChannel,
    kOutput,
    kErrorOutput,
    kListener,
    kWorker,
    kPipe,
    kMain,
    kSources
  };
  const auto watch = [](int fd) { return pollfd{fd, POLLIN, 0}; };
  std::array<pollfd, kSources> sources{watch(run_.init()),
                                       watch(run_.channel()),
                                       watch(run_.output()),
                                       watch(run_.error_output()),
                                       watch(run_.listener().descriptor()),
                                       watch(worker_),
                                       watch(pipe_.when_full()),
                                       watch(is_mains_parent() ? run_.main() : -1)};
  sources[kWorker].events = POLLRDHUP;  // a message of the worker's waits its turn
  sources[kPipe].events = POLLOUT;
  if (pipe_.is_there()) {
    forward_end();
    if (pipe_.is_there() && output_.closed) at_most = std::min<nanoseconds>(at_most, kEndGrace);
  }
  // A pipe that the program has closed would wake us for ever.
  const auto now = Clock::now();
  if (now < answers_again_) {
    sources[kListener].fd = -1;
    at_most = std::min<nanoseconds>(at_most, answers_again_ - now);
  }
  for (const auto& [source, stream] :
       {std::pair{kOutput, &output_}, std::pair{kErrorOutput, &error_output_}}) {
    if (stream->closed || now < stream->quiet_until) sources[source].fd = -1;
    if (!stream->closed && now < stream->quiet_until)
      at_most = std::min<nanoseconds>(at_most, stream->quiet_until - now);
  }
  if (pipe_.has_waiting()) sources[kOutput].fd = -1;
  const timespec timeout{static_cast<time_t>(at_most / std::chrono::seconds{1}),
                         static_cast<long>((at_most % std::chrono::seconds{1}).count())};
  if (::ppoll(sources.data(), sources.size(), &timeout, nullptr) <= 0) return;

  const auto has = [&](Source source, short events) {
    return (sources[source].revents & events) != 0;
  };
  if (has(kWorker, POLLRDHUP | POLLHUP | POLLERR))
    ::_exit(0);  // and the kernel ends all that is ours
  if (has(kPipe, POLLOUT | POLLERR)) forward();
  if (has(kListener, POLLIN)) on_call();
  if (has(kMain, POLLIN)) on_main_end();
  for (const auto& [source, stream] :
       {std::pair{kOutput, &output_}, std::pair{kErrorOutput, &error_output_}}) {
    if (has(source, POLLIN)) {
      drain(*stream);
    } else if (has(source, POLLHUP)) {
      stream->closed = true;
    }
  }
  if (has(kChannel, POLLIN)) {
    on_init_report();
  } else if (has(kInit, POLLIN)) {
    init_died_ = true;
  }
}

std::optional<LaunchFailure> RunSupervisor::start(std::string_view message,
                                                  std::span<const int> descriptors) {
  run_.group().limit(spec_.limits, without_);
  launched_ = Clock::now();
  if (!send_message(run_.channel(), message, descriptors))
    failure_ = LaunchFailure{spec_.run, LaunchStage::hand_run_to_init, errno};
  while (!started_ && !failure_) {
    wait_for_events(std::chrono::seconds{1});
    if (failure_ || started_) break;
    if (main_ended_ || init_died_) {
      failure_ = LaunchFailure{spec_.run, LaunchStage::start_process_died, 0};
    } else if (Clock::now() - launched_ > kLaunchDeadline) {
      failure_ = LaunchFailure{spec_.run, LaunchStage::start_run_in_time, ETIMEDOUT};
    }
  }
  if (failure_ && failure_->error != ETIMEDOUT && was_short_of_memory()) end_for_memory();
  return failure_;
}

// By its own limit, which its files have used up: what is put there is memory, too.
bool RunSupervisor::was_short_of_memory() const { return run_.group().oom_kills() > 0; }

// A run whose limits didn't let it begin has passed them, as any other.
void RunSupervisor::end_for_memory() {
  failure_.reset();
  begin_clocks();
  record_.end = {};
  end();
}

std::variant<SupervisedRun, LaunchFailure> RunSupervisor::finish() {
  while (!main_ended_ && !init_died_ && !ended_by_us_) {
    wait_for_events(until_next_check());
    check_clocks();
  }
  if (without_.has(Layer::whole_kill) && main_ended_) {
    const auto deadline = Clock::now() + kOrphanDeadline;
    while (!(output_.closed && error_output_.closed) && Clock::now() < deadline)
      wait_for_events(milliseconds{10});
  }
  const bool collects = !spec_.collected.empty() || !spec_.output_file.empty();
  if (collects && main_ended_ && !ended_by_us_) wait_for_collected();
  // Where nobody is left but init, its end needn't be waited for.
  if ((!main_ended_ || run_.group().processes() != 1) && !run_.kill_and_wait())
    return LaunchFailure{spec_.run, LaunchStage::end_run_processes_in_time, ETIMEDOUT};
  // Init may have reported main's end just before it was killed.
  pollfd channel{run_.channel(), POLLIN, 0};
  if (!main_ended_ && ::poll(&channel, 1, 0) == 1 && (channel.revents & POLLIN) != 0)
    on_init_report();
  drain_all();
  if (!spec_.output_file.empty()) take_output_file();
  if (failure_) return *failure_;
  gather(record_);
  const bool lost = init_died_ && !main_ended_ && !ended_by_us_ && record_.oom_kills == 0;
  if (lost) return LaunchFailure{spec_.run, LaunchStage::keep_init_alive, 0};
  forward_rest();
  const bool ended_well = record_.end.exit_code == 0 && !ended_by_us_;
  if (!spec_.holds_end || (ended_well && !pipe_.is_full())) pipe_.close();
  return gather_yield();
}

SupervisedRun RunSupervisor::gather_yield() {
  // A run that has ended with the check has no output, but perhaps a code object.
  if (spec_.check == CompileCheck::alone) {
    std::swap(output_.small, yield_.code);
    std::swap(output_.file, code_);
  }
  yield_.output = std::move(output_.small);
  yield_.error_output = std::move(error_output_.small);
  yield_.forwarded = pipe_.sent();
  UniqueFd pipe = pipe_.give_back();
  SupervisedRun run;
  for (auto [flag, file] : {std::pair{&yield_.has_output_file, &output_.file},
                            {&yield_.has_error_file, &error_output_.file},
                            {&yield_.has_code_file, &code_},
                            {&yield_.has_content, &content_},
                            {&yield_.has_pipe, &pipe}}) {
    *flag = static_cast<bool>(*file);
    if (*file) run.files.push_back(std::move(*file));
  }
  run.record = std::move(record_);
  run.yield = std::move(yield_);
  return run;
}

void RunSupervisor::gather(RunRecord& record) const {
  const RunGroup& group = run_.group();
  const auto end = end_ == Clock::time_point{} ? Clock::now() : end_;
  record.wall = end - start_;
  record.cpu = std::max(group.cpu() - cpu_at_start_, nanoseconds{0});
  record.memory_peak = group.memory_peak(memory_seen_);
  record.oom_kills = group.oom_kills();
  record.memory_hits = group.memory_hits(record.memory_peak, record.oom_kills);
  record.process_hits = group.process_hits();
  record.error_tail = error_tail_;
  if (spec_.cuts_output)
    record.output_bytes = std::min(record.output_bytes, spec_.limits.output.count);
}

}  // namespace assize
