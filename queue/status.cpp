#include "queue/status.h"

namespace assize {

namespace {

std::int64_t number(Store& store, std::string_view sql) {
  Statement row = store.database().prepare(sql);
  return row.step() ? row.number(0) : 0;
}

double seconds_since(std::int64_t moment) { return static_cast<double>(now_ms() - moment) / 1000; }

}  // namespace

QueueStatus read_status(Store& store) {
  QueueStatus status;
  status.counts = Queue(store).counts();
  Database& db = store.database();
  Statement verdicts = db.prepare(
      "SELECT verdict, count(*) FROM judgings WHERE verdict IS NOT NULL GROUP BY verdict ORDER BY "
      "verdict");
  while (verdicts.step()) status.verdicts.emplace_back(verdicts.text(0), verdicts.number(1));
  // Each from the small index of its kind alone.
  Statement oldest = db.prepare(
      "SELECT min(at) FROM (SELECT min(queued_at) AS at FROM judgings WHERE state = 'queued' AND "
      "not_before = 0 UNION ALL SELECT min(queued_at) FROM judgings WHERE state = 'queued' AND "
      "not_before > 0)");
  if (oldest.step() && !oldest.is_null(0)) status.oldest_queued_s = seconds_since(oldest.number(0));
  Statement recent =
      db.prepare("SELECT count(*) FROM judgings WHERE state = 'done' AND finished_at > ?1");
  if (recent.with(now_ms() - 60'000).step()) status.per_minute = recent.number(0);
  status.not_taken = number(store, "SELECT count(*) FROM refused_submissions");
  return status;
}

}  // namespace assize
