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

using ByOwner = std::map<std::string, std::vector<ExpiredJob>>;

// Each counted up.
ByOwner expired_by_owner(Jobs& jobs, const std::string& alive) {
  ByOwner owners;
  for (auto& job : jobs.expired(alive)) {
    ++job.expiries;
    owners[job.owner].push_back(job);
  }
  return owners;
}

std::int64_t wait_after(std::int64_t expiries) {
  if (expiries < kSuspected) return 0;
  const std::int64_t wait = kFirstWait.count() << std::min<std::int64_t>(expiries - kSuspected, 20);
  return std::min<std::int64_t>(wait, kLongestWait.count());
}

// What becomes of a job whose worker died.
Return after_death(const ExpiredJob& job) {
  if (job.lone_deaths < kMostLoneDeaths) return {.wait_ms = wait_after(job.expiries)};
  return {.state = JobState::set_aside,
          .failure = "its worker died " + std::to_string(job.expiries) + " times, the last " +
                     std::to_string(job.lone_deaths) +
                     " times while it judged nothing else, and no other worker did"};
}

}  // namespace

std::int64_t Queue::expire(const std::string& owner) {
  const ByOwner owners = expired_by_owner(jobs_, owner);
  const auto idle = jobs_.forget_workers(kLeaseTime.count());
  bool speaks_for_suspects = std::any_of(
      idle.begin(), idle.end(), [&](const std::string& dead) { return !owners.contains(dead); });
  std::int64_t count = 0;
  for (const auto& [dead, jobs] : owners) {
    const bool is_lone = jobs.size() == 1 && jobs[0].expiries > kSuspected;
    if (!is_lone) speaks_for_suspects = true;
    for (ExpiredJob job : jobs) {
      job.lone_deaths += is_lone ? 1 : 0;
      const Return how = after_death(job);
      jobs_.put_back(job, how);
      store_.audit(how.state == JobState::set_aside ? "set aside" : "lease expired", job.submission,
                   job.judging,
                   json{{"submission", job.submission},
                        {"judging", job.judging},
                        {"worker", dead},
                        {"expiries", job.expiries}});
      ++count;
    }
  }
  if (speaks_for_suspects) jobs_.forget_lone_deaths();
  return count;
}

}  // namespace assize
