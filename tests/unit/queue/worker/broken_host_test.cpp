// A worker whose judgings all fail: what it does, and what becomes of the jobs.
#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "queue/worker/problem_cache.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_worker.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;

namespace {

JudgingRecord fail(const LeasedJob&, const Source&) { throw JudgeError("this host is broken"); }

std::string text(TestStore& test, std::string_view sql) {
  Store other(test.url);  // in another thread than the test's
  std::string value = "nothing";
  other.database().find(sql, {}, value);
  return value;
}

constexpr const char* kPause = "judge errors in a row";
constexpr const char* kOver = "the pause is over";

}  // namespace

TEST_CASE("beside a worker on a broken host another one judges everything, and nothing is lost") {
  const int slots = GENERATE(1, 3);
  TestStore test;
  constexpr int kJobs = 40;
  for (int i = 0; i < kJobs; ++i) test.submit("ada");
  std::promise<void> good_is_there;
  auto is_there = good_is_there.get_future();
  std::atomic<int> judged = 0;
  std::atomic<int> failed = 0;
  Drain broken(test, slots);
  Drain good(test, 1);
  std::thread other([&] {
    good.hasty().run([&](const LeasedJob&, const Source&) {
      if (++judged == 1) good_is_there.set_value();
      while (failed < 5) std::this_thread::yield();  // the other one is faster
      return wrong_judging();
    });
  });
  is_there.wait();
  const WorkerResult result = broken.hasty().run([&](const LeasedJob& job, const Source& source) {
    ++failed;
    return fail(job, source);
  });
  other.join();
  CHECK(result.failure.empty());
  CHECK(result.judged == 0);
  CHECK(judged == kJobs);
  CHECK(test.queue.counts().done == kJobs);
  CHECK(test.queue.counts().set_aside == 0);
  CHECK(test.number("SELECT max(failures) FROM judgings") == 1);
  CHECK(broken.said(kPause) == 1);
  CHECK(good.messages.empty());
}

TEST_CASE("one job alone isn't used up by a broken host, if there is another one") {
  TestStore test;
  Workers(test.store.database()).put({"good", 1, "assize"});
  test.submit("ada");
  Drain broken(test, 2);
  broken.hasty();
  std::atomic<int> failed = 0;
  std::thread other([&] {
    Store store(test.url);
    Queue queue(store);
    while (failed == 0) std::this_thread::yield();
    for (int i = 0; i < 50; ++i) {  // the good one is busy with something else
      std::this_thread::sleep_for(milliseconds{1});
      Transaction transaction(store.database());
      queue.anything_for("good");
      transaction.commit();
    }
    std::optional<LeasedJob> job;
    while (!job) {
      Transaction transaction(store.database());
      job = queue.lease("good");
      transaction.commit();
    }
    Transaction transaction(store.database());
    queue.complete(*job, wrong_judging(), {});
    transaction.commit();
  });
  const WorkerResult result = broken.run([&](const LeasedJob& job, const Source& source) {
    ++failed;
    return fail(job, source);
  });
  other.join();
  CHECK(failed == 1);
  CHECK(result.judge_errors == 1);
  CHECK(result.left == 0);  // it has waited for the other one
  CHECK(test.queue.counts().done == 1);
}

TEST_CASE("a drain by a worker alone that can't judge ends, and every job has had its tries") {
  TestStore test;
  for (int i = 0; i < 6; ++i) test.submit("ada");
  Drain drain(test, 2);
  std::set<std::string> states;
  std::mutex mutex;
  const WorkerResult result = drain.hasty().run([&](const LeasedJob& job, const Source& source) {
    {
      const std::lock_guard lock(mutex);
      states.insert(text(test, "SELECT state || ': ' || reason FROM workers"));
    }
    return fail(job, source);
  });
  CHECK(result.failure.empty());
  CHECK(result.judge_errors == 6 * kMostFailures);
  CHECK(test.queue.counts().set_aside == 6);
  CHECK(result.left == 0);
  CHECK(states == std::set<std::string>{"ready: ", "paused: this host is broken"});
  CHECK(drain.said(kPause) == 1);
  CHECK(drain.said("in a row, the last of them: this host is broken") == 1);
  CHECK(drain.said(kOver) == 0);
}

TEST_CASE("a verdict ends a pause, and everything is judged") {
  TestStore test;
  for (int i = 0; i < 12; ++i) test.submit("ada");
  std::atomic<int> calls = 0;
  Drain drain(test, 1);
  std::string later;
  const WorkerResult result = drain.hasty().run([&](const LeasedJob& job, const Source& source) {
    if (++calls <= 8) return fail(job, source);
    if (calls == 12) later = text(test, "SELECT state FROM workers WHERE paused_until IS NULL");
    return wrong_judging();
  });
  CHECK(result.judged == 12);
  CHECK(result.judge_errors == 8);
  CHECK(test.number("SELECT max(failures) FROM judgings") == 1);
  CHECK(later == "ready");
  CHECK(drain.said(kPause) == 1);
  CHECK(drain.said(kOver) == 1);
}

TEST_CASE("during a pause one slot tries at a time") {
  TestStore test;
  for (int i = 0; i < 30; ++i) test.submit("ada");
  std::atomic<int> active = 0;
  std::atomic<int> crowd = 0;
  Drain drain(test, 4);
  drain.hasty().run([&](const LeasedJob& job, const Source& source) {
    const bool is_paused = text(test, "SELECT state FROM workers") == "paused";
    const int now = ++active;
    // Those that began before the pause have ended after the first few of it.
    if (is_paused && job.token > 1) crowd = std::max(crowd.load(), now);
    std::this_thread::sleep_for(milliseconds{1});
    --active;
    return fail(job, source);
  });
  CHECK(crowd == 1);
  CHECK(test.queue.counts().set_aside == 30);
}

TEST_CASE("what a package is at fault for, or one submission, is no reason to pause") {
  TestStore test;
  for (int i = 0; i < 12; ++i) test.submit("ada");
  enum Fault { crash, refusal, damage, of_one };
  const Fault fault = GENERATE(crash, refusal, damage, of_one);
  Drain drain(test, 2);
  const WorkerResult result = drain.hasty().run([&](const LeasedJob& job, const Source& source) {
    if (fault == crash) throw PackageError("validator", 0, "it crashed");
    if (fault == refusal) throw PackageRefused("it doesn't compile here");
    if (fault == damage) throw DamagedItem("blob 12 is not what its hash says");
    return job.submission == 1 ? fail(job, source) : wrong_judging();
  });
  CHECK(test.queue.counts().set_aside == (fault == of_one ? 1 : 12));
  CHECK(result.failure.empty());
  CHECK(drain.said(kPause) == 0);
}

TEST_CASE("a drain whose only work is done by others doesn't wait for the end of its pause") {
  TestStore test;
  for (int i = 0; i < 10; ++i) test.submit("ada");
  Drain broken(test, 2);
  broken.hasty().options.times.pause.first = std::chrono::minutes{5};
  broken.options.times.pause.longest = std::chrono::minutes{5};
  Drain good(test, 1);
  std::thread other([&] {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (text(test, "SELECT state FROM workers") != "paused" &&
           std::chrono::steady_clock::now() < deadline)
      std::this_thread::sleep_for(milliseconds{1});
    good.hasty().run(wrong);
  });
  const WorkerResult result = broken.run(fail);
  other.join();
  CHECK(result.failure.empty());
  CHECK(test.queue.counts().done == 10);
  CHECK(broken.said(kPause) == 1);
}
