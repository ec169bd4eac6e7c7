// What becomes of a job whose worker died.

#include "queue/queue.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

// A worker leases what it gets, up to so many jobs, and dies. The jobs don't wait for their next
// tries. Gives the judgings that it held.
std::vector<Id> die_holding(TestStore& test, int most) {
  std::vector<Id> held;
  for (int i = 0; i < most; ++i)
    if (const auto job = test.queue.lease("dying")) held.push_back(job->judging);
  test.let_leases_expire();
  test.queue.expire("alive");
  test.let_waits_end();
  return held;
}

// A moment between two looks at the clock, and how long a job has to wait from then on: however far
// apart the looks are, the wait is within what they say. One ms may be rounded.
struct Waiting {
  explicit Waiting(TestStore& test) : test_(test), before_(test.queue.now()) {}
  void check(std::int64_t wait) const {
    const std::int64_t after = test_.queue.now();
    const std::int64_t until = test_.number("SELECT not_before FROM judgings");
    CHECK(until - before_ >= wait);
    CHECK(until - after <= wait + 1);
  }

 private:
  TestStore& test_;
  std::int64_t before_;
};

}  // namespace

TEST_CASE("a worker's own leases don't expire: it is alive, whatever the clock says") {
  TestStore test;
  test.submit("ada");
  const auto job = test.queue.lease("mine");
  test.let_leases_expire();
  CHECK(test.queue.expire("mine") == 0);
  CHECK(test.queue.complete(*job, wrong_judging(), {}));
}

TEST_CASE("a job whose worker died is leased at once, and it is audited") {
  TestStore test;
  const Id judging = test.submit("ada");
  test.queue.lease("dying");
  test.let_leases_expire();
  CHECK(test.queue.expire("alive") == 1);
  CHECK(test.queue.lease("alive")->judging == judging);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'lease expired' AND judging = 1") ==
        1);
}

TEST_CASE("a job that its workers die with again and again waits longer each time") {
  TestStore test;
  test.submit("ada");
  for (std::int64_t i = 1; i < kSuspected + 3; ++i) {
    REQUIRE(test.queue.lease("dying"));
    test.let_leases_expire();
    const Waiting waiting(test);
    test.queue.expire("alive");
    if (i < kSuspected) {
      CHECK(test.number("SELECT not_before FROM judgings") == 0);
      continue;
    }
    waiting.check(kFirstWait.count() << (i - kSuspected));
    test.let_waits_last();
    CHECK_FALSE(test.queue.lease("alive"));
    CHECK(test.queue.next_change() == test.number("SELECT not_before FROM judgings"));
    CHECK(test.queue.counts().queued == 1);
    test.let_waits_end();
  }
}

TEST_CASE("a suspect is judged by a worker that judges nothing else") {
  TestStore test;
  const Id suspect = test.submit("ada");
  for (int i = 0; i < kSuspected; ++i) die_holding(test, 1);
  test.submit("bob");
  test.submit("eve");
  SECTION("one that has something else gets nothing, and is not told that there is something") {
    test.store.database().execute("UPDATE judgings SET turn = 0 WHERE submission = 2");
    test.store.database().execute("UPDATE judgings SET turn = 1 WHERE submission = 1");
    test.store.database().execute("UPDATE judgings SET turn = 2 WHERE submission = 3");
    CHECK(test.queue.lease("busy")->submission == 2);
    CHECK_FALSE(test.queue.anything_for("busy"));
    CHECK_FALSE(test.queue.lease("busy"));
    CHECK(test.queue.lease("free")->judging == suspect);
    CHECK(test.queue.lease("busy"));
  }
  SECTION("one that has it gets nothing beside it") {
    CHECK(test.queue.lease("w")->judging == suspect);
    CHECK_FALSE(test.queue.anything_for("w"));
    CHECK_FALSE(test.queue.lease("w"));
    CHECK(test.queue.lease("other"));
  }
}

TEST_CASE("a job that takes every worker down is found, and set aside") {
  TestStore test;
  const Id killer = test.submit("ada");
  std::int64_t deaths = 0;
  while (test.state_of(killer) == "queued" && deaths < 100) {
    test.submit("bob");  // there is always something else, too
    die_holding(test, 2);
    ++deaths;
  }
  CHECK(test.state_of(killer) == "set_aside");
  CHECK(deaths == kSuspected + kMostLoneDeaths);
  CHECK(test.number("SELECT count(*) FROM judgings WHERE state = 'set_aside'") == 1);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'set aside'") == 1);
  CHECK(test.store.current_judging(1)->last_failure.find("its worker died") == 0);
  CHECK(test.store.current_judging(1)->record.final.verdict == Verdict::judge_error);
}

TEST_CASE("where workers die anyway, no job is to blame") {
  TestStore test;
  const Id long_one = test.submit("ada");
  for (int i = 0; i < 200; ++i) {
    REQUIRE(die_holding(test, 1) == std::vector<Id>{long_one});
    // Another worker dies, with something else or with nothing.
    if (i % 2 == 0) {
      test.submit("bob");
      test.store.database().execute("UPDATE judgings SET priority = 1 WHERE submission > 1");
      const auto other = test.queue.lease("dying, too");
      test.let_leases_expire();
      test.queue.expire("alive");
      const auto again = test.queue.lease("alive");
      REQUIRE(again);
      test.queue.complete(*again, wrong_judging(), {});
    } else {
      Workers(test.store.database()).put({"idle", 1, "assize"});
      test.store.database().execute("UPDATE workers SET seen_at = 1");
      test.queue.expire("alive");
      CHECK(test.number("SELECT count(*) FROM workers") == 0);
    }
  }
  CHECK(test.state_of(long_one) == "queued");
}

TEST_CASE("a job waits after a judge error, twice as long after each") {
  TestStore test;
  test.submit("ada");
  for (int i = 1; i < kMostFailures; ++i) {
    const auto job = test.queue.lease("w");
    REQUIRE(job);
    const Waiting waiting(test);
    REQUIRE(test.queue.give_back(*job, "the host is out of memory"));
    waiting.check(kFirstWait.count() << (i - 1));
    test.let_waits_last();
    CHECK_FALSE(test.queue.lease("w"));
    CHECK_FALSE(test.queue.anything_for("another"));
    test.let_waits_end();
  }
}

TEST_CASE("a lease whose commit failed is taken once more, if nobody else has the job") {
  TestStore test;
  test.submit("ada");
  std::optional<LeasedJob> job;
  {
    Transaction transaction(test.store.database());
    job = test.queue.lease("w");
  }
  REQUIRE(job);
  SECTION("nobody") {
    CHECK(test.queue.retake(*job));
    CHECK_FALSE(test.queue.retake(*job));
    CHECK(test.queue.complete(*job, wrong_judging(), {}));
  }
  SECTION("somebody, who was quicker") {
    const auto theirs = test.queue.lease("quicker");
    CHECK_FALSE(test.queue.retake(*job));
    CHECK_FALSE(test.queue.complete(*job, wrong_judging(), {}));
    CHECK(test.queue.complete(*theirs, wrong_judging(), {}));
    CHECK_FALSE(test.queue.complete(*job, wrong_judging(), {}));
  }
}
