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

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "storage/base/text.h"

namespace assize {

using nlohmann::json;

namespace {

Lease lease_of(const LeasedJob& job) { return {job.judging, job.token, job.owner}; }

std::size_t attempts_of(const JudgingRecord& record) {
  std::size_t count = 0;
  for (const auto& test : record.tests) count += test.attempts.size();
  return count;
}

// Of the runs that count, as reports have them.
std::size_t incidents_of(const JudgingRecord& record) {
  std::size_t count = record.compile ? record.compile->denied_calls.size() : 0;
  for (const auto& test : record.tests) count += test.run().denied_calls.size();
  return count;
}

Applicant applicant(const std::string& owner) {
  return {owner, kLeaseTime.count(), kLeaseTime.count(), kSuspected};
}

}  // namespace

Id Queue::enqueue(const SubmissionRow& submission, const std::string& package) {
  return enqueue(submission.id, storable(submission.submitter), submission.priority, package);
}

Id Queue::enqueue(Id submission, const std::string& submitter, std::int64_t priority,
                  const std::string& package) {
  std::int64_t turn = jobs_.served_turn(priority);
  if (const auto last = jobs_.last_turn(submitter, priority)) turn = std::max(turn, *last + 1);
  jobs_.put_turn(submitter, priority, turn);
  return jobs_.put(submission, package, priority, turn);
}

void Queue::enqueue(std::vector<NewJob> jobs) {
  for (auto& job : jobs) job.submitter = storable(job.submitter);
  auto turns = jobs_.last_turns(jobs);
  std::map<std::int64_t, std::int64_t> served;
  for (auto& job : jobs) {
    if (!served.contains(job.priority)) served[job.priority] = jobs_.served_turn(job.priority);
    job.turn = served[job.priority];
    const auto [last, is_first] = turns.emplace(std::pair(job.submitter, job.priority), job.turn);
    if (!is_first) last->second = job.turn = std::max(job.turn, last->second + 1);
  }
  jobs_.put(jobs);
}

// Jobs that have waited long enough are queued as all others. The first one in the order is it, or
// there is none for now: a job that is suspected of ending workers is judged by one that judges
// nothing else. A judging without a submission is damaged: it is set aside, and the next one has
// its turn.
std::optional<LeasedJob> Queue::lease(const std::string& owner) {
  jobs_.end_waits();
  while (const auto next = jobs_.take_first(applicant(owner))) {
    LeasedJob job;
    job.judging = next->judging;
    job.submission = next->submission;
    job.package = next->package;
    job.token = next->token;
    job.owner = owner;
    job.rejudge = next->rejudge;
    jobs_.serve_turn(next->priority, next->turn);
    if (next->source) {
      job.problem = *next->problem;
      job.source = *next->source;
      job.submitter = *next->submitter;
      return job;
    }
    set_aside(job, "the store has no submission " + std::to_string(job.submission), "item damaged");
  }
  return std::nullopt;
}

bool Queue::retake(const LeasedJob& job) { return jobs_.take(lease_of(job), kLeaseTime.count()); }

void Queue::renew(const std::string& owner) { jobs_.renew(owner, kLeaseTime.count()); }

bool Queue::complete(const LeasedJob& job, const JudgingRecord& record, const Policy& policy) {
  // Done already with this very lease: it was recorded, and the word of it got lost on the way.
  const auto hashes = store_.put_judging(lease_of(job), record, policy);
  if (!hashes) return jobs_.is_finished(lease_of(job));
  const Identities& ids = record.identities;
  store_.audit(job.rejudge ? "judged as preview" : "judged", job.submission, job.judging,
               json{{"problem", job.problem},
                    {"source", ids.source_hash},
                    {"package", ids.package_hash},
                    {"policy", ids.policy_hash},
                    {"runtime", ids.runtime_hash},
                    {"judge", ids.judge_version},
                    {"host", ids.host},
                    {"worker", job.owner},
                    {"verdict", letters(record.final.verdict)},
                    {"reason_class", record.final.reason_class.name()},
                    {"score", record.score},
                    {"digest", record.digest},
                    {"tests", record.tests.size()},
                    {"attempts", attempts_of(record)},
                    {"incidents", incidents_of(record)},
                    {"cpu_us", max_cpu(record).count() / 1000},
                    {"wall_us", max_wall(record).count() / 1000},
                    {"memory_bytes", max_memory(record).count},
                    {"record", hashes->record},
                    {"runs", hashes->runs},
                    {"groups", hashes->groups},
                    {"details", hashes->details}});
  return true;
}

bool Queue::give_back(const LeasedJob& job, const std::optional<std::string>& failure,
                      bool is_final) {
  if (!failure) return jobs_.put_back(lease_of(job), {});
  const auto before = jobs_.failures(lease_of(job));
  if (!before) return false;
  // Behind all who wait: what fails again and again must hold up nobody.
  Return how{.failure = clean_excerpt(*failure), .failures = 1, .goes_behind = true};
  if (is_final || *before + 1 >= kMostFailures)
    how.state = JobState::set_aside;
  else
    how.wait_ms = first_wait_.count() << *before;
  jobs_.note_failed_try(lease_of(job));
  jobs_.put_back(lease_of(job), how);
  store_.audit("judge error", job.submission, job.judging,
               json{{"submission", job.submission}, {"judging", job.judging}});
  return true;
}

bool Queue::set_aside(const LeasedJob& job, const std::string& why, std::string_view kind) {
  const Return how{.state = JobState::set_aside, .failure = clean_excerpt(why)};
  if (!jobs_.put_back(lease_of(job), how)) return false;
  store_.audit(
      std::string(kind), job.submission, job.judging,
      json{{"submission", job.submission}, {"judging", job.judging}, {"package", job.package}});
  return true;
}

std::optional<std::int64_t> Queue::next_change() { return jobs_.next_change(); }

std::int64_t Queue::now() { return jobs_.now(); }

bool Queue::anything_for(const std::string& owner) {
  jobs_.end_waits();
  return jobs_.would_take(applicant(owner));
}

QueueCounts Queue::counts() {
  return count_jobs(store_.database(), count_verdicts(store_.database()));
}

}  // namespace assize
