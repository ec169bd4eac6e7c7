// The queue of judgings: enqueue, lease, renew, complete, give back, expire. Every function expects
// to be called within a Transaction of the store's database; none waits.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/store.h"

namespace assize {

// A lease lasts this long and is renewed this often: a dead worker's jobs are back after at most 30
// s.
constexpr std::chrono::milliseconds kLeaseTime{30'000};
constexpr std::chrono::milliseconds kLeaseRenewal{10'000};
// A judging that failed so often by the judge's own fault is set aside for staff.
constexpr std::int64_t kMostFailures = 5;
// … and one whose lease expired so often: something about it seems to take workers down with it.
constexpr std::int64_t kMostExpiries = 20;

struct LeasedJob {
  Id judging = 0;
  Id submission = 0;
  std::int64_t token = 0;  // the fencing token: higher with each lease of this judging
  std::string package;     // hash
  std::string problem;
  std::string source;  // hash
  std::string submitter;
};

struct QueueCounts {
  std::int64_t queued = 0;
  std::int64_t leased = 0;
  std::int64_t done = 0;
  std::int64_t set_aside = 0;  // and not queued again since
};

class Queue {
 public:
  explicit Queue(Store& store) : store_(store) {}

  // Queues a judging of a submission against a package.
  Id enqueue(const SubmissionRow& submission, const std::string& package);

  // The next job in fair order, or nothing. `owner` is the worker's id.
  std::optional<LeasedJob> lease(const std::string& owner);
  // Extends the leases that an owner still has.
  void renew(const std::string& owner);
  // Records a verdict and takes the job off the queue. False, and nothing is changed, if the lease
  // isn't the caller's any more: it expired and somebody else has the job, or has done it.
  bool complete(const LeasedJob& job, const JudgingRecord& record, const Policy& policy);
  // Puts a job back as it was: the worker stops; or a judge error (`failure`, for staff) happened:
  // then it goes behind those that wait, and with too many failures it is set aside, at once if
  // another try would fail again (`is_final`). False if the lease isn't the caller's any more.
  bool give_back(const LeasedJob& job, const std::optional<std::string>& failure,
                 bool is_final = false);
  // Sets a job aside for staff at once: its package can't be used, for the reason `why`, and
  // further tries would end alike. False as above.
  bool set_aside(const LeasedJob& job, const std::string& why);
  // Puts jobs whose leases have expired back on the queue. How many.
  std::int64_t expire();

  // When the first of all leases expires if nobody renews it, in ms since the epoch. Nothing if
  // nothing is leased, by anyone.
  std::optional<std::int64_t> next_expiry();

  bool anything_queued();
  QueueCounts counts();

 private:
  std::int64_t turn_for(const std::string& submitter, std::int64_t priority);

  Store& store_;
};

}  // namespace assize
