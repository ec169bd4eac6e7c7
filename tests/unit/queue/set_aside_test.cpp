#include "queue/set_aside.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

void set_aside_next(TestStore& test, const char* why) {
  REQUIRE(test.queue.set_aside(*test.queue.lease("w"), why));
}

}  // namespace

TEST_CASE("what was set aside, and what waits after a judge error, is listed") {
  TestStore test;
  for (const char* name : {"ada", "bob", "eve"}) test.submit(name);
  set_aside_next(test, "no compiler");
  test.queue.give_back(*test.queue.lease("w"), "out of memory");
  test.let_waits_last();
  const auto list = list_troubled(test.store, {});
  REQUIRE(list.size() == 2);
  CHECK(list[0].submitter == "ada");
  CHECK(list[0].is_set_aside);
  CHECK(list[0].last_failure == "no compiler");
  CHECK(list[1].submitter == "bob");
  CHECK_FALSE(list[1].is_set_aside);
  CHECK(list[1].failures == 1);
  CHECK(list[1].not_before > now_ms());
  CHECK(list_troubled(test.store, {{2}, ""}).size() == 1);
  CHECK(list_troubled(test.store, {{}, "sum"}).size() == 2);
  CHECK(list_troubled(test.store, {{}, "other"}).empty());
}

TEST_CASE("what was set aside is queued again, against the package of today") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  set_aside_next(test, "does not compile");
  set_aside_next(test, "does not compile");
  test.add_package("sum", "package-2");
  CHECK(retry_troubled(test.store, {{2}, ""}).size() == 1);
  CHECK(list_troubled(test.store, {}).size() == 1);
  CHECK(test.queue.counts().set_aside == 1);
  const auto job = test.queue.lease("w");
  REQUIRE(job);
  CHECK(job->submission == 2);
  CHECK(job->package == "package-2");
  CHECK(test.queue.complete(*job, wrong_judging(), {}));
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'queued again'") == 1);
  CHECK(test.store.judgings(2).size() == 2);  // the one before stays on the record
}

TEST_CASE("what waits can be tried at once") {
  TestStore test;
  test.submit("ada");
  test.queue.give_back(*test.queue.lease("w"), "out of memory");
  test.let_waits_last();
  CHECK_FALSE(test.queue.lease("w"));
  retry_troubled(test.store, {});
  CHECK(test.queue.lease("w"));
}

TEST_CASE("what is dropped has JE for good, and nobody is told of it any more") {
  TestStore test;
  test.submit("ada");
  set_aside_next(test, "does not compile");
  CHECK(drop_troubled(test.store, {}).size() == 1);
  CHECK(list_troubled(test.store, {}).empty());
  CHECK(test.queue.counts().set_aside == 0);
  CHECK_FALSE(test.queue.lease("w"));
  CHECK(test.store.current_judging(1)->state == JobState::dropped);
  CHECK(test.store.current_judging(1)->record.final.verdict == Verdict::judge_error);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'dropped'") == 1);
}

TEST_CASE("a submission that needs nothing is said, and nothing is changed") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  set_aside_next(test, "does not compile");
  CHECK_THROWS_AS(retry_troubled(test.store, {{1, 2, 77}, ""}), InputError);
  CHECK_THROWS_WITH(drop_troubled(test.store, {{1, 2, 77}, ""}), Contains("2, 77"));
  CHECK(test.queue.counts().set_aside == 1);
}
