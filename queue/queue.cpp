// Fair order. Within a priority every submitter takes turns: a submission's turn is one later than
// the submitter's last one, but not before the turn that is being served (start-time fair queuing
// with jobs of equal cost). So somebody who queues a thousand submissions has one judged per round,
// like everybody else, and somebody who comes later starts in the current round. The turn is
// decided once, at enqueue: to lease is to take the first row of an index.
//
// Leases. A job belongs to a worker until the lease expires; each lease has a higher token than the
// one before, and only the holder of the current token can complete or give back. So a worker that
// was thought dead and comes back can't record a second verdict.
#include "queue/queue.h"

#include <nlohmann/json.hpp>

#include "storage/base/text.h"

namespace assize {

using nlohmann::json;

std::int64_t Queue::turn_for(const std::string& submitter, std::int64_t priority) {
  Database& db = store_.database();
  std::int64_t turn = 0;
  {
    Statement clock = db.prepare("SELECT turn FROM clocks WHERE priority = ?1");
    if (clock.with(priority).step()) turn = clock.number(0);
  }
  {
    Statement last = db.prepare("SELECT turn FROM turns WHERE submitter = ?1 AND priority = ?2");
    if (last.with(submitter, priority).step()) turn = std::max(turn, last.number(0) + 1);
  }
  Statement put = db.prepare(
      "INSERT INTO turns (submitter, priority, turn) VALUES (?1, ?2, ?3) "
      "ON CONFLICT (submitter, priority) DO UPDATE SET turn = ?3");
  put.with(submitter, priority, turn).run();
  return turn;
}

Id Queue::enqueue(const SubmissionRow& submission, const std::string& package) {
  const std::int64_t turn = turn_for(submission.submitter, submission.priority);
  Statement put = store_.database().prepare(
      "INSERT INTO judgings (submission, package, state, priority, turn, queued_at) "
      "VALUES (?1, ?2, 'queued', ?3, ?4, ?5)");
  put.with(submission.id, package, submission.priority, turn, now_ms()).run();
  return store_.database().last_id();
}

std::optional<LeasedJob> Queue::lease(const std::string& owner) {
  Database& db = store_.database();
  LeasedJob job;
  std::int64_t priority = 0;
  std::int64_t turn = 0;
  {
    Statement next = db.prepare(
        "SELECT id, submission, package, lease_token, priority, turn FROM judgings "
        "WHERE state = 'queued' ORDER BY priority DESC, turn, id LIMIT 1");
    if (!next.step()) return std::nullopt;
    job.judging = next.number(0);
    job.submission = next.number(1);
    job.package = next.text(2);
    job.token = next.number(3) + 1;
    priority = next.number(4);
    turn = next.number(5);
  }
  Statement take = db.prepare(
      "UPDATE judgings SET state = 'leased', lease_token = ?2, lease_owner = ?3, lease_expires = "
      "?4 "
      "WHERE id = ?1");
  take.with(job.judging, job.token, owner, now_ms() + kLeaseTime.count()).run();
  Statement clock = db.prepare(
      "INSERT INTO clocks (priority, turn) VALUES (?1, ?2) "
      "ON CONFLICT (priority) DO UPDATE SET turn = max(turn, ?2)");
  clock.with(priority, turn).run();
  const auto submission = store_.submission(job.submission);
  if (!submission) throw StoreError(0, "store: a judging has no submission");
  job.problem = submission->problem;
  job.source = submission->source;
  job.submitter = submission->submitter;
  return job;
}

void Queue::renew(const std::string& owner) {
  Statement update = store_.database().prepare(
      "UPDATE judgings SET lease_expires = ?2 WHERE state = 'leased' AND lease_owner = ?1");
  update.with(owner, now_ms() + kLeaseTime.count()).run();
}

bool Queue::complete(const LeasedJob& job, const JudgingRecord& record, const Policy& policy) {
  Database& db = store_.database();
  Statement update = db.prepare(
      "UPDATE judgings SET state = 'done', lease_owner = NULL, lease_expires = NULL "
      "WHERE id = ?1 AND state = 'leased' AND lease_token = ?2");
  update.with(job.judging, job.token).run();
  if (db.changes() == 0) return false;
  store_.put_judging(job.judging, record, policy);
  const Identities& ids = record.identities;
  store_.audit("judged", job.submission, job.judging,
               json{{"submission", job.submission},
                    {"judging", job.judging},
                    {"submitter", clean_excerpt(job.submitter)},
                    {"problem", job.problem},
                    {"source", ids.source_hash},
                    {"package", ids.package_hash},
                    {"policy", ids.policy_hash},
                    {"runtime", ids.runtime_hash},
                    {"judge", ids.judge_version},
                    {"verdict", letters(record.final.verdict)},
                    {"digest", record.digest}}
                   .dump());
  return true;
}

bool Queue::give_back(const LeasedJob& job, const std::optional<std::string>& failure,
                      bool is_final) {
  Database& db = store_.database();
  Statement update = db.prepare(
      "UPDATE judgings SET "
      "state = CASE WHEN failures + ?3 >= ?4 THEN 'set_aside' ELSE 'queued' END, "
      "failures = failures + ?3, last_failure = COALESCE(?5, last_failure), "
      // Behind all who wait: what fails again and again must hold up nobody.
      "turn = CASE WHEN ?3 = 0 THEN turn ELSE COALESCE((SELECT max(other.turn) + 1 FROM judgings "
      "AS other WHERE other.state = 'queued' AND other.priority = judgings.priority), turn) END, "
      "verdict = CASE WHEN failures + ?3 >= ?4 THEN 'JE' ELSE verdict END, "
      "reason = CASE WHEN failures + ?3 >= ?4 THEN 'judge error' ELSE reason END, "
      "lease_owner = NULL, lease_expires = NULL "
      "WHERE id = ?1 AND state = 'leased' AND lease_token = ?2");
  update
      .with(job.judging, job.token, std::int64_t{failure ? 1 : 0},
            is_final ? std::int64_t{1} : kMostFailures,
            failure ? std::optional(clean_excerpt(*failure)) : std::nullopt)
      .run();
  if (db.changes() == 0) return false;
  if (failure)
    store_.audit("judge error", job.submission, job.judging,
                 json{{"submission", job.submission},
                      {"judging", job.judging},
                      {"failure", clean_excerpt(*failure)}}
                     .dump());
  return true;
}

bool Queue::set_aside(const LeasedJob& job, const std::string& why) {
  Database& db = store_.database();
  Statement update = db.prepare(
      "UPDATE judgings SET state = 'set_aside', last_failure = ?3, verdict = 'JE', "
      "reason = 'judge error', lease_owner = NULL, lease_expires = NULL "
      "WHERE id = ?1 AND state = 'leased' AND lease_token = ?2");
  const std::string shown = clean_excerpt(why);
  update.with(job.judging, job.token, shown).run();
  if (db.changes() == 0) return false;
  store_.audit("package refused", job.submission, job.judging,
               json{{"submission", job.submission},
                    {"judging", job.judging},
                    {"package", job.package},
                    {"failure", shown}}
                   .dump());
  return true;
}

std::int64_t Queue::expire() {
  Database& db = store_.database();
  Statement update = db.prepare(
      "UPDATE judgings SET state = CASE WHEN expiries + 1 >= ?2 THEN 'set_aside' ELSE 'queued' "
      "END, "
      "expiries = expiries + 1, "
      "verdict = CASE WHEN expiries + 1 >= ?2 THEN 'JE' ELSE verdict END, "
      "last_failure = CASE WHEN expiries + 1 >= ?2 THEN 'its worker died again and again' ELSE "
      "last_failure END, "
      "lease_owner = NULL, lease_expires = NULL "
      "WHERE state = 'leased' AND lease_expires < ?1");
  update.with(now_ms(), kMostExpiries).run();
  return db.changes();
}

std::optional<std::int64_t> Queue::next_expiry() {
  Statement first = store_.database().prepare(
      "SELECT lease_expires FROM judgings WHERE state = 'leased' ORDER BY lease_expires LIMIT 1");
  if (!first.step()) return std::nullopt;
  return first.number(0);
}

bool Queue::anything_queued() {
  return store_.database().prepare("SELECT 1 FROM judgings WHERE state = 'queued' LIMIT 1").step();
}

QueueCounts Queue::counts() {
  // One count per state, each from the small index of that state alone.
  const auto count = [&](std::string_view sql) {
    Statement row = store_.database().prepare(sql);
    return row.step() ? row.number(0) : 0;
  };
  return {
      count("SELECT count(*) FROM judgings WHERE state = 'queued'"),
      count("SELECT count(*) FROM judgings WHERE state = 'leased'"),
      count("SELECT count(*) FROM judgings WHERE state = 'done'"),
      count("SELECT count(*) FROM judgings mine WHERE state = 'set_aside' AND NOT EXISTS (SELECT "
            "1 FROM judgings later WHERE later.submission = mine.submission AND later.id > "
            "mine.id)")};
}

}  // namespace assize
