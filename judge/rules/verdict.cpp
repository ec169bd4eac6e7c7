#include "judge/rules/verdict.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <string>
#include <tuple>
#include <utility>

#include "judge/rules/traceback.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// This is the only text of a submission that a verdict looks at; it chooses between two rejections.
bool died_of_memory_error(const RunRecord& run) {
  return run.end.exit_code == 1 && uncaught_error(run.error_tail).of_memory;
}

// No submission can bring this about: its own limit was never reached, yet the kernel killed.
bool killed_by_host_memory(const RunRecord& run) {
  return run.oom_kills > 0 && run.memory_hits == 0;
}

std::string signal_name(int signal) {
  static constexpr std::array<std::pair<int, const char*>, 15> kSignals{{
      {SIGHUP, "SIGHUP"},
      {SIGINT, "SIGINT"},
      {SIGQUIT, "SIGQUIT"},
      {SIGILL, "SIGILL"},
      {SIGTRAP, "SIGTRAP"},
      {SIGABRT, "SIGABRT"},
      {SIGBUS, "SIGBUS"},
      {SIGFPE, "SIGFPE"},
      {SIGKILL, "SIGKILL"},
      {SIGSEGV, "SIGSEGV"},
      {SIGPIPE, "SIGPIPE"},
      {SIGALRM, "SIGALRM"},
      {SIGTERM, "SIGTERM"},
      {SIGXCPU, "SIGXCPU"},
      {SIGXFSZ, "SIGXFSZ"},
  }};
  for (const auto& [number, name] : kSignals)
    if (number == signal) return name;
  return "signal " + std::to_string(signal);
}

// No submission can bring this about by itself: what its own threads wait for each other is less
// than the CPU time that all of them have together.
bool waited_for_a_cpu(const RunRecord& run, const Limits& limits) {
  return run.wall > limits.wall && run.run_delay >= run.cpu + limits.wall / 2;
}

// The rules that a compile run and a test's run share. One line per rule, in order of precedence.
std::optional<Opinion> passed_limit(const RunRecord& run, const Limits& limits) {
  if (killed_by_host_memory(run))
    return Opinion{Verdict::judge_error, ReasonClass::host_memory, "the host ran out of memory"};
  if (run.fatal_call)
    return Opinion{Verdict::security_violation, ReasonClass::forbidden_call,
                   "a system call for which the policy ends a run"};
  if (run.end.signal == SIGSYS)
    return Opinion{Verdict::security_violation, ReasonClass::foreign_abi,
                   "system call of a foreign ABI"};
  if (run.output_bytes > limits.output.count)
    return Opinion{Verdict::output_limit_exceeded, ReasonClass::output_size, "too much output"};
  if (run.oom_kills > 0)
    return Opinion{Verdict::memory_limit_exceeded, ReasonClass::memory, "memory limit passed"};
  if (died_of_memory_error(run))
    return Opinion{Verdict::memory_limit_exceeded, ReasonClass::memory, "MemoryError"};
  if (run.cpu > limits.time)
    return Opinion{Verdict::time_limit_exceeded, ReasonClass::cpu_time, "CPU time limit passed"};
  if (waited_for_a_cpu(run, limits))
    return Opinion{
        Verdict::judge_error, ReasonClass::host_overload,
        "the host was overloaded: for most of its wall limit the run could have run, and "
        "waited for a CPU"};
  if (run.wall > limits.wall)
    return Opinion{Verdict::time_limit_exceeded, ReasonClass::wall_time,
                   "wall limit passed (sleeping, blocked or waiting)"};
  return std::nullopt;
}

}  // namespace

Opinion judge_run(const RunRecord& run, const Limits& limits) {
  if (auto opinion = passed_limit(run, limits)) return *opinion;
  if (run.end.signal)
    return {Verdict::run_time_error, ReasonClass::signal,
            "killed by " + signal_name(*run.end.signal)};
  if (!run.end.exit_code)
    return {Verdict::judge_error, ReasonClass::no_end, "the run ended without a known cause"};
  if (*run.end.exit_code != 0) {
    const std::string line = clean_excerpt(uncaught_error(run.error_tail).line, kReasonBytes);
    return {Verdict::run_time_error, ReasonClass::exit_code,
            line.empty() ? "exit code " + std::to_string(*run.end.exit_code) : line};
  }
  return {};
}

Opinion judge_compile(const RunRecord& run, const Limits& limits) {
  // A MemoryError that the compiler raises is its answer to this source: CE. Limits come first,
  // but of the rule for MemoryError only the kernel's part counts here.
  RunRecord facts = run;
  facts.error_tail.clear();
  if (auto opinion = passed_limit(facts, limits)) return *opinion;
  if (run.end.signal)
    return {Verdict::compile_error, ReasonClass::compiler,
            "the compiler was killed by " + signal_name(*run.end.signal)};
  if (!run.end.exit_code)
    return {Verdict::judge_error, ReasonClass::no_end, "the run ended without a known cause"};
  if (*run.end.exit_code != 0) {
    const std::string line = clean_excerpt(last_line(run.error_tail), kReasonBytes);
    return {Verdict::compile_error, ReasonClass::compiler,
            line.empty() ? "does not compile" : line};
  }
  return {};
}

bool in_grey_zone(const RunRecord& run, const Limits& limits) {
  const Opinion opinion = judge_run(run, limits);
  return opinion.verdict == Verdict::time_limit_exceeded &&
         opinion.reason_class == ReasonClass::cpu_time && run.cpu <= limits.kill_point;
}

bool wall_limit_by_busy_host(const RunRecord& run, const Limits& limits) {
  const Opinion opinion = judge_run(run, limits);
  return opinion.verdict == Verdict::time_limit_exceeded &&
         opinion.reason_class == ReasonClass::wall_time && run.cpu_pressure >= run.wall / 10;
}

bool wants_another_attempt(std::span<const RunRecord> attempts, const Limits& limits) {
  constexpr std::size_t kMostAttempts = 3;
  if (attempts.size() == 1 && wall_limit_by_busy_host(attempts[0], limits)) return true;
  if (attempts.size() < kMostAttempts && waited_for_a_cpu(attempts.back(), limits)) return true;
  if (attempts.size() >= kMostAttempts || !in_grey_zone(attempts[0], limits)) return false;
  return std::all_of(attempts.begin(), attempts.end(),
                     [&](const RunRecord& run) { return run.cpu > limits.time; });
}

bool is_same_answer(const RunAnswer& first, const RunAnswer& repetition, const Limits& limits) {
  const auto was_ended = [&](const RunRecord& run) {
    const bool by_itself = run.end.exit_code || run.end.signal;
    return !by_itself || run.cpu > limits.kill_point || run.wall > limits.wall ||
           run.oom_kills > 0 || run.output_bytes > limits.output.count;
  };
  const bool first_ended = was_ended(*first.record);
  const bool repetition_ended = was_ended(*repetition.record);
  const auto agree = [&](std::string_view a, std::string_view b) {
    if (first_ended && repetition_ended) return a.starts_with(b) || b.starts_with(a);
    if (first_ended) return b.starts_with(a);
    if (repetition_ended) return a.starts_with(b);
    return a == b;
  };
  if (!agree(first.output, repetition.output)) return false;
  if (!agree(first.error_output, repetition.error_output)) return false;
  if (first_ended || repetition_ended) return true;
  return first.record->end == repetition.record->end &&
         first.record->error_bytes == repetition.record->error_bytes &&
         first.record->denied_calls == repetition.record->denied_calls &&
         first.record->fatal_call == repetition.record->fatal_call;
}

std::size_t chosen_attempt(std::span<const RunRecord> attempts, const Limits& limits) {
  const auto rank = [&](const RunRecord& run) {
    return std::tuple(run.wall > limits.wall, waited_for_a_cpu(run, limits), run.cpu);
  };
  const auto least =
      std::min_element(attempts.begin(), attempts.end(),
                       [&](const RunRecord& a, const RunRecord& b) { return rank(a) < rank(b); });
  return static_cast<std::size_t>(least - attempts.begin());
}

bool is_near_memory_limit(const RunRecord& run, const Limits& limits) {
  constexpr Bytes kNear = mib(4);
  return run.memory_hits > 0 ||
         limits.memory.count - std::min(limits.memory.count, run.memory_peak.count) <= kNear.count;
}

std::optional<std::size_t> deciding_test(std::span<const Opinion> tests) {
  const auto found = std::find_if(tests.begin(), tests.end(), [](const Opinion& opinion) {
    return opinion.verdict != Verdict::accepted;
  });
  if (found == tests.end()) return std::nullopt;
  return static_cast<std::size_t>(found - tests.begin());
}

}  // namespace assize
