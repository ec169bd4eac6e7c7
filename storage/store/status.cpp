#include "storage/store/status.h"

#include <algorithm>

#include "storage/records/verdict_names.h"
#include "storage/store/conditions.h"
#include "storage/store/staged.h"

namespace assize {

namespace {

std::int64_t number(Database& database, std::string_view sql, Parameters parameters = {}) {
  std::int64_t value = 0;
  database.find(sql, parameters, value);
  return value;
}

}  // namespace

Unfinished count_unfinished(Database& database) {
  return {
      number(database, "SELECT count(*) FROM judgings WHERE state = 'queued' AND queued_at > 0") +
          StagedHandIns(database).waiting(),
      number(database, "SELECT count(*) FROM judgings WHERE state = 'leased'")};
}

QueueCounts count_jobs(Database& database, const VerdictCounts& verdicts) {
  std::int64_t finished = 0;
  for (const auto& [verdict, count] : verdicts)
    if (verdict != letters(Verdict::judge_error)) finished += count;
  const Unfinished unfinished = count_unfinished(database);
  return {unfinished.queued, unfinished.leased, finished,
          number(database, "SELECT count(*) FROM judgings mine WHERE " ASSIZE_STILL_SET_ASIDE)};
}

// By what can be added up, what came after it, and judge errors, which are never added up: they can
// be queued again.
VerdictCounts count_verdicts(Database& database) {
  Rows rows = database.query(
      "SELECT verdict, CAST(sum(n) AS BIGINT) FROM ("
      "SELECT verdict, count AS n FROM finished_counts "
      "UNION ALL SELECT mine.verdict, count(*) FROM judgings mine WHERE mine.finished_at >= "
      "(SELECT COALESCE(max(until), 0) FROM finished_counts) AND " ASSIZE_IS_CURRENT
      " GROUP BY mine.verdict "
      "UNION ALL SELECT 'JE', count(*) FROM judgings mine WHERE mine.preview = 0 "
      "AND " ASSIZE_STILL_SET_ASIDE
      " UNION ALL SELECT 'JE', count(*) FROM judgings mine WHERE mine.preview = 0 AND "
      "mine.state = 'dropped') AS parts "
      "GROUP BY verdict HAVING sum(n) > 0 ORDER BY verdict");
  VerdictCounts counts;
  std::pair<std::string, std::int64_t> count;
  while (rows.next(count.first, count.second)) counts.push_back(count);
  return counts;
}

// No transaction is open for so long: what was finished before that is there.
constexpr std::int64_t kSettledMs = 120'000;

void add_up_verdicts(Database& database, std::int64_t most) {
  database.run(
      "INSERT INTO finished_counts (verdict, count, until) VALUES ('', 0, 0) "
      "ON CONFLICT (verdict) DO NOTHING");
  std::int64_t before = 0;
  database.find("SELECT until FROM finished_counts WHERE verdict = ''", {}, before);
  std::int64_t until = 0;
  database.find("SELECT assize_now() - :settled", {{":settled", kSettledMs}}, until);
  std::int64_t last = 0;  // of as many rows as are wanted
  if (database.find(
          "SELECT finished_at FROM judgings WHERE state = 'done' AND finished_at >= :before "
          "ORDER BY finished_at LIMIT 1 OFFSET :most",
          {{":before", before}, {":most", most}}, last))
    until = std::min(until, std::max(last, before + 1));
  if (until <= before) return;
  // Whoever else does it at this moment is the one, or this one is.
  const Parameter from{":before", before};
  const Parameter to{":until", until};
  if (database.run("UPDATE finished_counts SET until = :until WHERE verdict = '' AND "
                   "until = :before",
                   {from, to}) != 1)
    return;
  database.run(
      "INSERT INTO finished_counts (verdict, count, until) "
      "SELECT mine.verdict, count(*), CAST(:until AS BIGINT) FROM judgings mine "
      "WHERE mine.finished_at >= :before AND mine.finished_at < :until AND " ASSIZE_IS_CURRENT
      " GROUP BY mine.verdict "
      "ON CONFLICT (verdict) DO UPDATE SET count = finished_counts.count + excluded.count",
      {from, to});
}

void forget_added_up(Database& database) { database.run("DELETE FROM finished_counts"); }

std::optional<std::int64_t> oldest_queued_ms(Database& database) {
  std::optional<std::int64_t> age;
  database.find(
      "SELECT assize_now() - min(queued_at) FROM judgings WHERE state = 'queued' AND queued_at > 0",
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

std::vector<RuntimeSeen> runtimes_seen(Database& database, std::optional<std::int64_t> batch) {
  const std::string all =
      "SELECT DISTINCT r.name, r.version FROM judgings j JOIN runtimes r ON r.hash = j.runtime ";
  const std::string order = "ORDER BY r.name, r.version";
  Rows rows = batch ? database.query(all +
                                         "JOIN submissions s ON s.id = j.submission "
                                         "WHERE s.batch = :batch " +
                                         order,
                                     {{":batch", *batch}})
                    : database.query(all + order);
  std::vector<RuntimeSeen> seen;
  for (RuntimeSeen row; rows.next(row.name, row.version);) seen.push_back(row);
  return seen;
}

}  // namespace assize
