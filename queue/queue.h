// The queue of judgings: enqueue, lease, renew, complete, give back, expire. Every function expects
// to be called within a Transaction of the store's database; none waits.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/jobs.h"
#include "storage/store/status.h"
#include "storage/store/store.h"

namespace assize {

// A lease lasts this long and is renewed this often: a dead worker's jobs are back after at most 30
// s.
constexpr std::chrono::milliseconds kLeaseTime{30'000};
constexpr std::chrono::milliseconds kLeaseRenewal{10'000};
// A judging that failed so often by the judge's own fault is set aside for staff. After each time
// it waits, twice as long as the last time: a few bad seconds of a host must not use up its tries.
constexpr std::int64_t kMostFailures = 5;
constexpr std::chrono::milliseconds kFirstWait{1'000};
// A judging whose lease has expired so often is suspected of taking workers down with it, and gets
// a worker for itself: one that judges nothing else meanwhile. (Most are just unlucky.)
constexpr std::int64_t kSuspected = 3;
// … and if so many died with it then, and none without it meanwhile, it is set aside.
constexpr std::int64_t kMostLoneDeaths = 5;
constexpr std::chrono::milliseconds kLongestWait{30'000};

struct LeasedJob {
  Id judging = 0;
  Id submission = 0;
  std::int64_t token = 0;  // the fencing token: higher with each lease of this judging
  std::string owner;       // the worker that leased it
  std::string package;     // hash
  std::string problem;
  std::string source;  // hash
  std::string submitter;
  std::optional<Id> rejudge;  // whose preview it is
};

class Queue {
 public:
  // `first_wait`: of a job after its first judge error.
  explicit Queue(Store& store, std::chrono::milliseconds first_wait = kFirstWait)
      : store_(store), jobs_(store.database()), first_wait_(first_wait) {}

  // Queues a judging of a submission against a package.
  Id enqueue(const SubmissionRow& submission, const std::string& package);
  // … of a submission that is known by its id, in the turns of a submitter at a priority.
  Id enqueue(Id submission, const std::string& submitter, std::int64_t priority,
             const std::string& package);

  // Many at once, in the order in which they are given. What a job's turn is doesn't matter.
  void enqueue(std::vector<NewJob> jobs);

  // The next job in fair order, or nothing. `owner` is the worker's id. A job that it has failed
  // with is left to another worker, if there is one (docs/decisions/0023-a-broken-host-pauses.md).
  std::optional<LeasedJob> lease(const std::string& owner);
  // Takes a job once more whose lease was rolled back, as if it had been committed. False if
  // somebody else has it.
  bool retake(const LeasedJob& job);
  // Extends the leases that an owner still has.
  void renew(const std::string& owner);
  // Records a verdict and takes the job off the queue. False, and nothing is changed, if the lease
  // isn't the caller's any more: it expired and somebody else has the job, or has done it.
  bool complete(const LeasedJob& job, const JudgingRecord& record, const Policy& policy);
  // Puts a job back as it was: the worker stops; or a judge error (`failure`, for staff) happened:
  // then it waits, goes behind those that are queued, and with too many failures it is set aside,
  // at once if another try would fail again (`is_final`). False if the lease isn't the caller's any
  // more.
  bool give_back(const LeasedJob& job, const std::optional<std::string>& failure,
                 bool is_final = false);
  // Sets a job aside for staff at once, for the reason `why`: further tries would end alike. `kind`
  // is what the audit log calls it. False as above.
  bool set_aside(const LeasedJob& job, const std::string& why,
                 std::string_view kind = "package refused");
  // Puts jobs whose leases have expired back on the queue: those of others, as `owner` is alive.
  // How many.
  std::int64_t expire(const std::string& owner);

  // When something can be leased that can't be now, if nobody does anything: the first of all
  // leases expires, or a job has waited long enough. In ms since the epoch, by the clock that
  // now() reads, which is the store's; nothing if there is no such thing.
  std::optional<std::int64_t> next_change();
  std::int64_t now();

  // Whether `owner` would get something now.
  // This and expire() may lock rows of others until the end of the transaction, who want to record
  // their results: to be called when there is nothing left to wait for (StoreAccess::look).
  bool anything_for(const std::string& owner);
  // Whether anybody would.
  bool anything() { return jobs_.any(); }
  QueueCounts counts();

 private:
  Store& store_;
  Jobs jobs_;
  std::chrono::milliseconds first_wait_;
};

}  // namespace assize
