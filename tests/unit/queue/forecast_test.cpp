// What is before a submission, and what an estimate makes of it.
#include "queue/forecast.h"

#include "storage/base/errors.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

std::int64_t position(TestStore& test, Id submission) {
  return read_waits(test.store, {submission})[0].position.value_or(-1);
}

// A queue of two slots, in which a judging takes a second and ten jobs are before this one.
WaitFacts steady() {
  WaitFacts facts;
  facts.job = {.judging = 50, .package = "p", .turn = 20, .served_turn = 10};
  facts.before = 10;
  facts.packages_before = {{"p", 10}};
  facts.slots = facts.leased = 2;
  for (std::int64_t i = 0; i < 100; ++i)
    facts.judgings.push_back(
        {.package = "p", .turn = 10 - i / 10, .slot_ms = 1000, .age_ms = i * 500});
  return facts;
}

double wait_of(const WaitFacts& facts) { return expected_wait(facts).value(); }

}  // namespace

TEST_CASE("the position counts who is served before, by priority and turn") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  test.submit("bob");
  CHECK(position(test, 1) == 1);
  CHECK(position(test, 4) == 2);
  CHECK(position(test, 2) == 3);
  CHECK(position(test, 3) == 4);
  test.submit("eve", 10);
  test.submit("eve", -10);
  CHECK(position(test, 5) == 1);
  CHECK(position(test, 1) == 2);
  CHECK(position(test, 6) == 6);
  // The order of the positions is the order in which they are served.
  std::vector<std::pair<std::int64_t, Id>> places;
  for (Id id = 1; id <= 6; ++id) places.emplace_back(position(test, id), id);
  std::sort(places.begin(), places.end());
  for (const auto& [place, id] : places) CHECK(test.queue.lease("w")->submission == id);
}

TEST_CASE("who is being judged, is done or waits for a next try isn't before anybody") {
  TestStore test;
  for (int i = 0; i < 4; ++i) test.submit("ada");
  const auto first = test.queue.lease("w");
  const auto second = test.queue.lease("w");
  REQUIRE(test.queue.complete(*first, wrong_judging(), {}));
  CHECK(read_waits(test.store, {1})[0].state == JobState::done);
  CHECK(position(test, 1) == -1);
  CHECK(read_waits(test.store, {2})[0].state == JobState::leased);
  CHECK(position(test, 2) == -1);
  CHECK(position(test, 4) == 2);
  REQUIRE(test.queue.give_back(*second, "the host is out of memory"));
  CHECK(position(test, 4) == 2);
  CHECK(position(test, 2) == 3);  // behind all that are queued
}

TEST_CASE("a wait is told where somebody takes work and something was judged") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  CHECK_FALSE(read_waits(test.store, {2})[0].wait_ms);
  REQUIRE(test.queue.complete(*test.queue.lease("w"), wrong_judging(), {}));
  CHECK_FALSE(read_waits(test.store, {2})[0].wait_ms);
  Workers workers(test.store.database());
  workers.put({"w", 2, "assize"});
  CHECK(read_waits(test.store, {2})[0].wait_ms);
  CHECK_FALSE(read_waits(test.store, {1})[0].wait_ms);
  workers.pause("w", "no memory", 60'000);
  CHECK_FALSE(read_waits(test.store, {2})[0].wait_ms);
}

TEST_CASE("all submissions that aren't there are named, and one that wasn't taken has no place") {
  TestStore test;
  SubmissionRow refused = test.submission("ada");
  refused.source.clear();
  refused.refusal = "no Python";
  const Id id = test.store.put_submission(refused);
  CHECK(read_waits(test.store, {id})[0].state == JobState::not_taken);
  CHECK_FALSE(read_waits(test.store, {id})[0].position);
  CHECK_THROWS_WITH(read_waits(test.store, {7, id, 9}),
                    Contains("submission 7") && Contains("submission 9"));
}

TEST_CASE("what is before it is shared by the slots, and its own judging comes on top") {
  WaitFacts facts = steady();
  const double two = wait_of(facts);
  CHECK(two > 10 * 1000.0 / 2 + 1000);
  CHECK(two < 11 * 1000.0 / 2 + 1000);
  facts.slots = facts.leased = 4;
  CHECK(wait_of(facts) < two - 2000);
  facts.before = 0;
  facts.leased = 0;
  CHECK(wait_of(facts) == 1000);  // a slot is free
}

TEST_CASE("each package has the times that it took, and one that is new those of all") {
  WaitFacts facts = steady();
  for (int i = 0; i < 100; ++i) facts.judgings.push_back({.package = "slow", .slot_ms = 9000});
  const double quick = wait_of(facts);
  facts.packages_before = {{"p", 5}, {"slow", 5}};
  CHECK(wait_of(facts) > quick + 5 * 8000.0 / 2);
  facts.before = facts.leased = 0;
  CHECK(wait_of(facts) == 1000);
  facts.job.package = "slow";
  CHECK(wait_of(facts) == 9000);
  facts.job.package = "new";
  CHECK(wait_of(facts) == 5000);
}

TEST_CASE("of one that is being judged it is what is left of it") {
  WaitFacts facts = steady();
  facts.job.state = JobState::leased;
  facts.job.leased_for = 400;
  CHECK(wait_of(facts) == 600);
  facts.job.leased_for = 5000;
  CHECK(wait_of(facts) == 250);  // longer than others: nobody knows
}

TEST_CASE("one that waits for its next try waits that long at least") {
  WaitFacts facts = steady();
  facts.job.until_next_try = 100'000;
  CHECK(wait_of(facts) == 101'000);
}

TEST_CASE(
    "who comes steadily and is served first makes it longer, a class that came at once doesn't") {
  WaitFacts facts = steady();
  const double alone = wait_of(facts);
  // One per second, each of a second: half of what two slots can do.
  for (std::int64_t i = 0; i < 600; ++i)
    facts.arrivals.push_back({.priority = 1, .age_ms = i * 1000});
  const double beside_others = wait_of(facts);
  CHECK(beside_others - 1000 > 1.8 * (alone - 1000));
  CHECK(beside_others - 1000 < 2.2 * (alone - 1000));
  for (auto& arrival : facts.arrivals) arrival.priority = -1;
  CHECK(wait_of(facts) == alone);
  for (auto& arrival : facts.arrivals) arrival = {.priority = 1, .age_ms = 3000};
  CHECK(wait_of(facts) == alone);
}

TEST_CASE("of the same priority those overtake it who come with an earlier turn") {
  WaitFacts facts = steady();
  const double alone = wait_of(facts);
  // A turn is served every 5 s. Who came i seconds ago came with the turn that was served then.
  for (std::int64_t i = 0; i < 600; ++i)
    facts.arrivals.push_back({.turn = 10 - i / 5, .age_ms = i * 1000});
  CHECK(wait_of(facts) > 1.5 * alone);
  for (auto& arrival : facts.arrivals) arrival.turn += 10;  // behind it
  CHECK(wait_of(facts) < 1.1 * alone);
  facts.job.turn = facts.job.served_turn;  // nobody can come before it
  for (auto& arrival : facts.arrivals) arrival.turn -= 10;
  CHECK(wait_of(facts) == alone);
}

TEST_CASE("whoever comes faster than can be judged makes no wait that has no end") {
  WaitFacts facts = steady();
  for (std::int64_t i = 0; i < 5000; ++i)
    facts.arrivals.push_back({.priority = 1, .age_ms = i * 10});
  CHECK(wait_of(facts) < 100'000);
}
