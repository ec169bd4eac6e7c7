#include "storage/store/prune.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::int64_t kDay = 86'400'000;

// As full_store.h has it, long ago.
void fill_long_ago(TestStore& test) {
  fill(test);
  test.store.database().execute(
      "UPDATE judgings SET finished_at = 7, queued_at = 5; UPDATE submissions SET submitted_at = "
      "4, handed_in_at = 4");
}

PruneWanted a_day() {
  PruneWanted wanted;
  wanted.older_than_ms = kDay;
  wanted.who = "ada";
  return wanted;
}

}  // namespace

TEST_CASE("what was judged long ago keeps its verdict, and loses outputs and source") {
  TestStore test;
  fill_long_ago(test);
  const auto before = *test.store.current_judging(2);
  const PruneResult result = prune(test.store, a_day());
  CHECK(result.submissions == 2);
  CHECK(result.runs == 5);
  CHECK(result.output_bytes > 1000);
  CHECK(result.sources == 3);  // and the one that no submission has
  CHECK(result.blobs == 3);    // of the others one file is also that of submissions that wait
  const auto after = *test.store.current_judging(2);
  CHECK(after.record.final.verdict == before.record.final.verdict);
  CHECK(after.record.final.reason == before.record.final.reason);
  CHECK(after.record.score == before.record.score);
  CHECK(after.record.digest == before.record.digest);
  CHECK(after.record.groups == before.record.groups);
  REQUIRE(after.record.tests.size() == before.record.tests.size());
  CHECK(is_pruned(after.record));
  CHECK_FALSE(is_pruned(before.record));
  for (std::size_t i = 0; i < after.record.tests.size(); ++i) {
    const TestRecord& now = after.record.tests[i];
    const TestRecord& then = before.record.tests[i];
    CHECK(now.name == then.name);
    CHECK(now.opinion.verdict == then.opinion.verdict);
    CHECK(now.cpu() == then.cpu());
    CHECK(now.run().wall == then.run().wall);
    CHECK(now.run().memory_peak == then.run().memory_peak);
    CHECK(now.attempts.size() == then.attempts.size());
    CHECK((now.output_excerpt + now.feedback + now.message + now.transcript).empty());
    CHECK_FALSE(now.validation);
  }
  CHECK_FALSE(test.store.has_source(test.store.submission(1)->source));
  CHECK_THROWS_AS(test.store.source(test.store.submission(1)->source), DamagedItem);
  for (const Id waiting : {3, 4, 5})
    CHECK(test.store.source(test.store.submission(waiting)->source).files.size() == 2);
  CHECK(test.store.program("validator"));
}

TEST_CASE("a store that was pruned is sound, and its audit log says by whom") {
  TestStore test;
  fill_long_ago(test);
  const auto entries = test.number("SELECT count(*) FROM audit");
  prune(test.store, a_day());
  StoreCheck check;
  findings_of(test.store.database(), &check);
  CHECK(check.damages == 0);
  CHECK(test.number("SELECT count(*) FROM audit") == entries + 2);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'pruned' AND body LIKE "
                    "'%\"by\":\"ada\"%'") == 2);
}

TEST_CASE("pruning again takes nothing, and says nothing in the audit log") {
  TestStore test;
  fill_long_ago(test);
  prune(test.store, a_day());
  const auto entries = test.number("SELECT count(*) FROM audit");
  CHECK(prune(test.store, a_day()).is_nothing());
  CHECK(test.number("SELECT count(*) FROM audit") == entries);
}

TEST_CASE("a dry run counts what would go, and changes nothing") {
  TestStore test;
  fill_long_ago(test);
  test.add_package("scored", "package-3");
  PruneWanted wanted = a_day();
  wanted.is_dry_run = true;
  const PruneResult would = prune(test.store, wanted);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'pruned'") == 0);
  CHECK_FALSE(is_pruned(test.store.current_judging(1)->record));
  CHECK(test.store.has_source(test.store.submission(1)->source));
  const PruneResult did = prune(test.store, a_day());
  CHECK(would.submissions == did.submissions);
  CHECK(would.runs == did.runs);
  CHECK(would.output_bytes == did.output_bytes);
  CHECK(would.sources == did.sources);
  CHECK(would.packages == did.packages);
  CHECK(would.blobs == did.blobs);
  CHECK(would.blob_bytes == did.blob_bytes);
}

TEST_CASE("what is younger is left as it is") {
  for (const char* sql : {"UPDATE judgings SET finished_at = assize_now() WHERE id = 1",
                          "UPDATE submissions SET handed_in_at = :now WHERE id = 1",
                          "UPDATE judgings SET state = 'queued', verdict = NULL WHERE id = 1"}) {
    INFO(sql);
    TestStore test;
    fill_long_ago(test);
    std::string text = sql;
    if (const auto at = text.find(":now"); at != std::string::npos)
      text.replace(at, 4, std::to_string(now_ms()));
    test.store.database().execute(text);
    const PruneResult result = prune(test.store, a_day());
    CHECK(result.submissions == 1);
    CHECK(test.store.has_source(test.store.submission(1)->source));
    CHECK_FALSE(test.store.has_source(test.store.submission(2)->source));
    CHECK_FALSE(is_pruned(test.store.judgings(1)[0].record));
  }
}

TEST_CASE("a source that somebody younger handed in, too, stays") {
  TestStore test;
  fill_long_ago(test);
  SubmissionRow same = test.submission("young");
  same.source = test.store.submission(1)->source;
  same.submitted_at = now_ms();
  test.submit(same);
  const PruneResult result = prune(test.store, a_day());
  CHECK(result.submissions == 2);
  CHECK(result.sources == 2);
  CHECK(test.store.source(same.source).files.at("main.py") == "# ada");
}

TEST_CASE("what is to be kept stays") {
  TestStore test;
  fill_long_ago(test);
  PruneWanted wanted = a_day();
  wanted.sources = false;
  CHECK(prune(test.store, wanted).sources == 0);
  CHECK(test.store.has_source(test.store.submission(1)->source));
  CHECK(is_pruned(test.store.current_judging(1)->record));
  wanted.sources = true;
  wanted.outputs = false;
  TestStore other;
  fill_long_ago(other);
  CHECK(prune(other.store, wanted).runs == 0);
  CHECK_FALSE(other.store.has_source(other.store.submission(1)->source));
  CHECK_FALSE(is_pruned(other.store.current_judging(1)->record));
}

TEST_CASE("a pruned source that is handed in again is there again") {
  TestStore test;
  fill_long_ago(test);
  prune(test.store, a_day());
  const Source source{{{"main.py", std::string("# ada")}, {"b.py", "b"}}};
  CHECK(test.store.put_source(source) == test.store.submission(1)->source);
  CHECK(test.store.source(source.hash()).files == source.files);
}

TEST_CASE("a package that no problem and no judging has goes, with its files") {
  TestStore test;
  fill_long_ago(test);
  test.add_package("scored", "package-3");
  const PruneResult result = prune(test.store, a_day());
  CHECK(result.packages == 1);
  CHECK_FALSE(test.store.package("package-2"));
  CHECK(test.store.package("package-1"));
  CHECK(test.store.package("package-3"));
  CHECK(test.number("SELECT count(*) FROM package_files WHERE package = 'package-2'") == 0);
  CHECK(result.blobs == 5);
}

TEST_CASE("a message of the compiler goes, and that there was one is said") {
  TestStore test;
  fill_long_ago(test);
  test.store.database().execute("UPDATE judgings SET compile_message = 'line 1: no' WHERE id = 1");
  prune(test.store, a_day());
  CHECK(test.store.current_judging(1)->record.compile_message == "(pruned)");
  CHECK_FALSE(test.store.current_judging(1)->record.compile);
  CHECK(test.store.current_judging(2)->record.compile_message.empty());
}

TEST_CASE("room that is given back isn't taken any more", "[sqlite]") {
  TestStore test;
  fill_long_ago(test);
  test.store.put_blob(std::string(2'000'000, 'x'));
  Database& database = test.store.database();
  const auto before = database.size();
  CHECK(prune(test.store, a_day()).blob_bytes > 2'000'000);
  database.reclaim();
  CHECK(database.size() < before - 1'900'000);
}
