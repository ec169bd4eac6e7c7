// What was set aside, for whoever has to see to it: listing it, queueing it again, dropping it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/queue.h"
#include "storage/store/store.h"

namespace assize {

// A judging that needs attention: set aside, or queued again after a judge error.
struct Troubled {
  Id judging = 0;
  Id submission = 0;
  std::string submitter;
  std::string problem;
  std::string file_name;
  bool is_set_aside = false;
  std::int64_t failures = 0;
  std::int64_t expiries = 0;
  std::int64_t not_before = 0;  // ms since the epoch; 0: it doesn't wait
  std::string last_failure;
};

// Which of them. Empty: all.
struct TroubledWanted {
  std::vector<Id> submissions;
  std::string problem;
};

// In the order of submissions. Of those that were set aside the ones that were queued again since
// are left out.
std::vector<Troubled> list_troubled(Store& store, const TroubledWanted& wanted);

// Queues those that are set aside once more, against the current packages of their problems, and
// lets those that wait begin at once. Gives what it has done it to.
std::vector<Troubled> retry_troubled(Store& store, const TroubledWanted& wanted);

// Takes them off the list: they stay without a verdict (JE), and nobody is told of them any more.
std::vector<Troubled> drop_troubled(Store& store, const TroubledWanted& wanted);

}  // namespace assize
