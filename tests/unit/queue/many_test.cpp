// What is handed in and queued many at a time is as if it had been one by one.
#include <tuple>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

using Turns = std::vector<std::tuple<std::string, std::int64_t, std::int64_t>>;

Turns turns_of(TestStore& test) {
  Rows rows = test.store.database().query(
      "SELECT s.submitter, j.priority, j.turn FROM judgings j JOIN submissions s ON "
      "s.id = j.submission ORDER BY j.id");
  Turns turns;
  std::tuple<std::string, std::int64_t, std::int64_t> one;
  while (rows.next(std::get<0>(one), std::get<1>(one), std::get<2>(one))) turns.push_back(one);
  return turns;
}

std::vector<SubmissionRow> rows_of(TestStore& test) {
  std::vector<SubmissionRow> rows;
  for (const auto& [submitter, priority] : std::vector<std::pair<const char*, int>>{{"ada", 0},
                                                                                    {"bob", 0},
                                                                                    {"ada", 0},
                                                                                    {"ada", 5},
                                                                                    {"eve", 0},
                                                                                    {"ada", 0},
                                                                                    {"bob", 5},
                                                                                    {"ada", 5}})
    rows.push_back(test.submission(submitter, priority));
  return rows;
}

void put_together(TestStore& test, std::vector<SubmissionRow> rows) {
  Transaction transaction(test.store.database());
  test.store.put_submissions(rows);
  std::vector<NewJob> jobs;
  for (const auto& row : rows) jobs.push_back({row.id, row.submitter, "package-1", row.priority});
  test.queue.enqueue(jobs);
  transaction.commit();
}

}  // namespace

TEST_CASE("many jobs that are queued at once have the turns that they would have one by one") {
  TestStore one;
  TestStore many;
  for (TestStore* test : {&one, &many}) {
    test->submit("ada");
    test->submit("ada");
    REQUIRE(test->queue.lease("w"));
    REQUIRE(test->queue.lease("w"));
  }
  for (int i = 0; i < 2; ++i) {
    for (const auto& row : rows_of(one)) one.submit(row);
    put_together(many, rows_of(many));
  }
  CHECK(turns_of(many).size() == 18);
  CHECK(turns_of(many) == turns_of(one));
  while (const auto job = one.queue.lease("w")) {
    const auto other = many.queue.lease("w");
    REQUIRE(other);
    CHECK(other->submission == job->submission);
  }
  CHECK_FALSE(many.queue.lease("w"));
}

TEST_CASE("many submissions come back as they were put") {
  TestStore test;
  std::vector<SubmissionRow> rows = rows_of(test);
  rows[1].external_id = "one";
  rows[2].external_id = "two";
  rows[2].submitter = "a\x01\xff";
  rows[3].batch = test.store.put_batch("monday");
  rows[3].note = "a note";
  rows[3].further = "{}";
  rows[3].handed_in_at = 7;
  test.store.put_submissions(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].id == static_cast<Id>(i) + 1);
    const auto back = test.store.submission(rows[i].id);
    REQUIRE(back);
    CHECK(back->external_id == rows[i].external_id);
    CHECK(back->priority == rows[i].priority);
    CHECK(back->source == rows[i].source);
    CHECK(back->batch == rows[i].batch);
    CHECK(back->note == rows[i].note);
    CHECK(back->further == rows[i].further);
    CHECK(back->handed_in_at == (i == 3 ? 7 : rows[i].submitted_at));
  }
  SubmissionRow alone = test.submission(rows[2].submitter);
  const Id next = test.store.put_submission(alone);
  CHECK(next == static_cast<Id>(rows.size()) + 1);
  CHECK(test.store.submission(next)->submitter == test.store.submission(rows[2].id)->submitter);
}

TEST_CASE("of many external ids the newest versions are found") {
  TestStore test;
  for (const int version : {1, 2, 3})
    for (const char* id : {"a", "b"}) {
      SubmissionRow row = test.submission("ada");
      row.external_id = id;
      row.version = version;
      test.store.put_submission(row);
    }
  const auto found = test.store.by_external_ids({"x", "a", "b", "y"});
  REQUIRE(found.size() == 2);
  CHECK(found.at("a").version == 3);
  CHECK(found.at("b").version == 3);
  CHECK(test.store.by_external_ids({}).empty());
}

TEST_CASE("many sources are put at once, what is there of them already too") {
  TestStore test;
  const Source one{{{"main.py", "1"}, {"help.py", "same"}}};
  const Source two{{{"main.py", "2"}, {"help.py", "same"}}};
  const Source three{{{"main.py", std::string("\0\\", 2)}}};
  const std::string pruned = test.store.put_source(three);
  test.store.put_source(two);
  test.store.database().run("DELETE FROM source_files WHERE source = :hash", {{":hash", pruned}});
  const std::vector<const Source*> all{&one, &two, &three, &one};
  test.store.put_sources(all);
  test.store.put_sources({});
  for (const Source* source : all) CHECK(test.store.source(source->hash()).files == source->files);
}
