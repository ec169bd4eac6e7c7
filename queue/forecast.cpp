// The queue as a fluid. What is before a job is work, in ms of a slot, by what judgings of the same
// packages took lately; the slots do so many ms of it per ms. Who comes later and is served before
// (a higher priority, or a submitter who has had fewer turns) takes a part of that away, and that
// part is taken from those who came lately: who of them would be before the job?
//
// An arrival of the past had a turn that lay ahead of the turn served then by its lag. One to come
// with the same lag will be before the job as long as the job's own turn is further away than that,
// and it comes nearer evenly: of arrivals with the lag l, the part 1 - l/r overtakes a job that is
// r turns away.
#include "queue/forecast.h"

#include <algorithm>
#include <array>
#include <map>

#include "queue/fleet.h"
#include "storage/base/errors.h"
#include "storage/store/status.h"

namespace assize {

namespace {

// Rows that are looked at.
constexpr std::int64_t kJudgings = 1'000;
constexpr std::int64_t kArrivals = 5'000;
constexpr std::int64_t kPackages = 2'000;

// The past that arrivals are counted in, in parts of which the middle one counts: a class that is
// handed in at once says nothing of what will come.
constexpr double kShortestPast = 60'000;
constexpr double kLongestPast = 600'000;
constexpr std::size_t kParts = 9;
// Others take no more of the slots than this: what comes faster than it can be judged doesn't for
// long.
constexpr double kMostOvertaken = 0.9;

// What a judging is expected to take of a slot, by its package; of one that wasn't judged lately,
// what others take.
class SlotTimes {
 public:
  explicit SlotTimes(const std::vector<RecentJudging>& judgings) {
    for (const auto& judging : judgings) {
      add(of_[judging.package], judging);
      add(all_, judging);
    }
  }
  double of(const std::string& package) const {
    const auto found = of_.find(package);
    return found == of_.end() ? mean() : found->second.sum / found->second.count;
  }
  double mean() const { return all_.sum / all_.count; }

 private:
  struct Sum {
    double sum = 0;
    double count = 0;
  };
  // Something is taken even by what takes less than the clock shows.
  static void add(Sum& sum, const RecentJudging& judging) {
    sum.sum += std::max(static_cast<double>(judging.slot_ms), 0.5);
    sum.count += 1;
  }

  std::map<std::string, Sum> of_;
  Sum all_;
};

double mean_before(const WaitFacts& facts, const SlotTimes& times) {
  double sum = 0;
  double count = 0;
  for (const auto& share : facts.packages_before) {
    sum += times.of(share.package) * static_cast<double>(share.jobs);
    count += static_cast<double>(share.jobs);
  }
  return count > 0 ? sum / count : times.mean();
}

// How many turns are served per ms at a priority: what lies between the later and the earlier half
// of what was judged.
double turns_per_ms(const std::vector<RecentJudging>& judgings, std::int64_t priority) {
  std::vector<const RecentJudging*> same;
  for (const auto& judging : judgings)
    if (judging.priority == priority) same.push_back(&judging);
  const std::size_t half = same.size() / 2;
  if (half == 0) return 0;
  double turns = 0;
  double time = 0;
  for (std::size_t i = 0; i < half; ++i) {
    const RecentJudging& later = *same[i];
    const RecentJudging& earlier = *same[same.size() - half + i];
    turns += static_cast<double>(later.turn - earlier.turn);
    time += static_cast<double>(earlier.age_ms - later.age_ms);
  }
  return time > 0 ? std::max(turns / time, 0.0) : 0;
}

// Which part of the slots' time goes to those who will come and be served first.
class Overtaking {
 public:
  Overtaking(const WaitFacts& facts, double slot_ms)
      : facts_(facts), speed_(turns_per_ms(facts.judgings, facts.job.priority)) {
    if (facts.arrivals.empty()) return;
    const double past =
        std::clamp(static_cast<double>(facts.arrivals.back().age_ms), kShortestPast, kLongestPast);
    const double part = past / kParts;
    std::array<double, kParts> jobs{};
    for (const auto& arrival : facts.arrivals) {
      const auto at = static_cast<double>(std::max<std::int64_t>(arrival.age_ms, 0)) / part;
      if (at < kParts) jobs[static_cast<std::size_t>(at)] += overtaking_part(arrival);
    }
    std::nth_element(jobs.begin(), jobs.begin() + kParts / 2, jobs.end());
    const double per_ms = jobs[kParts / 2] / part;
    share_ = std::min(per_ms * slot_ms / static_cast<double>(facts.slots), kMostOvertaken);
  }
  double share() const { return share_; }

 private:
  double overtaking_part(const RecentArrival& arrival) const {
    const PlacedJob& job = facts_.job;
    if (arrival.priority != job.priority) return arrival.priority > job.priority ? 1 : 0;
    const auto away = static_cast<double>(job.turn - job.served_turn);
    if (away <= 0) return 0;
    const double served_then =
        static_cast<double>(job.served_turn) - speed_ * static_cast<double>(arrival.age_ms);
    const double lag = static_cast<double>(arrival.turn) - served_then;
    return std::clamp(1 - lag / away, 0.0, 1.0);
  }

  const WaitFacts& facts_;
  double speed_;
  double share_ = 0;
};

}  // namespace

std::optional<double> expected_wait(const WaitFacts& facts) {
  const PlacedJob& job = facts.job;
  const bool is_leased = job.state == JobState::leased;
  if (!is_leased && job.state != JobState::queued) return std::nullopt;
  if (facts.slots <= 0 || facts.judgings.empty()) return std::nullopt;
  const SlotTimes times(facts.judgings);
  const double own = times.of(job.package);
  // One that takes longer than others took may take yet longer.
  if (is_leased) return std::max(own - static_cast<double>(job.leased_for), own / 4);
  const auto slots = static_cast<double>(facts.slots);
  const double free = std::max(slots - static_cast<double>(facts.leased), 0.0);
  double begins = 0;
  if (const auto before = static_cast<double>(facts.before); before >= free) {
    const double mean = mean_before(facts, times);
    // The slots are at their judgings' different moments: the next one is free soon.
    begins = ((before - free) * mean / slots + mean / (slots + 1)) /
             (1 - Overtaking(facts, times.mean()).share());
  }
  return std::max(begins, static_cast<double>(job.until_next_try)) + own;
}

std::vector<SubmissionWait> read_waits(Store& store, const std::vector<Id>& submissions) {
  if (submissions.empty()) return {};
  Database& db = store.database();
  WaitFacts facts;
  facts.leased = count_unfinished(db).leased;
  for (const auto& worker : list_workers(store))
    if (worker.state == WorkerState::working || worker.state == WorkerState::idle)
      facts.slots += worker.slots;
  facts.judgings = recent_judgings(db, kJudgings);
  facts.arrivals = recent_arrivals(db, kArrivals);
  std::vector<SubmissionWait> waits;
  std::string missing;
  for (const Id submission : submissions) {
    const auto known = store.submission(submission);
    if (!known) {
      missing += (missing.empty() ? "" : "\n") + std::string("submission ") +
                 std::to_string(submission) + ": there is none with this id";
      continue;
    }
    SubmissionWait wait{.submission = submission, .state = JobState::not_taken};
    if (const auto job = placed_job_of(db, submission)) {
      facts.job = *job;
      wait.state = job->state;
      if (job->state == JobState::queued) {
        facts.before = count_before(db, *job, kMostCounted);
        facts.packages_before = packages_before(db, *job, facts.before, kPackages);
        wait.position = facts.before + 1;
        wait.has_more_before = facts.before == kMostCounted;
      }
      wait.wait_ms = expected_wait(facts);
    }
    waits.push_back(wait);
  }
  if (!missing.empty()) throw InputError(missing);
  return waits;
}

}  // namespace assize
