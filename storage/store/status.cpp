#include "storage/store/status.h"

#include "storage/store/conditions.h"

namespace assize {

namespace {

std::int64_t number(Database& database, std::string_view sql, Parameters parameters = {}) {
  std::int64_t value = 0;
  database.find(sql, parameters, value);
  return value;
}

}  // namespace

QueueCounts count_jobs(Database& database) {
  return {
      number(database, "SELECT count(*) FROM judgings WHERE state = 'queued' AND not_before = 0") +
          number(database,
                 "SELECT count(*) FROM judgings WHERE state = 'queued' AND not_before > 0"),
      number(database, "SELECT count(*) FROM judgings WHERE state = 'leased'"),
      number(database, "SELECT count(*) FROM judgings WHERE state = 'done' AND preview = 0"),
      number(database, "SELECT count(*) FROM judgings mine WHERE " ASSIZE_STILL_SET_ASIDE)};
}

std::vector<std::pair<std::string, std::int64_t>> count_verdicts(Database& database) {
  Rows rows = database.query(
      "SELECT verdict, count(*) FROM judgings WHERE verdict IS NOT NULL AND preview = 0 "
      "GROUP BY verdict "
      "ORDER BY verdict");
  std::vector<std::pair<std::string, std::int64_t>> counts;
  std::pair<std::string, std::int64_t> count;
  while (rows.next(count.first, count.second)) counts.push_back(count);
  return counts;
}

std::optional<std::int64_t> oldest_queued_ms(Database& database) {
  std::optional<std::int64_t> age;
  database.find(
      "SELECT assize_now() - min(at) FROM (SELECT min(queued_at) AS at FROM judgings WHERE "
      "state = 'queued' AND not_before = 0 UNION ALL SELECT min(queued_at) FROM judgings WHERE "
      "state = 'queued' AND not_before > 0) AS oldest",
      {}, age);
  return age;
}

std::int64_t finished_since(Database& database, std::int64_t ms) {
  return number(database,
                "SELECT count(*) FROM judgings WHERE state = 'done' AND "
                "finished_at > assize_now() - :ms",
                {{":ms", ms}});
}

std::int64_t count_refused(Database& database) {
  return number(database, "SELECT count(*) FROM refused_submissions");
}

std::vector<std::int64_t> accepted_at(Database& database) {
  Rows rows = database.query(
      "SELECT finished_at FROM judgings WHERE state = 'done' AND verdict = 'AC' AND preview = 0 "
      "ORDER BY finished_at");
  std::vector<std::int64_t> times;
  for (std::int64_t at = 0; rows.next(at);) times.push_back(at);
  return times;
}

}  // namespace assize
