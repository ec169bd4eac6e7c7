// The worker: leases jobs, judges them in its slots, records the verdicts.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "queue/worker/slot_work.h"

namespace assize {

struct WorkerOptions {
  std::string store;   // path
  bool drain = false;  // end when nothing is queued and nothing is leased, by anyone
  std::optional<std::chrono::system_clock::time_point> deadline;  // lease nothing after it
  std::optional<std::int64_t> limit;                              // judge so many at most
  Policy policy;
  std::chrono::milliseconds patience =
      std::chrono::seconds{60};  // with a store that is busy or full
};

struct WorkerResult {
  std::int64_t judged = 0;  // verdicts that are recorded
  std::int64_t judge_errors = 0;
  std::int64_t refused = 0;  // set aside at once: their package can't be used (any more)
  std::int64_t left = 0;     // still queued or leased when it ended
  std::string failure;       // why it had to stop (the store or the host failed), or empty
  bool host_failed = false;  // it was the host: no slot can judge any more
};

struct Progress {
  std::int64_t judged = 0;
  QueueCounts counts;
};

struct WorkerEvents {
  // Called on the calling thread, about five times a second while something is being judged.
  std::function<void(const Progress&)> on_progress = {};
  // What the operator should know. Called from any thread, never from two at once.
  std::function<void(const std::string&)> on_message = {};
  // What a worker does, for -v: a line for each judging. As above.
  std::function<void(const std::string&)> on_detail = {};
};

// Runs until it is done (drain, deadline, limit) or a SIGTERM or SIGINT comes: then what is being
// judged is finished and recorded; a second signal hands it back at once. Throws HostError before
// anything is leased if a slot can't be put up.
WorkerResult run_worker(const WorkerOptions& options, const MakeSlots& make_slots,
                        const WorkerEvents& events);

}  // namespace assize
