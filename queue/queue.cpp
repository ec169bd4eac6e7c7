// Fair order. Within a priority every submitter takes turns: a submission's turn is one later than
// the submitter's last one, but not before the turn that is being served (start-time fair queuing
// with jobs of equal cost). So somebody who queues a thousand submissions has one judged per round,
// like everybody else, and somebody who comes later starts in the current round. The turn is
// decided once, at enqueue: to lease is to take the first row of an index.
//
// Leases. A job belongs to a worker until the lease expires; each lease has a higher token than the
// one before, and only the holder of the current token can complete or give back. So a worker that
// was thought dead and comes back can't record a second verdict. What becomes of a job whose worker
// died is in expiry.cpp.
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

struct Queue::Candidate {
  LeasedJob job;
  std::int64_t priority = 0;
  std::int64_t turn = 0;
};

// Jobs that have waited long enough are queued as all others; then the first one in the order is
// it, or there is none for now: a job that is suspected of ending workers is judged by one that
// judges nothing else.
std::optional<Queue::Candidate> Queue::next_for(const std::string& owner) {
  Database& db = store_.database();
  Statement release = db.prepare(
      "UPDATE judgings SET not_before = 0 "
      "WHERE state = 'queued' AND not_before > 0 AND not_before <= ?1");
  release.with(now_ms()).run();
  Candidate next;
  bool is_suspected = false;
  {
    Statement first = db.prepare(
        "SELECT id, submission, package, lease_token, priority, turn, expiries FROM judgings "
        "WHERE state = 'queued' AND not_before = 0 ORDER BY priority DESC, turn, id LIMIT 1");
    if (!first.step()) return std::nullopt;
    next.job.judging = first.number(0);
    next.job.submission = first.number(1);
    next.job.package = first.text(2);
    next.job.token = first.number(3) + 1;
    next.priority = first.number(4);
    next.turn = first.number(5);
    is_suspected = first.number(6) >= kSuspected;
  }
  Statement held = db.prepare(
      "SELECT 1 FROM judgings WHERE state = 'leased' AND lease_owner = ?1 AND (?2 OR expiries >= "
      "?3) LIMIT 1");
  if (held.with(owner, std::int64_t{is_suspected}, kSuspected).step()) return std::nullopt;
  return next;
}

// A judging without a submission is damaged: it is set aside, and the next one has its turn.
std::optional<LeasedJob> Queue::lease(const std::string& owner) {
  while (const auto next = next_for(owner)) {
    LeasedJob job = next->job;
    take(job, owner, next->priority, next->turn);
    if (const auto submission = store_.submission(job.submission)) {
      job.problem = submission->problem;
      job.source = submission->source;
      job.submitter = submission->submitter;
      return job;
    }
    set_aside(job, "the store has no submission " + std::to_string(job.submission), "item damaged");
  }
  return std::nullopt;
}

void Queue::take(const LeasedJob& job, const std::string& owner, std::int64_t priority,
                 std::int64_t turn) {
  retake(job, owner);
  Statement clock = store_.database().prepare(
      "INSERT INTO clocks (priority, turn) VALUES (?1, ?2) "
      "ON CONFLICT (priority) DO UPDATE SET turn = max(turn, ?2)");
  clock.with(priority, turn).run();
}

bool Queue::retake(const LeasedJob& job, const std::string& owner) {
  Statement take = store_.database().prepare(
      "UPDATE judgings SET state = 'leased', lease_token = ?2, lease_owner = ?3, lease_expires = "
      "?4 "
      "WHERE id = ?1 AND state = 'queued' AND lease_token = ?2 - 1");
  take.with(job.judging, job.token, owner, now_ms() + kLeaseTime.count()).run();
  return store_.database().changes() == 1;
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
      "not_before = CASE WHEN ?3 = 0 THEN 0 ELSE ?6 + (?7 << MIN(failures, 20)) END, "
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
            failure ? std::optional(clean_excerpt(*failure)) : std::nullopt, now_ms(),
            std::int64_t{kFirstWait.count()})
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

bool Queue::set_aside(const LeasedJob& job, const std::string& why, std::string_view kind) {
  Database& db = store_.database();
  Statement update = db.prepare(
      "UPDATE judgings SET state = 'set_aside', last_failure = ?3, verdict = 'JE', "
      "reason = 'judge error', lease_owner = NULL, lease_expires = NULL "
      "WHERE id = ?1 AND state = 'leased' AND lease_token = ?2");
  const std::string shown = clean_excerpt(why);
  update.with(job.judging, job.token, shown).run();
  if (db.changes() == 0) return false;
  store_.audit(std::string(kind), job.submission, job.judging,
               json{{"submission", job.submission},
                    {"judging", job.judging},
                    {"package", job.package},
                    {"failure", shown}}
                   .dump());
  return true;
}

std::optional<std::int64_t> Queue::next_change() {
  Statement first = store_.database().prepare(
      "SELECT min(at) FROM (SELECT min(lease_expires) AS at FROM judgings WHERE state = 'leased' "
      "UNION ALL SELECT min(not_before) FROM judgings WHERE state = 'queued' AND not_before > 0)");
  if (!first.step()) return std::nullopt;
  return first.optional_number(0);
}

bool Queue::anything_for(const std::string& owner) { return next_for(owner).has_value(); }

QueueCounts Queue::counts() {
  // One count per state, each from the small index of that state alone.
  const auto count = [&](std::string_view sql) {
    Statement row = store_.database().prepare(sql);
    return row.step() ? row.number(0) : 0;
  };
  return {
      count("SELECT count(*) FROM judgings WHERE state = 'queued' AND not_before = 0") +
          count("SELECT count(*) FROM judgings WHERE state = 'queued' AND not_before > 0"),
      count("SELECT count(*) FROM judgings WHERE state = 'leased'"),
      count("SELECT count(*) FROM judgings WHERE state = 'done'"),
      count("SELECT count(*) FROM judgings mine WHERE state = 'set_aside' AND NOT EXISTS (SELECT "
            "1 FROM judgings later WHERE later.submission = mine.submission AND later.id > "
            "mine.id)")};
}

}  // namespace assize
