// A worker that is asked to end, and what it says of itself in the store meanwhile.
#include <atomic>
#include <thread>

#include "queue/fleet.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_worker.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;

namespace {

// As a command of another process would.
void ask_all_to_drain(const std::string& url) {
  Store store(url);
  Transaction transaction(store.database());
  drain_workers(store, {.all = true}, "eve@desk");
  transaction.commit();
}

void take_that_back(const std::string& url) {
  Store store(url);
  Transaction transaction(store.database());
  undrain_workers(store, {.all = true}, "bob@desk");
  transaction.commit();
}

template <typename Condition>
bool comes_true(const Condition& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(milliseconds{10});
  }
  return false;
}

}  // namespace

TEST_CASE("a worker that is asked to drain finishes what it judges, and ends") {
  TestStore test;
  Transaction transaction(test.store.database());
  for (int i = 0; i < 200; ++i) test.submit("ada");
  transaction.commit();
  Drain worker(test, 2);
  worker.hasty().options.drain = false;
  const WorkerResult result = worker.run([&](const LeasedJob& job, const Source&) {
    if (job.submission == 3) ask_all_to_drain(test.url);
    std::this_thread::sleep_for(milliseconds{job.submission < 5 ? 1 : 20});
    return wrong_judging();
  });
  CHECK(result.drained_by == "eve@desk");
  CHECK(result.failure.empty());
  CHECK(worker.said("asked to drain by eve@desk") == 1);
  const QueueCounts counts = test.queue.counts();
  CHECK(counts.done >= 3);
  CHECK(counts.done < 200);
  CHECK(counts.done == result.judged);
  CHECK(counts.leased == 0);
  CHECK(test.number("SELECT count(*) FROM workers") == 0);
}

TEST_CASE("as long as something is being judged a drain can be taken back") {
  TestStore test;
  for (int i = 0; i < 40; ++i) test.submit("ada");
  Drain worker(test, 3);
  worker.hasty();
  std::atomic<bool> has_others_left = false;
  const WorkerResult result = worker.run([&](const LeasedJob& job, const Source&) {
    if (job.submission != 5) return wrong_judging();
    ask_all_to_drain(test.url);
    Store other(test.url);
    // The other two slots take nothing, though there is something.
    has_others_left = comes_true([&] {
      return list_workers(other)[0].state == WorkerState::draining &&
             list_workers(other)[0].leased == 1 && list_workers(other)[0].reason != "";
    });
    take_that_back(test.url);
    CHECK(comes_true([&] {
      std::int64_t done = 0;
      other.database().find("SELECT count(*) FROM judgings WHERE state = 'done'", {}, done);
      return done == 39;
    }));
    CHECK(comes_true([&] { return list_workers(other)[0].state == WorkerState::working; }));
    return wrong_judging();
  });
  CHECK(has_others_left);
  CHECK(result.judged == 40);
  CHECK(result.drained_by.empty());
  CHECK(worker.said("asked to drain by eve@desk") == 1);
  CHECK(worker.said("the drain was taken back by bob@desk") == 1);
}

TEST_CASE("a worker can be asked to drain again after that was taken back") {
  TestStore test;
  for (int i = 0; i < 4; ++i) test.submit("ada");
  Drain worker(test, 1);
  worker.hasty();
  const WorkerResult result = worker.run([&](const LeasedJob& job, const Source&) {
    if (job.submission != 2) return wrong_judging();
    Store other(test.url);
    const auto is_draining = [&] { return !list_workers(other)[0].reason.empty(); };
    ask_all_to_drain(test.url);
    CHECK(comes_true(is_draining));
    take_that_back(test.url);
    CHECK(comes_true([&] { return !is_draining(); }));
    ask_all_to_drain(test.url);
    CHECK(comes_true(is_draining));
    return wrong_judging();
  });
  CHECK(result.judged == 2);
  CHECK(result.left == 2);
  CHECK(result.drained_by == "eve@desk");
}

TEST_CASE("a worker with nothing to do ends within a second when it is asked to drain") {
  TestStore test;
  Drain worker(test, 2);
  worker.options.drain = false;
  WorkerResult result;
  std::thread thread([&] { result = worker.run(wrong); });
  CHECK(comes_true([&] { return test.number("SELECT count(*) FROM workers") == 1; }));
  const auto asked = std::chrono::steady_clock::now();
  ask_all_to_drain(test.url);
  thread.join();
  CHECK(result.drained_by == "eve@desk");
  CHECK(std::chrono::steady_clock::now() - asked < std::chrono::seconds{5});
}

TEST_CASE(
    "a worker that is paused ends when it is asked to, and says so in a row put there again") {
  TestStore test;
  for (int i = 0; i < 5; ++i) test.submit("ada");
  Drain worker(test, 2);
  worker.hasty().options.drain = false;
  worker.options.times.pause.first = std::chrono::minutes{5};
  worker.options.times.renewal = milliseconds{5};
  WorkerResult result;
  std::thread thread([&] {
    result = worker.run([](const LeasedJob&, const Source&) -> JudgingRecord {
      throw JudgeError("this host is broken");
    });
  });
  constexpr const char* kPaused = "SELECT count(*) FROM workers WHERE state = 'paused'";
  CHECK(comes_true([&] { return test.number(kPaused) == 1; }));
  test.store.database().execute("DELETE FROM workers");
  CHECK(comes_true([&] { return test.number(kPaused) == 1; }));
  ask_all_to_drain(test.url);
  thread.join();
  CHECK(result.drained_by == "eve@desk");
  CHECK(result.judged == 0);
  CHECK(test.number("SELECT count(*) FROM workers") == 0);
}

TEST_CASE("a worker says in the store what it is, and by its heartbeat what it has done") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  Drain worker(test, 1);
  worker.options.times.renewal = milliseconds{5};
  worker.options.runtimes = {{"python3", "CPython 3.11.2", "abc"}};
  worker.options.policy.name = "exam";
  std::vector<WorkerRow> rows;
  worker.run([&](const LeasedJob& job, const Source&) {
    if (job.submission < 3) return wrong_judging();
    Store other(test.url);
    CHECK(comes_true([&] { return list_workers(other)[0].judged == 2; }));
    rows = list_workers(other);
    return wrong_judging();
  });
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].state == WorkerState::working);
  CHECK(rows[0].slots == 1);
  CHECK(rows[0].leased == 1);
  CHECK(rows[0].judged_last_minute == 2);
  CHECK(rows[0].judge_errors == 0);
  CHECK(rows[0].version.find("assize ") == 0);
  CHECK(rows[0].policy == "exam");
  CHECK(rows[0].runtimes == worker.options.runtimes);
}

TEST_CASE("a worker whose row was taken away puts it there again") {
  TestStore test;
  test.submit("ada");
  Drain worker(test, 1);
  worker.options.times.renewal = milliseconds{5};
  worker.run([&](const LeasedJob&, const Source&) {
    Store other(test.url);
    other.database().execute("DELETE FROM workers");
    CHECK(comes_true([&] { return list_workers(other).size() == 1; }));
    return wrong_judging();
  });
  CHECK(test.number("SELECT count(*) FROM workers") == 0);
}
