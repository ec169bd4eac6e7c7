#include "storage/store/store.h"

#include <chrono>

#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/store/lease_clock.h"
#include "storage/store/upgrade.h"

namespace assize {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Store::Store(const std::string& url, Database::Mode mode, const HostClock& clock)
    : database_(open_database(url, mode, clock)) {
  // Who was told to bring it up to date has seen to the workers (stop_older_workers).
  if (mode != Database::Mode::initialize) refuse_under_older_workers(*database_);
  bring_up_to_date(*database_);
  if (mode != Database::Mode::read) database_->require_version(newest_version());
  start_lease_clock(*database_);
}

}  // namespace assize
