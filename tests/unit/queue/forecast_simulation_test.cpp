// A steady load on a real queue, by a clock of the test's: estimates against what then came true.
#include <algorithm>
#include <cmath>
#include <map>
#include <queue>
#include <random>

#include "queue/forecast.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"
#include "tests/unit/support/test_clock.h"

using namespace assize;
using namespace assize::test;

namespace {

struct Load {
  std::int64_t slots = 8;
  std::int64_t students = 40;
  std::int64_t each = 30;       // that wait when it begins
  double arrivals_per_s = 1.5;  // afterwards
  double of_newcomers = 0.6;    // the part of them that is of submitters who have nothing queued
  double urgent = 0.05;         // … that has a higher priority
  double spread = 0.4;          // of the times: of their logarithms
  std::int64_t minutes = 12;    // how long estimates are asked for
};

constexpr std::array kMeanTimes{600.0, 2000.0, 5000.0};  // ms, of a problem each

class Simulation {
 public:
  Simulation(const Load& load, unsigned seed) : load_(load), chance_(seed), transaction_(db()) {
    for (std::size_t i = 0; i < kMeanTimes.size(); ++i)
      test_.add_package("p" + std::to_string(i), "package-p" + std::to_string(i));
    Workers(db()).put({"w", load.slots, "assize"});
    for (std::int64_t i = 0; i < load.each; ++i)
      for (std::int64_t student = 0; student < load.students; ++student)
        submit("student-" + std::to_string(student), 0);
  }

  // How far estimates were off, as a part of what it took in the end; by that in order.
  std::vector<double> run() {
    const std::int64_t start = clock_.wall;
    const std::int64_t until = start + load_.minutes * 60'000;
    std::int64_t next_arrival = start + pause();
    std::int64_t next_question = start + 60'000;
    fill_slots();
    while (clock_.wall < until || !open_.empty()) {
      const std::int64_t next =
          std::min({next_arrival, next_question, slots_.empty() ? INT64_MAX : slots_.top().end});
      clock_.pass(next - clock_.wall);
      if (next == next_question) {
        if (next < until) ask();
        next_question += 20'000;
      } else if (next == next_arrival) {
        arrive();
        next_arrival += pause();
      } else {
        end_judging();
      }
      fill_slots();
    }
    std::sort(errors_.begin(), errors_.end());
    return errors_;
  }

 private:
  struct Judging {
    std::int64_t end;
    LeasedJob job;
    bool operator<(const Judging& other) const { return end > other.end; }  // the first one on top
  };
  struct Question {
    std::int64_t at;
    double estimate;
  };

  Database& db() { return test_.store.database(); }
  double unit() { return std::uniform_real_distribution<double>(0, 1)(chance_); }
  std::int64_t pause() {
    return static_cast<std::int64_t>(
        1 + std::exponential_distribution<double>(load_.arrivals_per_s / 1000)(chance_));
  }

  void submit(const std::string& submitter, std::int64_t priority) {
    SubmissionRow row = test_.submission(submitter, priority);
    row.problem = "p" + std::to_string(chance_() % kMeanTimes.size());
    test_.submit(row);
  }
  void arrive() {
    const bool is_new = unit() < load_.of_newcomers;
    const std::string who = is_new ? "newcomer-" + std::to_string(++newcomers_)
                                   : "student-" + std::to_string(chance_() % load_.students);
    submit(who, unit() < load_.urgent ? 10 : 0);
  }

  void fill_slots() {
    while (static_cast<std::int64_t>(slots_.size()) < load_.slots) {
      auto job = test_.queue.lease("w");
      if (!job) return;
      const double mean = kMeanTimes.at(static_cast<std::size_t>(job->problem[1] - '0'));
      const double factor = std::lognormal_distribution<double>(-load_.spread * load_.spread / 2,
                                                                load_.spread)(chance_);
      slots_.push({clock_.wall + 1 + static_cast<std::int64_t>(mean * factor), std::move(*job)});
    }
  }
  void end_judging() {
    const Judging judging = slots_.top();
    slots_.pop();
    REQUIRE(test_.queue.complete(judging.job, wrong_judging(), {}));
    const auto [first, last] = open_.equal_range(judging.job.submission);
    for (auto it = first; it != last; ++it) {
      const auto took = static_cast<double>(clock_.wall - it->second.at);
      errors_.push_back(std::abs(it->second.estimate - took) / took);
    }
    open_.erase(first, last);
  }

  // Of some that wait, wherever in the queue.
  void ask() {
    Workers(db()).see("w", 0, 0);
    std::vector<Id> waiting;
    Rows rows = db().query("SELECT submission FROM judgings WHERE state = 'queued'");
    for (Id id = 0; rows.next(id);) waiting.push_back(id);
    std::vector<Id> chosen;
    std::sample(waiting.begin(), waiting.end(), std::back_inserter(chosen), 20, chance_);
    for (const auto& wait : read_waits(test_.store, chosen))
      open_.emplace(wait.submission, Question{clock_.wall, wait.wait_ms.value()});
  }

  Load load_;
  std::mt19937 chance_;
  TestClock clock_;
  TestStore test_{clock_};
  Transaction transaction_;  // all of it in one, as nothing has to last
  std::priority_queue<Judging> slots_;
  std::multimap<Id, Question> open_;
  std::vector<double> errors_;
  std::int64_t newcomers_ = 0;
};

// The error that 9 of 10 estimates stay below.
double error_of_nine_in_ten(const std::vector<double>& errors) {
  REQUIRE(errors.size() > 300);
  return errors[errors.size() * 9 / 10];
}

}  // namespace

TEST_CASE("on a steady load 9 of 10 estimates are within a quarter", "[sqlite]") {
  for (const unsigned seed : {1U, 2U, 3U}) {
    INFO("seed " << seed);
    CHECK(error_of_nine_in_ten(Simulation({}, seed).run()) < 0.25);
  }
}

TEST_CASE("… with nobody coming meanwhile, where submissions of a problem stand together",
          "[sqlite]") {
  CHECK(error_of_nine_in_ten(Simulation({.arrivals_per_s = 0.001}, 4).run()) < 0.25);
}

TEST_CASE("… with most who come served first", "[sqlite]") {
  const Load load{.arrivals_per_s = 1.2, .of_newcomers = 0.5, .urgent = 0.5};
  CHECK(error_of_nine_in_ten(Simulation(load, 5).run()) < 0.25);
}
