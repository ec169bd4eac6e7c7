// The worker: leases jobs, judges them in its slots, records the verdicts.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "judge/judging.h"
#include "queue/queue.h"

namespace assize {

struct WorkerOptions {
  std::string store;  // path
  std::uint32_t slots = 1;
  bool drain = false;  // end when nothing is queued and nothing is leased, by anyone
  std::optional<std::chrono::system_clock::time_point> deadline;  // lease nothing after it
  std::optional<std::int64_t> limit;                              // judge so many at most
  RuntimeRow runtime;
  Policy policy;
};

struct WorkerResult {
  std::int64_t judged = 0;
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

// Called on the calling thread, about five times a second while something is being judged.
using OnProgress = std::function<void(const Progress&)>;
using OnMessage = std::function<void(const std::string&)>;

// Runs until it is done (drain, deadline, limit) or a SIGTERM or SIGINT comes: then what is being
// judged is finished and recorded; a second signal hands it back at once. Throws HostError before
// anything is leased if this host can't do it safely.
WorkerResult run_worker(const WorkerOptions& options, const OnProgress& on_progress,
                        const OnMessage& on_message);

}  // namespace assize
