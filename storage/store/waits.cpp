#include "storage/store/waits.h"

#include <algorithm>

namespace assize {

namespace {

// The three parts of what is before a job are ranges of the queue's index.
#define ASSIZE_IN_QUEUE "state = 'queued' AND not_before = 0 AND "
#define ASSIZE_BEFORE_BY_PRIORITY ASSIZE_IN_QUEUE "priority > :priority"
#define ASSIZE_BEFORE_BY_TURN ASSIZE_IN_QUEUE "priority = :priority AND turn < :turn"
#define ASSIZE_BEFORE_BY_ID ASSIZE_IN_QUEUE "priority = :priority AND turn = :turn AND id < :id"

// One of `kHashes` numbers that belongs to an id, whatever else is regular about ids: packages
// often alternate in a manifest.
constexpr std::int64_t kHashes = 65'536;
#define ASSIZE_CHOSEN " AND (id * 40503) % 65536 < :chosen"

}  // namespace

std::optional<PlacedJob> placed_job_of(Database& database, Id submission) {
  PlacedJob job;
  std::string state;
  if (!database.find(
          "SELECT id, state, package, priority, turn, COALESCE((SELECT clocks.turn FROM clocks "
          "WHERE clocks.priority = judgings.priority), 0), "
          "CASE WHEN not_before = 0 THEN 0 ELSE not_before - assize_lease_now() END, "
          "COALESCE(assize_lease_now() - leased_at, 0) FROM judgings "
          "WHERE submission = :submission AND preview = 0 ORDER BY id DESC LIMIT 1",
          {{":submission", submission}}, job.judging, state, job.package, job.priority, job.turn,
          job.served_turn, job.until_next_try, job.leased_for))
    return std::nullopt;
  job.state = job_state(state).value_or(JobState::set_aside);
  return job;
}

std::int64_t count_before(Database& database, const PlacedJob& job, std::int64_t most) {
  std::int64_t count = 0;
  database.find(
      "SELECT count(*) FROM (SELECT * FROM (SELECT 1 FROM judgings WHERE " ASSIZE_BEFORE_BY_PRIORITY
      " UNION ALL SELECT 1 FROM judgings WHERE " ASSIZE_BEFORE_BY_TURN
      " UNION ALL SELECT 1 FROM judgings WHERE " ASSIZE_BEFORE_BY_ID
      ") AS ahead LIMIT CAST(:most AS BIGINT)) AS counted",
      {{":priority", job.priority}, {":turn", job.turn}, {":id", job.judging}, {":most", most}},
      count);
  return count;
}

std::vector<PackageShare> packages_before(Database& database, const PlacedJob& job,
                                          std::int64_t before, std::int64_t sample) {
  const std::int64_t chosen =
      before <= sample ? kHashes : std::max<std::int64_t>(kHashes * sample / before, 1);
  Rows rows = database.query(
      "SELECT package, count(*) FROM (SELECT package FROM judgings WHERE " ASSIZE_BEFORE_BY_PRIORITY
          ASSIZE_CHOSEN
      " UNION ALL SELECT package FROM judgings WHERE " ASSIZE_BEFORE_BY_TURN ASSIZE_CHOSEN
      " UNION ALL SELECT package FROM judgings WHERE " ASSIZE_BEFORE_BY_ID ASSIZE_CHOSEN
      ") AS ahead GROUP BY package ORDER BY package",
      {{":priority", job.priority},
       {":turn", job.turn},
       {":id", job.judging},
       {":chosen", chosen}});
  std::vector<PackageShare> shares;
  PackageShare share;
  while (rows.next(share.package, share.jobs)) shares.push_back(share);
  return shares;
}

std::vector<RecentJudging> recent_judgings(Database& database, std::int64_t most) {
  Rows rows = database.query(
      "SELECT package, priority, turn, COALESCE(slot_ms, -1), assize_now() - finished_at FROM "
      "judgings WHERE state = 'done' ORDER BY finished_at DESC LIMIT CAST(:most AS BIGINT)",
      {{":most", most}});
  std::vector<RecentJudging> list;
  RecentJudging one;
  while (rows.next(one.package, one.priority, one.turn, one.slot_ms, one.age_ms))
    if (one.slot_ms >= 0) list.push_back(one);  // those of an older assize don't tell
  return list;
}

std::vector<RecentArrival> recent_arrivals(Database& database, std::int64_t most) {
  Rows rows = database.query(
      "SELECT priority, turn, assize_now() - queued_at FROM judgings ORDER BY id DESC LIMIT "
      "CAST(:most AS BIGINT)",
      {{":most", most}});
  std::vector<RecentArrival> list;
  RecentArrival one;
  while (rows.next(one.priority, one.turn, one.age_ms)) list.push_back(one);
  return list;
}

}  // namespace assize
