// The worker: leases jobs, judges them in its slots, records the verdicts.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "queue/worker/circuit_breaker.h"
#include "queue/worker/slot_work.h"
#include "storage/store/workers.h"

namespace assize {

struct WorkerTimes {
  PauseRule pause = {};                               // when judgings fail in a row
  std::chrono::milliseconds after_error{50};          // a slot waits; doubled for each in a row
  std::chrono::milliseconds first_wait = kFirstWait;  // of a job after its first judge error
  std::chrono::milliseconds renewal = kLeaseRenewal;
  std::chrono::milliseconds wish_look{1'000};  // at most so often, after writes to the store
};

struct WorkerOptions {
  std::string store;   // path
  bool drain = false;  // end when nothing is queued and nothing is leased, by anyone
  std::optional<std::chrono::system_clock::time_point> deadline;  // lease nothing after it
  std::optional<std::int64_t> limit;                              // judge so many at most
  Policy policy;
  std::chrono::milliseconds patience =
      std::chrono::seconds{60};              // with a store that is busy or full
  std::vector<WorkerRuntime> runtimes = {};  // that its slots have: for whoever looks at it
  std::string by = {};                       // who started it, for the audit log
  WorkerTimes times = {};
};

struct WorkerResult {
  std::int64_t judged = 0;  // verdicts that are recorded
  std::int64_t judge_errors = 0;
  std::int64_t refused = 0;  // set aside at once: their package can't be used (any more)
  std::int64_t left = 0;     // still queued or leased when it ended
  std::string failure;       // why it had to stop (the store or the host failed), or empty
  bool host_failed = false;  // it was the host: no slot can judge any more
  std::string drained_by;    // who asked it to end (assize worker drain), or empty
};

struct Progress {
  std::int64_t judged = 0;
  Unfinished unfinished;
};

struct WorkerEvents {
  // Called on the calling thread, about five times a second while something is being judged.
  std::function<void(const Progress&)> on_progress = {};
  // What the operator should know. Called from any thread, never from two at once.
  std::function<void(const std::string&)> on_message = {};
  // What a worker does, for -v: a line for each judging. As above.
  std::function<void(const std::string&)> on_detail = {};
};

// Runs until it is done (drain, deadline, limit), somebody asks it to end, or a SIGTERM or SIGINT
// comes: then what is being judged is finished and recorded; a signal after that hands it back at
// once. After judge errors in a row it takes nothing for a while (circuit_breaker.h). Throws
// HostError before anything is leased if a slot can't be put up.
WorkerResult run_worker(const WorkerOptions& options, const MakeSlots& make_slots,
                        const WorkerEvents& events);

}  // namespace assize
