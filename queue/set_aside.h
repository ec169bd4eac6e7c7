// What was set aside, for whoever has to see to it: listing it, queueing it again, dropping it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "queue/queue.h"
#include "storage/store/store.h"

namespace assize {

using Troubled = TroubledJob;

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
