// The facts of one run, as the keeper measured them. No opinion is in here: what they mean is
// decided by judge_run() in verdict.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/records/limits.h"

namespace assize {

// A forbidden system call that was denied and reported. Argument values are as passed: no pointer
// was followed. `count` is how often the run tried it; the arguments are those of the first try.
struct DeniedCall {
  std::int32_t number = 0;  // x86-64 system call number
  std::array<std::uint64_t, 6> arguments{};
  std::uint32_t count = 0;
  bool operator==(const DeniedCall&) const = default;
};

// How the main process of the run ended. Exactly one of the two is set, or none if it was still
// alive when the keeper ended the run.
struct MainEnd {
  std::optional<int> exit_code;
  std::optional<int> signal;
  bool operator==(const MainEnd&) const = default;
};

struct RunRecord {
  MainEnd end;
  nanoseconds cpu{};   // CPU time of all processes of the run, from the exec on
  nanoseconds wall{};  // from the exec until the main process ended or the run was ended
  Bytes memory_peak{};
  std::uint64_t oom_kills = 0;     // processes of the run that the kernel killed for memory
  std::uint64_t memory_hits = 0;   // how often the run's own memory limit was reached
  std::uint64_t process_hits = 0;  // how often the process limit refused a fork or a thread
  std::uint64_t output_bytes = 0;  // written to stdout, as far as it was read
  std::uint64_t error_bytes = 0;   // written to stderr, of which what its limit allows is kept
  nanoseconds cpu_pressure{};      // time in which some task of the host waited for a CPU
  // Of a run that was ended at its wall limit: the most that one of its threads that could run had
  // to wait for a CPU, without the time in which its keeper worked. Not of an interactive one.
  nanoseconds run_delay{};
  bool denied_calls_capped = false;  // so many forbidden calls that the run was slowed down
  std::vector<DeniedCall> denied_calls;
  // The forbidden call for which the policy ended the run; it is among denied_calls too.
  std::optional<std::int32_t> fatal_call;
  std::string error_tail;  // the last bytes of stderr, raw, at most kErrorTail

  static constexpr std::size_t kErrorTail = 4096;
  bool operator==(const RunRecord&) const = default;
};

}  // namespace assize
