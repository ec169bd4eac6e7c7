// How the queue is doing, for whoever looks after it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "queue/fleet.h"
#include "queue/queue.h"

namespace assize {

struct QueueStatus {
  QueueCounts counts;
  std::vector<std::pair<std::string, std::int64_t>> verdicts;  // of all judgings, by letters
  double oldest_queued_s = 0;                                  // 0: nothing is queued
  std::int64_t per_minute = 0;                                 // judged in the last minute
  std::int64_t not_taken = 0;                                  // refused when they were handed in
  std::vector<WorkerRow> workers;
};

// Reads only.
QueueStatus read_status(Store& store);

}  // namespace assize
