// Leases that expired. A worker that dies (killed, or the machine lost) leaves what it was judging.
// Nearly always that is nothing to do with the job, which goes back to its place. But a job can
// take every worker down that judges it, by a fault of ours; so it has to be told from one that is
// just unlucky:
//
// - Every expiry counts. From the second on a job waits before it is tried again, ever longer.
// - From kSuspected on it is judged by a worker that judges nothing else (queue.cpp). If that dies,
//   too, it is a lone death.
// - A worker that dies without a suspect speaks for all suspects: workers die anyway. Their lone
//   deaths are forgotten.
// - With kMostLoneDeaths a job is set aside.
//
// So where workers are killed at random, no job is blamed, and where one job kills them, it is
// found after kSuspected + kMostLoneDeaths of them.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "queue/queue.h"

namespace assize {

namespace {

using nlohmann::json;

struct Expired {
  Id judging = 0;
  Id submission = 0;
  std::int64_t expiries = 0;     // with this one
  std::int64_t lone_deaths = 0;  // before
};

using ByOwner = std::map<std::string, std::vector<Expired>>;

ByOwner expired_by_owner(Database& db, const std::string& alive) {
  Statement rows = db.prepare(
      "SELECT lease_owner, id, submission, expiries, lone_deaths FROM judgings "
      "WHERE state = 'leased' AND lease_expires < ?1 AND lease_owner <> ?2 ORDER BY id");
  rows.with(now_ms(), alive);
  ByOwner owners;
  while (rows.step())
    owners[rows.text(0)].push_back(
        {rows.number(1), rows.number(2), rows.number(3) + 1, rows.number(4)});
  return owners;
}

std::int64_t wait_after(std::int64_t expiries) {
  if (expiries < kSuspected) return 0;
  const std::int64_t wait = kFirstWait.count() << std::min<std::int64_t>(expiries - kSuspected, 20);
  return std::min<std::int64_t>(wait, kLongestWait.count());
}

// Rows of workers that haven't been seen for as long as a lease lasts. How many of them held
// nothing when they died.
std::int64_t forget_dead_workers(Database& db, const ByOwner& owners) {
  std::vector<std::string> dead;
  {
    Statement rows = db.prepare("SELECT id FROM workers WHERE seen_at < ?1");
    rows.with(now_ms() - kLeaseTime.count());
    while (rows.step()) dead.push_back(rows.text(0));
  }
  std::int64_t idle = 0;
  for (const auto& id : dead) {
    Statement holds =
        db.prepare("SELECT 1 FROM judgings WHERE state = 'leased' AND lease_owner = ?1 LIMIT 1");
    const bool is_idle = !holds.with(id).step();
    if (is_idle && !owners.contains(id)) ++idle;
    if (is_idle) db.prepare("DELETE FROM workers WHERE id = ?1").with(id).run();
  }
  return idle;
}

}  // namespace

std::int64_t Queue::expire(const std::string& owner) {
  Database& db = store_.database();
  const ByOwner owners = expired_by_owner(db, owner);
  std::int64_t without_suspect = forget_dead_workers(db, owners);
  std::int64_t count = 0;
  for (const auto& [dead, jobs] : owners) {
    const bool is_lone = jobs.size() == 1 && jobs[0].expiries > kSuspected;
    if (!is_lone) ++without_suspect;
    for (const auto& job : jobs) {
      const std::int64_t lone_deaths = job.lone_deaths + (is_lone ? 1 : 0);
      const bool is_to_blame = lone_deaths >= kMostLoneDeaths;
      Statement update = db.prepare(
          "UPDATE judgings SET state = ?2, expiries = ?3, lone_deaths = ?4, not_before = ?5, "
          "verdict = CASE WHEN ?2 = 'set_aside' THEN 'JE' ELSE verdict END, "
          "reason = CASE WHEN ?2 = 'set_aside' THEN 'judge error' ELSE reason END, "
          "last_failure = COALESCE(?6, last_failure), lease_owner = NULL, lease_expires = NULL "
          "WHERE id = ?1");
      const std::int64_t wait = wait_after(job.expiries);
      std::optional<std::string> failure;
      if (is_to_blame)
        failure = "its worker died " + std::to_string(job.expiries) + " times, the last " +
                  std::to_string(lone_deaths) +
                  " times while it judged nothing else, and no other worker did";
      update
          .with(job.judging, is_to_blame ? "set_aside" : "queued", job.expiries, lone_deaths,
                is_to_blame || wait == 0 ? std::int64_t{0} : now_ms() + wait, failure)
          .run();
      store_.audit(is_to_blame ? "set aside" : "lease expired", job.submission, job.judging,
                   json{{"submission", job.submission},
                        {"judging", job.judging},
                        {"worker", dead},
                        {"expiries", job.expiries},
                        {"failure", failure.value_or("")}}
                       .dump());
      ++count;
    }
  }
  if (without_suspect > 0)
    db.prepare("UPDATE judgings SET lone_deaths = 0 WHERE lone_deaths > 0 AND state <> 'set_aside'")
        .run();
  return count;
}

}  // namespace assize
