#include "queue/queue.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

// The submitters in the order in which their jobs are leased (and completed).
std::vector<std::string> served(TestStore& test, std::size_t most) {
  std::vector<std::string> names;
  while (names.size() < most) {
    const auto job = test.queue.lease("w");
    if (!job) break;
    names.push_back(job->submitter);
    REQUIRE(test.queue.complete(*job, wrong_judging(), {}));
  }
  return names;
}

}  // namespace

TEST_CASE("an empty queue has nothing to lease") {
  TestStore test;
  CHECK_FALSE(test.queue.lease("w"));
  CHECK_FALSE(test.queue.anything_for("w"));
  CHECK(test.queue.counts().queued == 0);
}

TEST_CASE("a leased job says what is to be judged") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto job = test.queue.lease("w");
  REQUIRE(job);
  CHECK(job->judging == judging);
  CHECK(job->submission == 1);
  CHECK(job->package == "package-1");
  CHECK(job->problem == "sum");
  CHECK(job->submitter == "ada");
  CHECK(test.store.source(job->source).files.contains("main.py"));
}

TEST_CASE("a job is leased by one worker at a time") {
  TestStore test;
  test.submit("ada");
  CHECK(test.queue.anything_for("w"));
  CHECK(test.queue.lease("one"));
  CHECK_FALSE(test.queue.anything_for("w"));
  CHECK(test.queue.next_change());
  CHECK_FALSE(test.queue.lease("two"));
  CHECK(test.queue.counts().leased == 1);
}

TEST_CASE("one submitter's jobs are served in their order") {
  TestStore test;
  std::vector<Id> queued;
  for (int i = 0; i < 5; ++i) queued.push_back(test.submit("ada"));
  std::vector<Id> leased;
  while (const auto job = test.queue.lease("w")) leased.push_back(job->judging);
  CHECK(leased == queued);
}

TEST_CASE("submitters take turns") {
  TestStore test;
  for (int i = 0; i < 3; ++i) test.submit("ada");
  for (int i = 0; i < 2; ++i) test.submit("bob");
  test.submit("eve");
  CHECK(served(test, 10) == std::vector<std::string>{"ada", "bob", "eve", "ada", "bob", "ada"});
}

TEST_CASE("somebody who queues a thousand submissions doesn't starve the others") {
  TestStore test;
  Transaction transaction(test.store.database());
  for (int i = 0; i < 1000; ++i) test.submit("ada");
  for (int i = 0; i < 3; ++i) test.submit("bob");
  const auto first = served(test, 6);
  CHECK(std::count(first.begin(), first.end(), "bob") == 3);
  // And somebody who comes in the middle of it starts in the current round.
  served(test, 400);
  test.submit("eve");
  test.submit("eve");
  const auto next = served(test, 4);
  CHECK(std::count(next.begin(), next.end(), "eve") == 2);
}

TEST_CASE("who was away gets no credit for it") {
  TestStore test;
  Transaction transaction(test.store.database());
  test.submit("bob");
  served(test, 1);
  for (int i = 0; i < 100; ++i) test.submit("ada");
  served(test, 50);
  for (int i = 0; i < 50; ++i) test.submit("bob");
  const auto next = served(test, 20);
  CHECK(std::count(next.begin(), next.end(), "ada") >= 9);
  CHECK(std::count(next.begin(), next.end(), "bob") >= 9);
}

TEST_CASE("higher priorities come first, whoever they are of") {
  TestStore test;
  test.submit("ada", 0);
  test.submit("ada", -5);
  test.submit("bob", 10);
  test.submit("ada", 10);
  test.submit("bob", 10);
  test.submit("eve", 1000);
  CHECK(served(test, 10) == std::vector<std::string>{"eve", "bob", "ada", "bob", "ada", "ada"});
}

TEST_CASE("a job that is given back without a failure is as it was") {
  TestStore test;
  const Id judging = test.submit("ada");
  for (int i = 0; i < 2 * kMostFailures; ++i) {
    const auto job = test.queue.lease("w");
    REQUIRE(job);
    REQUIRE(test.queue.give_back(*job, std::nullopt));
  }
  CHECK(test.state_of(judging) == "queued");
  CHECK(test.number("SELECT failures FROM judgings") == 0);
  CHECK(test.acts() == 0);
  CHECK(test.number("SELECT count(*) FROM judgings WHERE verdict IS NOT NULL") == 0);
}

TEST_CASE("a judging that fails too often by the judge's fault is set aside as a judge error") {
  TestStore test;
  const Id judging = test.submit("ada");
  for (int i = 1; i <= kMostFailures; ++i) {
    const auto job = test.queue.lease("w");
    REQUIRE(job);
    REQUIRE(test.queue.give_back(*job, "failure " + std::to_string(i) + " \x1b[2J"));
    test.let_waits_end();
    CHECK(test.state_of(judging) == (i < kMostFailures ? "queued" : "set_aside"));
  }
  CHECK_FALSE(test.queue.lease("w"));
  CHECK_FALSE(test.queue.anything_for("w"));
  CHECK_FALSE(test.queue.next_change());
  CHECK(test.queue.counts().set_aside == 1);
  const auto row = test.store.current_judging(1);
  REQUIRE(row);
  CHECK(row->failures == kMostFailures);
  CHECK(row->last_failure == "failure 5 \\x1b[2J");
  CHECK(row->record.final.verdict == Verdict::judge_error);
  CHECK(row->record.final.reason == "judge error");  // nothing of the cause for the submitter
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judge error'") == kMostFailures);
}

TEST_CASE("a judging whose package can't be used is set aside at once, and is no judge error") {
  TestStore test;
  const Id judging = test.submit("ada");
  const Id other = test.submit("bob");
  const auto job = test.queue.lease("w");
  REQUIRE(job);
  REQUIRE(test.queue.set_aside(*job, "does not compile \x1b[2J"));
  CHECK(test.state_of(judging) == "set_aside");
  CHECK(test.state_of(other) == "queued");
  CHECK_FALSE(test.queue.set_aside(*job, "again"));
  const auto row = test.store.current_judging(1);
  REQUIRE(row);
  CHECK(row->failures == 0);
  CHECK(row->last_failure == "does not compile \\x1b[2J");
  CHECK(row->record.final.reason == "judge error");  // nothing of the cause for the submitter
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judge error'") == 0);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'package refused'") == 1);
}

TEST_CASE("a last failure is kept when the job is given back without one") {
  TestStore test;
  test.submit("ada");
  test.queue.give_back(*test.queue.lease("w"), "broken");
  test.let_waits_end();
  test.queue.give_back(*test.queue.lease("w"), std::nullopt);
  CHECK(test.store.current_judging(1)->last_failure == "broken");
  CHECK(test.store.current_judging(1)->failures == 1);
}

TEST_CASE("completing writes judging, runs and audit entry together") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto job = test.queue.lease("w");
  {
    Transaction transaction(test.store.database());
    REQUIRE(test.queue.complete(*job, wrong_judging(), {}));
    transaction.commit();
  }
  CHECK(test.state_of(judging) == "done");
  CHECK(test.number("SELECT count(*) FROM runs") == 2);
  CHECK(test.queue.counts().done == 1);
  std::string kind;
  Id of_submission = 0;
  Id of_judging = 0;
  std::string text;
  REQUIRE(test.store.database().find(
      "SELECT kind, submission, judging, body FROM audit ORDER BY seq DESC", {}, kind,
      of_submission, of_judging, text));
  CHECK(kind == "judged");
  CHECK(of_submission == 1);
  CHECK(of_judging == judging);
  const auto body = nlohmann::json::parse(text);
  CHECK(body.at("verdict") == "WA");
  CHECK_FALSE(body.contains("submitter"));  // no names in the log
  CHECK(body.at("problem") == "sum");
  CHECK(body.at("digest") == std::string(64, 'd'));
  for (const char* key : {"source", "package", "policy", "runtime", "judge"})
    CHECK_FALSE(body.at(key).get<std::string>().empty());
}

TEST_CASE("completing that is rolled back leaves nothing, and the lease is still there") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto job = test.queue.lease("w");
  {
    Transaction transaction(test.store.database());
    REQUIRE(test.queue.complete(*job, wrong_judging(), {}));
  }
  CHECK(test.state_of(judging) == "leased");
  for (const char* sql :
       {"SELECT count(*) FROM runs", "SELECT count(*) FROM policies",
        "SELECT count(*) FROM runtimes",
        "SELECT count(*) FROM judgings WHERE verdict IS NOT NULL OR finished_at IS NOT NULL"}) {
    INFO(sql);
    CHECK(test.number(sql) == 0);
  }
  CHECK(test.acts() == 0);
  CHECK(test.queue.complete(*job, wrong_judging(), {}));
}

TEST_CASE("what was recorded, though the word of it got lost, isn't refused when it comes again") {
  TestStore test;
  test.submit("ada");
  const auto job = test.queue.lease("w");
  CHECK(test.queue.complete(*job, wrong_judging(), {}));
  CHECK(test.queue.complete(*job, wrong_judging(), {}));
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judged'") == 1);
  auto another = *job;
  ++another.token;
  CHECK_FALSE(test.queue.complete(another, wrong_judging(), {}));
}

TEST_CASE("completing that fails in the middle leaves nothing") {
  TestStore test;
  const Id judging = test.submit("ada");
  const auto job = test.queue.lease("w");
  test.refuse_rows("audit", "broken");
  CHECK_THROWS_AS(
      [&] {
        Transaction transaction(test.store.database());
        test.queue.complete(*job, wrong_judging(), {});
        transaction.commit();
      }(),
      StoreError);
  CHECK(test.state_of(judging) == "leased");
  CHECK(test.number("SELECT count(*) FROM runs") == 0);
  CHECK(test.acts() == 0);
}

TEST_CASE("a job is judged against the package that was current when it was queued") {
  TestStore test;
  test.submit("ada");
  test.add_package("sum", "package-2");
  test.submit("ada");
  CHECK(test.queue.lease("w")->package == "package-1");
  CHECK(test.queue.lease("w")->package == "package-2");
}

TEST_CASE("a submitter's name of any bytes can be queued, judged and audited") {
  TestStore test;
  for (const char* name : {"\xff\xfe", "a'b\"c", "{}", "\x1b[2J", "é"}) {
    test.submit(name);
    const auto job = test.queue.lease("w");
    REQUIRE(job);
    CHECK(job->submitter == (is_utf8(name) ? name : "\\xff\\xfe"));
    CHECK(test.queue.complete(*job, wrong_judging(), {}));
  }
}

TEST_CASE("two workers on two connections never get the same job") {
  TestStore test;
  {
    Transaction transaction(test.store.database());
    for (int i = 0; i < 50; ++i) test.submit("ada");
    transaction.commit();
  }
  Store other(test.url);
  Queue others(other);
  std::set<Id> seen;
  const auto take = [&](Store& store, Queue& queue, const char* name) {
    Transaction transaction(store.database());
    const auto job = queue.lease(name);
    transaction.commit();
    if (job) CHECK(seen.insert(job->judging).second);
    return job.has_value();
  };
  while (take(test.store, test.queue, "one") && take(other, others, "two")) {
  }
  CHECK(seen.size() == 50);
}

TEST_CASE("a job that failed goes behind those that wait, one that is only given back does not") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  test.submit("eve");
  const auto first = test.queue.lease("w");
  REQUIRE(first);
  REQUIRE(test.queue.give_back(*first, std::nullopt));
  const auto again = test.queue.lease("w");
  REQUIRE(again);
  CHECK(again->judging == first->judging);
  REQUIRE(test.queue.give_back(*again, "the host is out of memory"));
  test.let_waits_end();
  CHECK(served(test, 3) == std::vector<std::string>{"bob", "eve", "ada"});
}

TEST_CASE("a job that failed stays in its priority") {
  TestStore test;
  test.submit("ada", 5);
  test.submit("bob");
  const auto job = test.queue.lease("w");
  REQUIRE(job);
  REQUIRE(test.queue.give_back(*job, "a judge error"));
  test.let_waits_end();
  CHECK(served(test, 2) == std::vector<std::string>{"ada", "bob"});
}

TEST_CASE("what would fail again is set aside at once") {
  TestStore test;
  const Id judging = test.submit("ada");
  REQUIRE(test.queue.give_back(*test.queue.lease("w"), "the validator crashed", true));
  CHECK(test.state_of(judging) == "set_aside");
}
