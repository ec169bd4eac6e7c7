#include "storage/store/jobs.h"

#include <array>
#include <set>

#include "storage/records/verdict_names.h"
#include "storage/store/conditions.h"

namespace assize {

namespace {

std::optional<std::string> verdict_of(const Return& how) {
  if (!is_given_up(how.state)) return std::nullopt;
  return std::string(letters(Verdict::judge_error));
}

std::optional<std::string> reason_of(const Return& how) {
  if (!is_given_up(how.state)) return std::nullopt;
  return "judge error";
}

}  // namespace

// Whoever queues something makes the row of its priority: a lease only changes it, as to insert it
// "on conflict" would wait for the transaction of anybody who is changing it.
std::int64_t Jobs::served_turn(std::int64_t priority) {
  std::int64_t turn = 0;
  if (!database_.find("SELECT turn FROM clocks WHERE priority = :priority",
                      {{":priority", priority}}, turn))
    database_.run(
        "INSERT INTO clocks (priority, turn) VALUES (:priority, 0) "
        "ON CONFLICT (priority) DO NOTHING",
        {{":priority", priority}});
  return turn;
}

// Who serves a turn at the same moment as somebody else doesn't wait for it: the other one's is as
// good, and the next lease brings a later one.
void Jobs::serve_turn(std::int64_t priority, std::int64_t turn) {
  database_.run_later(
      "UPDATE clocks SET turn = :turn WHERE priority IN (SELECT priority FROM clocks WHERE "
      "priority = :priority AND turn < :turn FOR UPDATE SKIP LOCKED)",
      {{":priority", priority}, {":turn", turn}});
}

std::optional<std::int64_t> Jobs::last_turn(const std::string& submitter, std::int64_t priority) {
  std::optional<std::int64_t> turn;
  database_.find("SELECT turn FROM turns WHERE submitter = :submitter AND priority = :priority",
                 {{":submitter", submitter}, {":priority", priority}}, turn);
  return turn;
}

void Jobs::put_turn(const std::string& submitter, std::int64_t priority, std::int64_t turn) {
  database_.run_later(
      "INSERT INTO turns (submitter, priority, turn) VALUES (:submitter, :priority, :turn) "
      "ON CONFLICT (submitter, priority) DO UPDATE SET turn = :turn",
      {{":submitter", submitter}, {":priority", priority}, {":turn", turn}});
}

Id Jobs::put(Id submission, const std::string& package, std::int64_t priority, std::int64_t turn) {
  Id id = 0;
  database_.find(
      "INSERT INTO judgings (submission, package, state, priority, turn, queued_at) "
      "VALUES (:submission, :package, 'queued', :priority, :turn, assize_now()) RETURNING id",
      {{":submission", submission},
       {":package", package},
       {":priority", priority},
       {":turn", turn}},
      id);
  database_.announce();
  return id;
}

std::map<std::pair<std::string, std::int64_t>, std::int64_t> Jobs::last_turns(
    std::span<const NewJob> jobs) {
  std::set<std::pair<std::string_view, std::int64_t>> wanted;
  for (const auto& job : jobs) wanted.emplace(job.submitter, job.priority);
  const std::array columns{RowColumn{":name"}, RowColumn{":rank", RowColumn::Type::number}};
  std::vector<Value> values;
  for (const auto& [submitter, priority] : wanted)
    values.insert(values.end(), {submitter, priority});
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> found;
  Rows rows = database_.query_for_rows(
      "SELECT submitter, priority, turn FROM assize_rows JOIN turns ON submitter = name AND "
      "priority = rank",
      columns, values);
  std::pair<std::string, std::int64_t> whose;
  std::int64_t turn = 0;
  while (rows.next(whose.first, whose.second, turn)) found[whose] = turn;
  return found;
}

void Jobs::put(std::span<const NewJob> jobs) {
  constexpr auto kNumber = RowColumn::Type::number;
  std::map<std::pair<std::string_view, std::int64_t>, std::int64_t> turns;
  std::vector<Value> values;
  for (const auto& job : jobs) {
    values.insert(values.end(), {job.submission, job.package, job.priority, job.turn});
    turns[{job.submitter, job.priority}] = job.turn;
  }
  const std::array columns{RowColumn{":submission", kNumber}, RowColumn{":package"},
                           RowColumn{":priority", kNumber}, RowColumn{":turn", kNumber}};
  database_.run_for_rows(
      "INSERT INTO judgings (submission, package, state, priority, turn, queued_at) "
      "SELECT submission, package, 'queued', priority, turn, assize_now() FROM assize_rows",
      columns, values);
  values.clear();
  for (const auto& [whose, turn] : turns)
    values.insert(values.end(), {whose.first, whose.second, turn});
  const std::array turn_columns{RowColumn{":submitter"}, RowColumn{":priority", kNumber},
                                RowColumn{":turn", kNumber}};
  database_.run_for_rows(
      "INSERT INTO turns (submitter, priority, turn) SELECT submitter, priority, turn FROM "
      "assize_rows WHERE TRUE ON CONFLICT (submitter, priority) DO UPDATE SET "
      "turn = excluded.turn",
      turn_columns, values);
  database_.announce();
}

void Jobs::end_waits() {
  database_.run_later(
      "UPDATE judgings SET not_before = 0 WHERE id IN (SELECT id FROM judgings WHERE "
      "state = 'queued' AND not_before > 0 AND not_before <= assize_lease_now() "
      "FOR UPDATE SKIP LOCKED)");
}

void Jobs::end_wait(Id judging) {
  database_.run("UPDATE judgings SET not_before = 0 WHERE id = :id", {{":id", judging}});
}

#define ASSIZE_FIRST                                                       \
  "SELECT id FROM judgings WHERE state = 'queued' AND not_before = 0 AND " \
  "(failures = 0 OR NOT (" ASSIZE_LEFT_TO_OTHERS ")) ORDER BY priority DESC, turn, id LIMIT 1"
#define ASSIZE_MAY_HAVE_IT                                                   \
  "NOT EXISTS (SELECT 1 FROM judgings held WHERE held.state = 'leased' AND " \
  "held.lease_owner = :owner AND (held.expiries >= :suspected OR "           \
  "judgings.expiries >= :suspected))"

std::optional<TakenJob> Jobs::take_first(const Applicant& applicant) {
  TakenJob job;
  if (!database_.find("UPDATE judgings SET state = 'leased', lease_token = lease_token + 1, "
                      "lease_owner = :owner, leased_at = assize_lease_now(), "
                      "lease_expires = assize_lease_now() + :lease WHERE id = (" ASSIZE_FIRST
                      " FOR UPDATE SKIP LOCKED) AND " ASSIZE_MAY_HAVE_IT
                      " RETURNING id, submission, package, lease_token, priority, turn, rejudge, "
                      "(SELECT problem FROM submissions s WHERE s.id = submission), "
                      "(SELECT source FROM submissions s WHERE s.id = submission), "
                      "(SELECT submitter FROM submissions s WHERE s.id = submission)",
                      {{":owner", applicant.owner},
                       {":lease", applicant.lease_ms},
                       {":unseen", applicant.unseen_ms},
                       {":suspected", applicant.suspected}},
                      job.judging, job.submission, job.package, job.token, job.priority, job.turn,
                      job.rejudge, job.problem, job.source, job.submitter))
    return std::nullopt;
  return job;
}

bool Jobs::would_take(const Applicant& applicant) {
  std::int64_t one = 0;
  return database_.find("SELECT 1 FROM judgings WHERE id = (" ASSIZE_FIRST
                        " FOR UPDATE SKIP LOCKED) AND " ASSIZE_MAY_HAVE_IT,
                        {{":owner", applicant.owner},
                         {":unseen", applicant.unseen_ms},
                         {":suspected", applicant.suspected}},
                        one);
}

bool Jobs::any() {
  std::int64_t one = 0;
  return database_.find("SELECT 1 FROM judgings WHERE state = 'queued' AND not_before = 0 LIMIT 1",
                        {}, one);
}

bool Jobs::take(const Lease& lease, std::int64_t lease_ms) {
  return database_.run(
             "UPDATE judgings SET state = 'leased', lease_token = :token, lease_owner = :owner, "
             "leased_at = assize_lease_now(), lease_expires = assize_lease_now() + :lease "
             "WHERE id = :id AND state = 'queued' AND lease_token = :token - 1",
             {{":id", lease.judging},
              {":token", lease.token},
              {":owner", lease.owner},
              {":lease", lease_ms}}) == 1;
}

void Jobs::renew(const std::string& owner, std::int64_t lease_ms) {
  database_.run(
      "UPDATE judgings SET lease_expires = assize_lease_now() + :lease "
      "WHERE state = 'leased' AND lease_owner = :owner",
      {{":owner", owner}, {":lease", lease_ms}});
}

std::optional<std::int64_t> Jobs::failures(const Lease& lease) {
  std::optional<std::int64_t> count;
  database_.find(
      "SELECT failures FROM judgings WHERE id = :id AND state = 'leased' AND "
      "lease_token = :token AND lease_owner = :owner",
      {{":id", lease.judging}, {":token", lease.token}, {":owner", lease.owner}}, count);
  return count;
}

void Jobs::note_failed_try(const Lease& lease) {
  database_.run_later(
      "INSERT INTO failed_tries (judging, worker) VALUES (:id, :owner) "
      "ON CONFLICT (judging, worker) DO NOTHING",
      {{":id", lease.judging}, {":owner", lease.owner}});
}

bool Jobs::is_finished(const Lease& lease) {
  std::int64_t one = 0;
  return database_.find(
      "SELECT 1 FROM judgings WHERE id = :id AND state = 'done' AND lease_token = :token AND "
      "lease_owner = :owner",
      {{":id", lease.judging}, {":token", lease.token}, {":owner", lease.owner}}, one);
}

bool Jobs::put_back(const Lease& lease, const Return& how) {
  const bool is_put =
      database_.run(
          "UPDATE judgings SET state = :state, failures = failures + :failures, "
          "last_failure = COALESCE(:failure, last_failure), "
          "verdict = COALESCE(:verdict, verdict), reason = COALESCE(:reason, reason), "
          "not_before = CASE WHEN CAST(:wait AS BIGINT) = 0 THEN 0 "
          "ELSE assize_lease_now() + CAST(:wait AS BIGINT) END, "
          "turn = CASE WHEN CAST(:behind AS BIGINT) = 0 THEN turn ELSE COALESCE((SELECT "
          "max(other.turn) + 1 FROM judgings other WHERE other.state = 'queued' AND "
          "other.priority = judgings.priority), turn) END, "
          "lease_owner = NULL, lease_expires = NULL "
          "WHERE id = :id AND state = 'leased' AND lease_token = :token AND lease_owner = "
          ":owner",
          {{":id", lease.judging},
           {":token", lease.token},
           {":owner", lease.owner},
           {":state", name_of(how.state)},
           {":failures", how.failures},
           {":failure", how.failure},
           {":verdict", verdict_of(how)},
           {":reason", reason_of(how)},
           {":wait", how.wait_ms},
           {":behind", how.goes_behind}}) == 1;
  if (is_put && how.state == JobState::queued) database_.announce();
  return is_put;
}

std::vector<ExpiredJob> Jobs::expired(const std::string& alive) {
  Rows rows = database_.query(
      "SELECT lease_owner, id, submission, expiries, lone_deaths FROM judgings WHERE "
      "state = 'leased' AND lease_expires < assize_lease_now() AND lease_owner <> :alive "
      "ORDER BY lease_owner, id FOR UPDATE SKIP LOCKED",
      {{":alive", alive}});
  std::vector<ExpiredJob> list;
  ExpiredJob job;
  while (rows.next(job.owner, job.judging, job.submission, job.expiries, job.lone_deaths))
    list.push_back(job);
  return list;
}

void Jobs::put_back(const ExpiredJob& now, const Return& how) {
  database_.run(
      "UPDATE judgings SET state = :state, expiries = :expiries, lone_deaths = :lone_deaths, "
      "not_before = CASE WHEN CAST(:wait AS BIGINT) = 0 THEN 0 "
      "ELSE assize_lease_now() + CAST(:wait AS BIGINT) END, "
      "verdict = COALESCE(:verdict, verdict), reason = COALESCE(:reason, reason), "
      "last_failure = COALESCE(:failure, last_failure), lease_owner = NULL, lease_expires = NULL "
      "WHERE id = :id",
      {{":id", now.judging},
       {":state", name_of(how.state)},
       {":expiries", now.expiries},
       {":lone_deaths", now.lone_deaths},
       {":wait", how.wait_ms},
       {":verdict", verdict_of(how)},
       {":reason", reason_of(how)},
       {":failure", how.failure}});
  if (how.state == JobState::queued) database_.announce();
}

std::int64_t Jobs::let_expire(const std::string& owner) {
  return database_.run(
      "UPDATE judgings SET lease_expires = 0 WHERE state = 'leased' AND lease_owner = :owner",
      {{":owner", owner}});
}

void Jobs::forget_lone_deaths() {
  database_.run(
      "UPDATE judgings SET lone_deaths = 0 WHERE id IN (SELECT id FROM judgings WHERE "
      "lone_deaths > 0 AND state <> 'set_aside' FOR UPDATE SKIP LOCKED)");
}

std::vector<std::string> Jobs::forget_workers(std::int64_t unseen_ms) {
  Rows rows = database_.query(
      "DELETE FROM workers WHERE seen_at < assize_lease_now() - :unseen AND NOT EXISTS (SELECT 1 "
      "FROM judgings WHERE state = 'leased' AND lease_owner = workers.id) RETURNING id",
      {{":unseen", unseen_ms}});
  std::vector<std::string> gone;
  std::string id;
  while (rows.next(id)) gone.push_back(id);
  return gone;
}

std::optional<std::int64_t> Jobs::next_change() {
  std::optional<std::int64_t> at;
  database_.find(
      "SELECT min(at) FROM (SELECT min(lease_expires) AS at FROM judgings WHERE state = 'leased' "
      "UNION ALL SELECT min(not_before) FROM judgings WHERE state = 'queued' AND not_before > 0) "
      "AS changes",
      {}, at);
  return at;
}

std::int64_t Jobs::now() {
  std::int64_t now = 0;
  database_.find("SELECT assize_lease_now()", {}, now);
  return now;
}

std::vector<TroubledJob> Jobs::troubled() {
  Rows rows = database_.query(
      "SELECT mine.id, mine.submission, s.submitter, s.problem, s.file_name, "
      "CASE mine.state WHEN 'set_aside' THEN 1 ELSE 0 END, mine.failures, mine.expiries, "
      "CASE mine.not_before WHEN 0 THEN 0 ELSE "
      "mine.not_before - assize_lease_now() + assize_now() END, mine.last_failure, mine.rejudge "
      "FROM judgings mine JOIN submissions s ON s.id = mine.submission WHERE "
      "(" ASSIZE_STILL_SET_ASIDE
      ") OR (mine.state = 'queued' AND mine.not_before > 0) "
      "ORDER BY mine.submission");
  std::vector<TroubledJob> list;
  TroubledJob job;
  while (rows.next(job.judging, job.submission, job.submitter, job.problem, job.file_name,
                   job.is_set_aside, job.failures, job.expiries, job.not_before, job.last_failure,
                   job.rejudge))
    list.push_back(job);
  return list;
}

void Jobs::queue_again(Id judging, const std::string& package) {
  database_.run("DELETE FROM failed_tries WHERE judging = :id", {{":id", judging}});
  database_.run(
      "UPDATE judgings SET state = 'queued', package = :package, verdict = NULL, reason = NULL, "
      "failures = 0, expiries = 0, lone_deaths = 0, not_before = 0 "
      "WHERE id = :id AND state = 'set_aside'",
      {{":id", judging}, {":package", package}});
  database_.announce();
}

void Jobs::drop(Id judging) {
  const Return how{.state = JobState::dropped};
  database_.run(
      "UPDATE judgings SET state = :state, verdict = :verdict, reason = :reason, not_before = 0 "
      "WHERE id = :id",
      {{":id", judging},
       {":state", name_of(how.state)},
       {":verdict", verdict_of(how)},
       {":reason", reason_of(how)}});
}

}  // namespace assize
