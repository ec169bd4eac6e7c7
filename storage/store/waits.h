// What stands before a job in the queue, and what the queue has seen lately: of that an estimate of
// its wait is made (queue/forecast.h). Reads only. Times are ms, by the clock of the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/jobs.h"

namespace assize {

// A job, and its place in the order of the queue: by priority, turn, id.
struct PlacedJob {
  Id judging = 0;
  JobState state = JobState::queued;
  std::string package = {};  // hash
  std::int64_t priority = 0;
  std::int64_t turn = 0;
  std::int64_t served_turn = 0;     // at its priority
  std::int64_t until_next_try = 0;  // it waits after a judge error; 0 or less: it doesn't
  std::int64_t leased_for = 0;      // of one that is leased
};

// A judging that has ended with a verdict.
struct RecentJudging {
  std::string package = {};
  std::int64_t priority = 0;
  std::int64_t turn = 0;
  std::int64_t slot_ms = 0;  // from its lease to its record
  std::int64_t age_ms = 0;   // since then
};

struct RecentArrival {
  std::int64_t priority = 0;
  std::int64_t turn = 0;
  std::int64_t age_ms = 0;
};

struct PackageShare {
  std::string package = {};
  std::int64_t jobs = 0;
};

// The newest judging of a submission, previews aside; nothing if it has none.
std::optional<PlacedJob> placed_job_of(Database& database, Id submission);

// How many jobs are before it, of those that don't wait for a next try; `most` if there are more.
// Counts in the index of the queue.
std::int64_t count_before(Database& database, const PlacedJob& job, std::int64_t most);

// Of the first `before` of these, which packages they are of: about so many are looked at, evenly
// distributed, or all.
std::vector<PackageShare> packages_before(Database& database, const PlacedJob& job,
                                          std::int64_t before, std::int64_t sample);

// The newest ones first, so many at most.
std::vector<RecentJudging> recent_judgings(Database& database, std::int64_t most);
std::vector<RecentArrival> recent_arrivals(Database& database, std::int64_t most);

}  // namespace assize
