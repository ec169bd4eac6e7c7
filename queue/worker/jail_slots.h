// Slots that judge in jails.
#pragma once

#include <memory>

#include "judge/runtime/runtime.h"
#include "queue/cache/blob_cache.h"
#include "queue/worker/slot_work.h"
#include "storage/store/workers.h"

namespace assize {

struct JailSlotsOptions {
  std::uint32_t slots = 1;
  RuntimeRow runtime;
  Policy policy;
  bool keeps_output = false;  // of accepted tests, too: JudgeOptions::all_excerpts
  std::function<void(const std::string&)> on_notice = {};
  std::shared_ptr<BlobCache> cache = {};  // of what is read of packages; null: none
};

struct JailSlots {
  MakeSlots make;
  WorkerRuntime runtime;
};

// All jails are up before anything is leased: if one can't be, nothing has happened. Looks at the
// host at once: throws HostError.
JailSlots jail_slots(const JailSlotsOptions& options);

}  // namespace assize
