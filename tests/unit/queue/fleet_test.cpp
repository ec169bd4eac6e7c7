#include "queue/fleet.h"

#include "queue/queue.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

struct Fleet {
  Fleet() : workers(test.store.database()) {
    for (const char* id : {"a", "b", "c"}) workers.put({id, 2, "assize"});
    set("host = 'attic'", "a");
    set("host = 'cellar'", "b");
    set("host = 'cellar'", "c");
  }
  void set(const std::string& what, const std::string& id) {
    test.store.database().execute("UPDATE workers SET " + what + " WHERE id = '" + id + "'");
  }
  void lose(const std::string& id) { set("seen_at = assize_lease_now() - 30001", id); }
  WorkerState state_of(const std::string& id) {
    for (const auto& worker : list_workers(test.store))
      if (worker.id == id) return worker.state;
    throw std::runtime_error("no worker " + id);
  }
  std::string asked(const WorkersWanted& wanted) {
    std::string ids;
    for (const auto& worker : drain_workers(test.store, wanted, "ada@desk")) ids += worker.id;
    return ids;
  }
  std::string kept(const WorkersWanted& wanted) {
    std::string ids;
    for (const auto& worker : undrain_workers(test.store, wanted, "bob@desk")) ids += worker.id;
    return ids;
  }
  std::int64_t wishes() {
    return test.number("SELECT count(*) FROM workers WHERE wanted = 'drain'");
  }

  TestStore test;
  Workers workers;
};

}  // namespace

TEST_CASE("what a worker does follows from its leases, its heartbeat and what it says") {
  Fleet fleet;
  CHECK(fleet.state_of("a") == WorkerState::idle);
  fleet.test.submit("ada");
  REQUIRE(fleet.test.queue.lease("a"));
  CHECK(fleet.state_of("a") == WorkerState::working);
  fleet.workers.pause("a", "no memory", 60'000);
  CHECK(fleet.state_of("a") == WorkerState::paused);
  const WorkerRow paused = list_workers(fleet.test.store)[0];
  CHECK(paused.reason == "no memory");
  CHECK(paused.paused_for > 50'000);
  CHECK(paused.paused_for <= 60'000);
  CHECK(paused.paused_since > now_ms() - 60'000);
  fleet.workers.pause("a", "no memory", 120'000);
  CHECK(list_workers(fleet.test.store)[0].paused_since == paused.paused_since);
  fleet.workers.end_pause("a");
  CHECK(fleet.state_of("a") == WorkerState::working);
  CHECK(list_workers(fleet.test.store)[0].reason.empty());
  fleet.workers.set_draining("a", "it was told to end");
  fleet.workers.pause("a", "no memory", 60'000);
  CHECK(fleet.state_of("a") == WorkerState::draining);
  fleet.lose("a");
  CHECK(fleet.state_of("a") == WorkerState::lost);
}

TEST_CASE("a heartbeat says what is wanted, and whether there is a row at all") {
  Fleet fleet;
  const auto before = fleet.workers.see("b", 7, 2);
  REQUIRE(before);
  CHECK_FALSE(before->drain);
  CHECK(list_workers(fleet.test.store)[1].judged == 7);
  CHECK(list_workers(fleet.test.store)[1].judge_errors == 2);
  fleet.workers.ask_to_drain("b", "ada@desk");
  CHECK(fleet.workers.see("b", 8, 2)->drain);
  CHECK(fleet.workers.wish("b")->by == "ada@desk");
  fleet.workers.remove("b");
  CHECK_FALSE(fleet.workers.see("b", 9, 2));
}

TEST_CASE("workers are asked to drain by id, by host, or all") {
  Fleet fleet;
  CHECK(fleet.asked({.ids = {"b"}}) == "b");
  CHECK(fleet.state_of("b") == WorkerState::draining);
  CHECK(fleet.state_of("a") == WorkerState::idle);
  CHECK(fleet.asked({.host = "cellar"}) == "bc");
  CHECK(fleet.asked({.ids = {"a"}, .host = "cellar"}) == "abc");
  CHECK(fleet.wishes() == 3);
}

TEST_CASE("who asked a worker to drain is audited, once") {
  Fleet fleet;
  CHECK(fleet.asked({.host = "attic"}) == "a");
  CHECK(fleet.asked({.all = true}) == "abc");
  CHECK(fleet.test.number("SELECT count(*) FROM audit WHERE kind = 'worker drain'") == 3);
  CHECK(fleet.test.number("SELECT count(*) FROM audit WHERE kind = 'worker drain' AND body LIKE "
                          "'%\"by\":\"ada@desk\"%\"host\":\"attic\"%\"worker\":\"a\"%'") == 1);
}

TEST_CASE("a drain is taken back from those that were asked, and audited") {
  Fleet fleet;
  fleet.asked({.host = "cellar"});
  CHECK_THROWS_WITH(fleet.kept({.ids = {"b", "x"}, .host = "tower"}),
                    Contains("no worker x") && Contains("the host tower"));
  CHECK(fleet.wishes() == 2);
  CHECK(fleet.kept({.ids = {"a", "b"}}) == "b");
  CHECK(fleet.wishes() == 1);
  CHECK(fleet.state_of("b") == WorkerState::idle);
  const auto wish = fleet.workers.wish("b");
  CHECK_FALSE(wish->drain);
  CHECK(wish->by == "bob@desk");
  CHECK(fleet.kept({.ids = {"b"}}).empty());
  CHECK(fleet.test.number("SELECT count(*) FROM audit WHERE kind = 'worker drain undone' AND body "
                          "LIKE '%bob@desk%'") == 1);
}

TEST_CASE("one that is lost isn't asked") {
  Fleet fleet;
  fleet.lose("b");
  CHECK(fleet.asked({.all = true}) == "ac");
  CHECK(fleet.wishes() == 2);
}

TEST_CASE("all names that aren't there are said, and nobody is asked") {
  Fleet fleet;
  CHECK_THROWS_WITH(
      fleet.asked({.ids = {"a", "x", "y"}, .host = "tower"}),
      Contains("no worker x") && Contains("no worker y") && Contains("the host tower"));
  CHECK(fleet.wishes() == 0);
}

TEST_CASE("what is left of a lost worker is taken away, and its jobs are others'") {
  Fleet fleet;
  const Id judging = fleet.test.submit("ada");
  REQUIRE(fleet.test.queue.lease("b"));
  fleet.lose("b");
  CHECK(remove_worker(fleet.test.store, "b", "ada@desk", false) == 1);
  CHECK(fleet.test.state_of(judging) == "queued");
  CHECK(fleet.test.queue.lease("a")->judging == judging);
  CHECK(fleet.test.number("SELECT count(*) FROM workers") == 2);
  CHECK(fleet.test.number("SELECT count(*) FROM audit WHERE kind = 'worker removed' AND body LIKE "
                          "'%\"by\":\"ada@desk\"%\"leases\":1%'") == 1);
  CHECK(fleet.test.number("SELECT count(*) FROM audit WHERE kind = 'lease expired'") == 1);
}

TEST_CASE("a worker that is alive stays, unless it is forced, and then can't record anything") {
  Fleet fleet;
  fleet.test.submit("ada");
  const auto job = fleet.test.queue.lease("b");
  CHECK_THROWS_WITH(remove_worker(fleet.test.store, "b", "ada", false),
                    Contains("is alive") && Contains("--force"));
  CHECK_THROWS_AS(remove_worker(fleet.test.store, "x", "ada", true), InputError);
  CHECK(fleet.test.number("SELECT count(*) FROM workers") == 3);
  CHECK(fleet.test.queue.counts().leased == 1);
  CHECK(remove_worker(fleet.test.store, "b", "ada", true) == 1);
  CHECK_FALSE(fleet.test.queue.complete(*job, wrong_judging(), {}));
}
