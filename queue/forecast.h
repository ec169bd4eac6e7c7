// When a submission will have its verdict: an estimate, of what is before it in the queue, what
// judgings took lately, who takes work, and who comes meanwhile and is served first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/store/store.h"
#include "storage/store/waits.h"

namespace assize {

// What is known of a queue, seen by one of its jobs.
struct WaitFacts {
  PlacedJob job = {};
  std::int64_t before = 0;                         // jobs
  std::vector<PackageShare> packages_before = {};  // of a sample of them
  std::int64_t slots = 0;                          // of all workers that take work
  std::int64_t leased = 0;
  std::vector<RecentJudging> judgings = {};  // newest first
  std::vector<RecentArrival> arrivals = {};  // newest first
};

// In ms from now on, until the verdict. Nothing where there is no telling: nobody takes work,
// nothing has been judged yet, or the job is neither queued nor leased. Pure.
std::optional<double> expected_wait(const WaitFacts& facts);

struct SubmissionWait {
  Id submission = 0;
  JobState state = JobState::queued;
  std::optional<std::int64_t> position = {};  // of one that is queued: 1 is the next one
  bool has_more_before = false;               // than are counted: the position is a lower bound
  std::optional<double> wait_ms = {};
};

// More jobs than that before one aren't counted.
constexpr std::int64_t kMostCounted = 1'000'000;

// Throws InputError, with all of them, if there are no such submissions. Reads only.
std::vector<SubmissionWait> read_waits(Store& store, const std::vector<Id>& submissions);

}  // namespace assize
