#include "queue/status.h"

namespace assize {

QueueStatus read_status(Store& store) {
  Database& db = store.database();
  QueueStatus status;
  status.verdicts = count_verdicts(db);
  status.counts = count_jobs(db, status.verdicts);
  if (const auto age = oldest_queued_ms(db))
    status.oldest_queued_s = static_cast<double>(*age) / 1000;
  status.per_minute = finished_since(db, 60'000);
  status.not_taken = count_refused(db);
  status.workers = list_workers(store);
  return status;
}

}  // namespace assize
