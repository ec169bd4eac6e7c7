// Hand-ins whose process has died, before they were accepted and after it.
#include "queue/intake/staging.h"

#include "storage/store/check.h"
#include "storage/store/prune.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_worker.h"

using namespace assize;
using namespace assize::test;

namespace {

// Stages rows as a process that reads a manifest does. Gives the id.
Id stage(TestStore& test, std::int64_t rows, bool is_accepted) {
  StagedHandIns staged(test.store.database());
  Transaction transaction(test.store.database());
  const Id id = staged.begin({0, "class", false, 1'700'000'000'000}, "submit");
  for (std::int64_t i = 1; i <= rows; ++i)
    staged.put(id, {i, test.submission("s" + std::to_string(i))});
  if (is_accepted) REQUIRE(staged.accept(id, rows));
  transaction.commit();
  return id;
}

void let_time_pass(TestStore& test) {
  test.store.database().execute("UPDATE staged_hand_ins SET touched_at = 1");
}

bool admit(TestStore& test, const std::string& owner = "w") {
  Transaction transaction(test.store.database());
  const bool was_any = admit_left_behind(test.store, owner);
  transaction.commit();
  return was_any;
}

std::int64_t hand_ins(TestStore& test) { return test.number("SELECT count(*) FROM hand_ins"); }
std::int64_t staged_rows(TestStore& test) {
  return test.number("SELECT count(*) FROM staged_rows");
}

}  // namespace

TEST_CASE("what isn't accepted nobody sees, and nobody goes on with") {
  TestStore test;
  stage(test, 5, false);
  let_time_pass(test);
  CHECK(hand_ins(test) == 0);
  CHECK(count_unfinished(test.store.database()).all() == 0);
  CHECK_FALSE(admit(test));
  CHECK(hand_ins(test) == 0);
}

TEST_CASE("what is accepted is queued by another process, if the first one doesn't go on") {
  TestStore test;
  stage(test, 2 * kPieceRows + 1, true);
  CHECK(count_unfinished(test.store.database()).queued == 2 * kPieceRows + 1);
  CHECK_FALSE(admit(test));  // its process is at it
  let_time_pass(test);
  CHECK(admit(test));
  CHECK(hand_ins(test) == kPieceRows);
  CHECK(count_unfinished(test.store.database()).queued == 2 * kPieceRows + 1);
  CHECK_FALSE(admit(test, "another"));
  CHECK(admit(test));
  CHECK(admit(test));
  CHECK_FALSE(admit(test));
  CHECK(hand_ins(test) == 2 * kPieceRows + 1);
  CHECK(staged_rows(test) == 0);
  CHECK(test.number("SELECT count(*) FROM staged_hand_ins") == 0);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'queued'") == 1);
  CHECK(test.store.submission(1)->batch == test.store.batch_named("class"));
}

TEST_CASE("a drain doesn't end before what is accepted is judged") {
  TestStore test;
  stage(test, kPieceRows + 3, true);
  let_time_pass(test);
  Drain worker(test, 2);
  const WorkerResult result = worker.hasty().run(wrong);
  CHECK(result.failure.empty());
  CHECK(result.judged == kPieceRows + 3);
  CHECK(test.queue.counts().done == kPieceRows + 3);
}

TEST_CASE("rows that can't be submissions any more are recorded as not taken") {
  TestStore test;
  const Id id = stage(test, 3, true);
  test.store.database().execute(
      "UPDATE staged_rows SET source = 'gone' WHERE number = 1; "
      "UPDATE staged_rows SET problem = 'gone' WHERE number = 2");
  let_time_pass(test);
  CHECK(admit(test));
  CHECK(test.number("SELECT count(*) FROM submissions") == 1);
  std::string all;
  Rows rows = test.store.database().query("SELECT refusal FROM refused_submissions ORDER BY id");
  for (std::string refusal; rows.next(refusal);) all += refusal + "\n";
  CHECK_THAT(all, Contains("its files are not in the store any more") &&
                      Contains("there is no problem 'gone'"));
  CHECK_FALSE(StagedHandIns(test.store.database()).take(id));
}

TEST_CASE("prune leaves the sources of what is staged, and takes away what was abandoned") {
  TestStore test;
  const Id id = stage(test, 3, false);
  const std::string source = test.submission("s").source;
  prune(test.store, {});
  CHECK(test.store.has_source(source));
  CHECK(staged_rows(test) == 3);
  std::vector<std::string> notes;
  const auto note = [&](const StoreFinding& finding) { notes.push_back(finding.table); };
  CHECK(check_store(test.store.database(), note).damages == 0);
  CHECK(notes == std::vector<std::string>{"staged_hand_ins"});

  let_time_pass(test);
  prune(test.store, {});
  CHECK(staged_rows(test) == 0);
  CHECK_FALSE(test.store.has_source(source));
  Transaction transaction(test.store.database());
  CHECK_FALSE(StagedHandIns(test.store.database()).accept(id, 3));
}
