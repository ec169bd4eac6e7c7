// Who has a job, for how long, and who doesn't any more.

#include "queue/queue.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("every lease of a job has a higher token than the one before") {
  TestStore test;
  test.submit("ada");
  std::int64_t last = 0;
  for (int i = 0; i < 4; ++i) {
    const auto job = test.queue.lease("w");
    REQUIRE(job);
    CHECK(job->token > last);
    last = job->token;
    if (i % 2 == 0) {
      CHECK(test.queue.give_back(*job, std::nullopt));
    } else {
      test.let_leases_expire();
      CHECK(test.queue.expire("nobody") == 1);
    }
  }
}

TEST_CASE("a result that comes too late changes nothing") {
  TestStore test;
  test.submit("ada");
  const auto job = test.queue.lease("w");
  test.let_leases_expire();
  REQUIRE(test.queue.expire("nobody") == 1);
  CHECK_FALSE(test.queue.complete(*job, wrong_judging(), {}));
  CHECK(test.number("SELECT count(*) FROM policies") == 0);
  CHECK(test.number("SELECT count(*) FROM runtimes") == 0);
  CHECK(test.number("SELECT count(*) FROM runs") == 0);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judged'") == 0);
  CHECK(test.number("SELECT count(*) FROM judgings WHERE verdict IS NOT NULL") == 0);
}

TEST_CASE("a result whose transaction was undone is recorded whole the next time") {
  TestStore test;
  test.submit("ada");
  const auto job = test.queue.lease("w");
  for (const bool is_kept : {false, true}) {
    Transaction transaction(test.store.database());
    REQUIRE(test.queue.complete(*job, wrong_judging(), {}));
    if (is_kept) transaction.commit();
  }
  CHECK(test.number("SELECT count(*) FROM policies") == 1);
  CHECK(test.number("SELECT count(*) FROM runtimes") == 1);
  CHECK(test.store.judgings(1).at(0).record.identities.runtime_name == "python3");
}

TEST_CASE("a lease that expired can't complete its job") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto job = test.queue.lease("one");
  test.let_leases_expire();
  CHECK(test.queue.expire("nobody") == 1);
  CHECK_FALSE(test.queue.complete(*job, wrong_judging(), {}));
  CHECK(test.state_of(judging) == "queued");
  CHECK(test.number("SELECT count(*) FROM runs") == 0);
  CHECK(test.acts() == test.number("SELECT count(*) FROM audit WHERE kind = 'lease expired'"));
  CHECK(test.number("SELECT count(*) FROM judgings WHERE verdict IS NOT NULL") == 0);
}

TEST_CASE("a lease that expired can't give its job back") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto first = test.queue.lease("one");
  test.let_leases_expire();
  test.queue.expire("nobody");
  CHECK_FALSE(test.queue.give_back(*first, "lost the keeper"));
  const auto second = test.queue.lease("two");
  REQUIRE(second);
  CHECK_FALSE(test.queue.give_back(*first, std::nullopt));
  CHECK_FALSE(test.queue.give_back(*first, "lost the keeper"));
  CHECK(test.state_of(judging) == "leased");
  CHECK(test.number("SELECT failures FROM judgings") == 0);
  CHECK(test.acts() == test.number("SELECT count(*) FROM audit WHERE kind = 'lease expired'"));
}

TEST_CASE("a worker that was thought dead can't record a second verdict") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto slow = test.queue.lease("slow");
  test.let_leases_expire();
  test.queue.expire("nobody");
  const auto quick = test.queue.lease("quick");
  REQUIRE(quick);
  JudgingRecord accepted = wrong_judging();
  accepted.final = {};
  SECTION("it comes back while the other one judges") {
    CHECK_FALSE(test.queue.complete(*slow, wrong_judging(), {}));
    CHECK(test.queue.complete(*quick, accepted, {}));
  }
  SECTION("it comes back after the other one") {
    CHECK(test.queue.complete(*quick, accepted, {}));
    CHECK_FALSE(test.queue.complete(*slow, wrong_judging(), {}));
  }
  CHECK(test.state_of(judging) == "done");
  CHECK(test.store.current_judging(1)->record.final.verdict == Verdict::accepted);
  CHECK(test.number("SELECT count(*) FROM runs") == 2);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judged'") == 1);
}

TEST_CASE("the same worker can't complete with an old token either") {
  TestStore test;
  test.submit("ada");
  const auto first = test.queue.lease("w");
  test.let_leases_expire();
  test.queue.expire("nobody");
  const auto second = test.queue.lease("w");
  CHECK_FALSE(test.queue.complete(*first, wrong_judging(), {}));
  CHECK(test.queue.complete(*second, wrong_judging(), {}));
  CHECK_FALSE(test.queue.complete(*first, wrong_judging(), {}));
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judged'") == 1);
}

TEST_CASE("a lease that is renewed doesn't expire") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  const auto mine = test.queue.lease("mine");
  const auto other = test.queue.lease("other");
  CHECK(test.queue.expire("nobody") == 0);  // leases last
  const auto expires = test.number("SELECT min(lease_expires) FROM judgings");
  CHECK(expires > test.queue.now());
  CHECK(expires <= test.queue.now() + kLeaseTime.count());
  test.let_leases_expire();
  test.queue.renew("mine");
  CHECK(test.queue.expire("nobody") == 1);
  CHECK(test.state_of(mine->judging) == "leased");
  CHECK(test.state_of(other->judging) == "queued");
  CHECK(test.queue.complete(*mine, wrong_judging(), {}));
}

TEST_CASE("renewing brings nothing back that is lost or done") {
  TestStore test;
  const Id lost = test.submit("ada");
  test.queue.lease("w");
  test.let_leases_expire();
  test.queue.expire("nobody");
  test.queue.renew("w");
  CHECK(test.state_of(lost) == "queued");
  const auto job = test.queue.lease("w");
  test.queue.complete(*job, wrong_judging(), {});
  test.queue.renew("w");
  CHECK(test.state_of(lost) == "done");
}

TEST_CASE("the first lease to expire is known") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  CHECK_FALSE(test.queue.next_change());
  const auto first = test.queue.lease("w");
  test.queue.lease("w");
  const auto set = [&](Id judging, int expires) {
    test.store.database().run("UPDATE judgings SET lease_expires = :at WHERE id = :id",
                              {{":id", judging}, {":at", expires}});
  };
  set(1, 4000);
  set(2, 3000);
  CHECK(test.queue.next_change() == 3000);
  set(2, 5000);
  CHECK(test.queue.next_change() == 4000);
  test.queue.give_back(*first, std::nullopt);
  CHECK(test.queue.next_change() == 5000);
}

TEST_CASE("leases are renewed well before they expire") {
  STATIC_REQUIRE(2 * kLeaseRenewal < kLeaseTime);
}

TEST_CASE("an expired job is the next one again") {
  TestStore test;
  const Id first = test.submit("ada");
  test.submit("ada");
  test.queue.lease("w");
  test.let_leases_expire();
  test.queue.expire("nobody");
  CHECK(test.queue.lease("w")->judging == first);
}
