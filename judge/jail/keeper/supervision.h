// One run under the keeper's eyes, from the JailSpec to the RunRecord.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "judge/jail/keeper/launch.h"
#include "judge/jail/keeper/output_stream.h"
#include "judge/jail/protocol/message.h"
#include "judge/jail/protocol/spec.h"

namespace assize {

struct SupervisedRun {
  RunRecord record;
  RunYield yield;
  std::vector<UniqueFd> files;  // as RunYield has them
};

// Each denied call costs the keeper CPU time that nobody is charged for. After so many the run has
// to wait for each further answer: it isn't accused of anything, but spends its own wall time.
constexpr std::uint32_t kDeniedCallCap = 1000;

// A program that ends closes its output just before: whoever it is joined to isn't told of that end
// before the keeper knows of the program's.
constexpr auto kEndGrace = std::chrono::milliseconds{20};

// In two steps, so that the keeper can prepare its next run while this one runs. The worker's
// socket is watched all the time: if the worker closes it, the run is ended.
class RunSupervisor {
 public:
  // `pipe`: what the output is forwarded to, if it is.
  RunSupervisor(PreparedRun& run, const JailSpec& spec, const SlotSetup& setup, int worker,
                UniqueFd pipe)
      : run_(run),
        spec_(spec),
        rules_(setup.rules),
        without_(setup.without),
        worker_(worker),
        pipe_(std::move(pipe)),
        output_{run.output(), &record_.output_bytes, spec.limits.output, spec.cuts_output},
        error_output_{run.error_output(), &record_.error_bytes, spec.limits.error_output, true},
        in_check_(spec.check != CompileCheck::none) {
    if (in_check_) output_.limit = std::max(output_.limit, kCodeObject);
    if (spec.at_readers_pace) {
      output_.limit.count = kSmallOutput;
      output_.cuts = true;
    }
  }

  // Sends the message on to init and waits until the exec. A failure of the launch, or nothing; one
  // for which the run's memory limit is too low is none, but the run's end.
  std::optional<LaunchFailure> start(std::string_view message, std::span<const int> descriptors);
  // Waits for the end and gathers the facts. A failure if the run was lost (init died alone).
  std::variant<SupervisedRun, LaunchFailure> finish();

 private:
  using Clock = RunClock;

  bool kills(Layer layer) const { return !without_.has(layer); }
  bool is_mains_parent() const { return without_.has(Layer::pid_namespace) && !main_ended_; }
  void wait_for_events(nanoseconds at_most);
  void on_init_report();
  void on_main_end();
  void on_collected(const Received& received);
  void on_call();
  void on_set_up_call(const seccomp_notif& call);
  void on_denied_call(const seccomp_notif& call);
  void drain(OutputStream& stream);
  void take(OutputStream& stream, std::string_view data);
  void drain_all();
  void forward();
  void forward_end();
  void forward_rest();
  void wait_for_collected();
  void take_output_file();
  void check_clocks();
  void look_at_memory();
  void look_at_delay();
  nanoseconds until_next_check();
  void begin_clocks();
  void end_check();
  bool was_short_of_memory() const;
  void end_for_memory();
  void end();
  void gather(RunRecord& record) const;
  SupervisedRun gather_yield();

  PreparedRun& run_;
  const JailSpec& spec_;
  const SlotRules& rules_;
  Layers without_;
  int worker_;
  OutputPipe pipe_;

  RunRecord record_;
  RunYield yield_;
  UniqueFd content_;
  bool collected_ = false;         // all that was to be taken out of the working directory has come
  UniqueFd written_;               // the file that is the run's output
  Clock::time_point closed_at_{};  // when the output was closed, of a run that forwards it
  Bytes unread_;                   // of the output: dropped after its reader had ended
  std::uint64_t marked_ = 0;       // bytes of the output that the last mark is for
  OutputStream output_;
  OutputStream error_output_;
  std::string error_tail_;
  std::optional<LaunchFailure> failure_;
  std::uint32_t denied_ = 0;
  Clock::time_point answers_again_{};  // until then denied calls wait
  bool started_ = false;
  bool in_check_;  // the compile check, with which the run began, isn't over
  UniqueFd code_;  // what it wrote, where that isn't small
  bool main_ended_ = false;
  bool init_died_ = false;
  bool ended_by_us_ = false;
  Clock::time_point launched_;
  Clock::time_point start_;
  Clock::time_point end_;
  Clock::time_point next_check_;
  nanoseconds cpu_at_start_{};
  nanoseconds own_cpu_at_start_{};  // the keeper's
  nanoseconds cpu_now_{};
  Bytes memory_seen_;
};

}  // namespace assize
