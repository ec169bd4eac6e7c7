// Whatever happens to the wall clock of a host, leases in a file last as long as they should.
#include "storage/store/lease_clock.h"

#include <memory>

#include "queue/queue.h"
#include "storage/engine/sqlite.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"
#include "tests/unit/support/test_clock.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::int64_t kHour = 3'600'000;

// Another process of the same host, or the same one after the host was started again.
struct Process {
  Process(const TestStore& test, const HostClock& clock)
      : store(test.url, Database::Mode::read_write, clock), queue(store) {}
  Store store;
  Queue queue;
};

void start_again(TestClock& clock, std::int64_t wall_jump) {
  clock.wall += 60'000 + wall_jump;
  clock.since_boot = 4'000;
  clock.boot_id += "'";
}

}  // namespace

TEST_CASE("a wall clock that is set by an hour ends no lease and prolongs none", "[sqlite]") {
  const std::int64_t jump = GENERATE(kHour, -kHour);
  TestClock clock;
  TestStore test(clock);
  test.submit("ada");
  const auto job = test.queue.lease("w");
  clock.wall += jump;
  clock.pass(kLeaseTime.count());
  CHECK(test.queue.expire("other") == 0);
  test.queue.renew("w");
  clock.wall -= 3 * jump;
  clock.pass(kLeaseTime.count());
  CHECK(test.queue.expire("other") == 0);
  SECTION("the worker records what it has") {
    CHECK(test.queue.complete(*job, wrong_judging(), {}));
    CHECK(test.number("SELECT slot_ms FROM judgings") == 2 * kLeaseTime.count());
  }
  SECTION("the worker is gone") {
    clock.pass(1);
    CHECK(test.queue.expire("other") == 1);
  }
}

TEST_CASE("a process whose wall clock is wrong by an hour takes and loses nothing", "[sqlite]") {
  const std::int64_t error = GENERATE(kHour, -kHour);
  TestClock clock;
  TestStore test(clock);
  TestClock wrong = clock;
  wrong.wall += error;
  Process other(test, wrong);
  test.submit("ada");
  test.submit("bob");
  const auto mine = test.queue.lease("right");
  const auto theirs = other.queue.lease("wrong");
  for (auto* one : {&clock, &wrong}) one->pass(kLeaseTime.count());
  CHECK(other.queue.expire("wrong") == 0);
  CHECK(test.queue.expire("right") == 0);
  CHECK(other.queue.complete(*theirs, wrong_judging(), {}));
  CHECK(test.queue.complete(*mine, wrong_judging(), {}));
}

TEST_CASE("its heartbeats are good, and so are those of others", "[sqlite]") {
  TestClock clock;
  TestStore test(clock);
  TestClock wrong = clock;
  wrong.wall -= kHour;
  Process other(test, wrong);
  Workers(other.store.database()).put({"wrong", 1, "assize"});
  Workers(test.store.database()).put({"right", 1, "assize"});
  for (auto* store : {&test.store, &other.store})
    for (const auto& worker : Workers(store->database()).list(kLeaseTime.count()))
      CHECK(worker.unseen_for == 0);
}

TEST_CASE("after the host was started again all leases have expired, whatever its wall clock says",
          "[sqlite]") {
  const std::int64_t jump = GENERATE(0, kHour, -kHour);
  TestClock clock;
  TestStore test(clock);
  test.submit("ada");
  test.submit("bob");
  Workers(test.store.database()).put({"before", 2, "assize"});
  const auto first = test.queue.lease("before");
  const auto second = test.queue.lease("before");
  REQUIRE(test.queue.give_back(*second, "the host was about to end"));
  start_again(clock, jump);
  Process after(test, clock);
  CHECK(Workers(after.store.database()).list(kLeaseTime.count())[0].state == WorkerState::lost);
  clock.pass(1);
  CHECK(after.queue.expire("after") == 1);
  CHECK_FALSE(after.queue.complete(*first, wrong_judging(), {}));
  CHECK(after.queue.lease("after"));
  CHECK(after.queue.lease("after"));  // it needn't wait for its next try any longer
  clock.pass(kLeaseTime.count() - 1);
  CHECK(after.queue.expire("another") == 0);
  CHECK(test.number("SELECT count(*) FROM lease_clock") == 1);
}

TEST_CASE("only the first one to open the store after a start ends leases", "[sqlite]") {
  TestClock clock;
  TestStore test(clock);
  start_again(clock, 0);
  Process first(test, clock);
  test.submit("ada");
  const auto job = first.queue.lease("w");
  clock.pass(1'000);
  const Process second(test, clock);
  CHECK(first.queue.complete(*job, wrong_judging(), {}));
}

TEST_CASE("the time of a next try is told by the wall clock as it is now", "[sqlite]") {
  TestClock clock;
  TestStore test(clock);
  test.submit("ada");
  REQUIRE(test.queue.give_back(*test.queue.lease("w"), "no memory"));
  clock.wall += kHour;
  CHECK(Jobs(test.store.database()).troubled()[0].not_before == clock.wall + kFirstWait.count());
  CHECK_FALSE(test.queue.lease("w"));
  clock.pass(kFirstWait.count());
  CHECK(test.queue.lease("w"));
}

TEST_CASE("the kernel's clocks tell the start of the host, and the time since", "[sqlite]") {
  const HostClock& clock = kernel_clock();
  CHECK(clock.boot() == kernel_clock().boot());
  CHECK(clock.boot().size() == 36);
  const auto before = clock.since_boot_ms();
  CHECK(before > 0);
  CHECK(clock.since_boot_ms() >= before);
}
