// A job that a worker has failed with is another worker's.

#include "queue/queue.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

struct Fleet {
  Fleet() : workers(test.store.database()) {
    for (const char* id : {"broken", "good"}) workers.put({id, 1, "assize"});
    test.submit("ada");
  }
  void fail(const std::string& worker) {
    const auto job = test.queue.lease(worker);
    REQUIRE(job);
    REQUIRE(test.queue.give_back(*job, "no memory"));
    test.let_waits_end();
  }
  bool gets_it(const std::string& worker) {
    const bool would = test.queue.anything_for(worker);
    const auto job = test.queue.lease(worker);
    if (job) test.queue.give_back(*job, std::nullopt);
    CHECK(would == job.has_value());
    return job.has_value();
  }

  TestStore test;
  Workers workers;
};

}  // namespace

TEST_CASE("a job that a worker has failed with is left to one that hasn't") {
  Fleet fleet;
  fleet.fail("broken");
  CHECK_FALSE(fleet.gets_it("broken"));
  CHECK(fleet.test.queue.anything());
  CHECK(fleet.gets_it("good"));
  CHECK(fleet.gets_it("a third one"));
  SECTION("… and what comes behind it is not") {
    fleet.test.submit("bob");
    CHECK(fleet.test.queue.lease("broken")->submitter == "bob");
  }
  SECTION("unless that one is lost") {
    fleet.test.store.database().execute("UPDATE workers SET seen_at = 1 WHERE id = 'good'");
    CHECK(fleet.gets_it("broken"));
  }
  SECTION("unless that one is paused") {
    fleet.workers.pause("good", "no memory", 10'000);
    CHECK(fleet.gets_it("broken"));
    fleet.workers.end_pause("good");
    CHECK_FALSE(fleet.gets_it("broken"));
  }
  SECTION("unless that one takes nothing any more") {
    fleet.workers.set_draining("good", "it was told to end");
    CHECK(fleet.gets_it("broken"));
  }
  SECTION("unless that one is asked to drain") {
    fleet.workers.ask_to_drain("good", "ada");
    CHECK(fleet.gets_it("broken"));
  }
  SECTION("unless that one has gone") {
    fleet.workers.remove("good");
    CHECK(fleet.gets_it("broken"));
  }
}

TEST_CASE("a job that all have failed with is anybody's, but a paused worker leaves it") {
  Fleet fleet;
  fleet.fail("broken");
  fleet.fail("good");
  CHECK(fleet.gets_it("broken"));
  CHECK(fleet.gets_it("good"));
  fleet.workers.pause("broken", "no memory", 1);
  CHECK_FALSE(fleet.gets_it("broken"));
  CHECK(fleet.gets_it("good"));
}

TEST_CASE("a worker alone uses up a job's tries as ever") {
  Fleet fleet;
  fleet.workers.remove("good");
  for (int i = 0; i < kMostFailures; ++i) fleet.fail("broken");
  CHECK(fleet.test.state_of(1) == "set_aside");
  CHECK(fleet.test.number("SELECT count(*) FROM failed_tries") == 1);
}

TEST_CASE("workers on broken hosts use up one try of a job each") {
  Fleet fleet;
  for (const char* id : {"broken, too", "broken as well"}) fleet.workers.put({id, 1, "assize"});
  for (const char* id : {"broken", "broken, too", "broken as well"}) {
    fleet.fail(id);
    CHECK_FALSE(fleet.gets_it(id));
  }
  CHECK(fleet.test.number("SELECT failures FROM judgings") == 3);
  CHECK(fleet.gets_it("good"));
}
