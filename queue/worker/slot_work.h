// What a slot of a worker does with a job: the seam between the worker's loop and the jail.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "queue/worker/store_access.h"

namespace assize {

class SlotWork {
 public:
  virtual ~SlotWork() = default;
  // Puts up anew what is broken of the slot. Throws HostError.
  virtual void repair() = 0;
  // Loads the job's package and judges. Throws JudgeError (PackageError: with the same submission
  // it would again), StuckHost, HostError, PackageRefused, DamagedItem, StoreError.
  virtual JudgingRecord judge(const LeasedJob& job, const Source& source) = 0;
  // Ends what another thread is judging: that throws. Safe to call at any time.
  virtual void abandon() = 0;
};

// Makes a worker's slots. Throws HostError if one can't be put up.
using MakeSlots = std::function<std::vector<std::unique_ptr<SlotWork>>(StoreAccess& store)>;

}  // namespace assize
