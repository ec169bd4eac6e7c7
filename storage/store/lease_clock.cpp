#include "storage/store/lease_clock.h"

#include "storage/engine/host_clock.h"

namespace assize {

namespace {

bool take_over(Database& database, const std::string& boot) {
  std::int64_t since = 0;
  if (!database.find("SELECT since_ms FROM lease_clock WHERE boot = :boot", {{":boot", boot}},
                     since))
    return false;
  database.set_lease_clock(since);
  return true;
}

// What has been waiting for a next try needn't wait any longer: nobody knows how long that was.
void end_all_leases(Database& database) {
  database.run("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'");
  database.run("UPDATE judgings SET not_before = 1 WHERE state = 'queued' AND not_before > 0");
  database.run("UPDATE workers SET seen_at = 0, paused_until = NULL");
}

}  // namespace

void start_lease_clock(Database& database) {
  const HostClock* clock = database.host_clock();
  if (clock == nullptr) return;
  const std::string boot = clock->boot();
  if (take_over(database, boot)) return;
  const std::int64_t since = clock->wall_ms() - clock->since_boot_ms();
  database.set_lease_clock(since);
  if (database.mode() == Database::Mode::read) return;
  Transaction transaction(database);
  if (take_over(database, boot)) return;  // another process was faster
  end_all_leases(database);
  database.run("DELETE FROM lease_clock");
  database.run("INSERT INTO lease_clock (boot, since_ms) VALUES (:boot, :since)",
               {{":boot", boot}, {":since", since}});
  transaction.commit();
}

}  // namespace assize
