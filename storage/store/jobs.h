// The rows of the queue: judgings as jobs, whose turn it is, and who has which. What they are taken
// for is decided in queue/.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "storage/engine/database.h"
#include "storage/records/id.h"
#include "storage/records/job_state.h"

namespace assize {

// Who wants a job, and what that depends on.
struct Applicant {
  std::string owner;
  std::int64_t lease_ms = 0;
  // A job that the owner has failed with is left to others, as long as there are any who were seen
  // in the last so many ms, take work, and haven't failed with it too (any at all, if the owner is
  // paused itself).
  std::int64_t unseen_ms = 0;
  // A job whose leases expired at least so often is nobody's who has another one.
  std::int64_t suspected = 0;
};

// A job to be queued. `turn` is given to it by its submitter's turns.
struct NewJob {
  Id submission = 0;
  std::string submitter;
  std::string package;  // hash
  std::int64_t priority = 0;
  std::int64_t turn = 0;
};

// A job that was just leased.
struct TakenJob {
  Id judging = 0;
  Id submission = 0;
  std::string package;     // hash
  std::int64_t token = 0;  // of its lease
  std::int64_t priority = 0;
  std::int64_t turn = 0;
  std::optional<Id> rejudge;           // whose preview it is
  std::optional<std::string> problem;  // of its submission, if there is one
  std::optional<std::string> source;
  std::optional<std::string> submitter;
};

// A lease of a job: who has it, and by which token. (Of two who took it with the same token one's
// transaction was rolled back.)
struct Lease {
  Id judging = 0;
  std::int64_t token = 0;
  std::string owner;
};

// A job whose lease has expired.
struct ExpiredJob {
  std::string owner;
  Id judging = 0;
  Id submission = 0;
  std::int64_t expiries = 0;     // before
  std::int64_t lone_deaths = 0;  // before
};

// A judging that needs attention: set aside, or queued again after a judge error.
struct TroubledJob {
  Id judging = 0;
  Id submission = 0;
  std::string submitter;
  std::string problem;
  std::string file_name;
  bool is_set_aside = false;
  std::int64_t failures = 0;
  std::int64_t expiries = 0;
  std::int64_t not_before = 0;  // ms since the epoch; 0: it doesn't wait
  std::string last_failure;
  std::optional<Id> rejudge;  // whose preview it is
};

// What becomes of a job that goes back.
struct Return {
  JobState state = JobState::queued;     // or set_aside, dropped: then its verdict is JE
  std::optional<std::string> failure{};  // why, for staff
  std::int64_t failures = 0;             // that its count goes up by
  std::int64_t wait_ms = 0;              // before it may be leased again
  bool goes_behind = false;              // all that are queued
};

// What decides about leases goes by the clock of the database that nobody can set (lease_clock.h).
class Jobs {
 public:
  explicit Jobs(Database& database) : database_(database) {}

  // The turn that is being served at a priority.
  std::int64_t served_turn(std::int64_t priority);
  void serve_turn(std::int64_t priority, std::int64_t turn);  // if it is later, and there is one
  // The last turn that a submitter has been given.
  std::optional<std::int64_t> last_turn(const std::string& submitter, std::int64_t priority);
  void put_turn(const std::string& submitter, std::int64_t priority, std::int64_t turn);

  Id put(Id submission, const std::string& package, std::int64_t priority, std::int64_t turn);
  // Many at once: the last turns of their submitters at their priorities, and the jobs themselves,
  // which leave the submitters with the turns of their last ones.
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> last_turns(
      std::span<const NewJob> jobs);
  void put(std::span<const NewJob> jobs);
  // Lets those begin that have waited long enough.
  void end_waits();
  void end_wait(Id judging);
  // Leases the first one in the order (by priority, turn, id) that isn't left to others; nothing,
  // if there is none or its applicant must not have it beside what it has. Nobody else can take it
  // before the end of the transaction.
  std::optional<TakenJob> take_first(const Applicant& applicant);
  // Whether that would lease something. Until the end of the transaction nobody else can take it.
  bool would_take(const Applicant& applicant);
  // Whether there is any that doesn't wait.
  bool any();

  // Leases a job. The token is the new one, one higher than the last. False if somebody else has
  // it.
  bool take(const Lease& lease, std::int64_t lease_ms);
  void renew(const std::string& owner, std::int64_t lease_ms);
  // How often a job failed, if the lease is still good.
  std::optional<std::int64_t> failures(const Lease& lease);
  // Its owner has failed with it.
  void note_failed_try(const Lease& lease);
  // Whether that lease ended with a verdict.
  bool is_finished(const Lease& lease);
  // Ends a lease. False, and nothing is changed, if it isn't good any more.
  bool put_back(const Lease& lease, const Return& how);

  // By owner and id, without those of `alive`.
  std::vector<ExpiredJob> expired(const std::string& alive);
  void put_back(const ExpiredJob& now, const Return& how);
  void forget_lone_deaths();
  // Makes the leases of an owner such as have expired. How many.
  std::int64_t let_expire(const std::string& owner);
  // Takes the rows of workers away that weren't seen for so long and hold nothing. Whose they were.
  std::vector<std::string> forget_workers(std::int64_t unseen_ms);

  // When the next lease expires or the next wait ends, and what time it is, in ms since the epoch.
  std::optional<std::int64_t> next_change();
  std::int64_t now();

  // In the order of submissions. Of those that were set aside the ones that were queued again since
  // are left out.
  std::vector<TroubledJob> troubled();
  void drop(Id judging);
  // The same judging is queued once more, as if it had never been tried.
  void queue_again(Id judging, const std::string& package);

 private:
  Database& database_;
};

}  // namespace assize
