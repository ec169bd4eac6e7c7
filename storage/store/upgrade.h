// Bringing a store up to date while workers of an older assize use it.
//
// What keeps the store right is the engine's (Database::require_version): no transaction that
// writes by an older schema is under way while the schema changes, and none begins afterwards. This
// is what keeps the fleet at work until then: `assize init` asks the older workers to take nothing
// more, and waits until they have finished what they judge; every other command leaves an older
// store alone that workers use.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "storage/engine/database.h"

namespace assize {

// Throws InputError that names the hosts and what to do, if the store is of an older version and
// workers use it. Reads only.
void refuse_under_older_workers(Database& database);

struct OlderWorkers {
  std::chrono::milliseconds patience;  // 0: they aren't asked and not waited for
  std::string asked_by;
  std::function<void(const std::string&)> on_message;
};

// Asks the workers of a store of an older version to finish what they judge, and waits until they
// have ended. Nothing, if there are none, or no store. Throws InputError if some are still at work
// when the patience is at its end: they stay asked.
void stop_older_workers(const std::string& url, const OlderWorkers& wanted);

}  // namespace assize
