#include "storage/store/forget.h"

#include <regex>

#include "storage/base/errors.h"
#include "storage/store/audit_log.h"
#include "storage/store/audit_verify.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"

using namespace assize;
using namespace assize::test;

namespace {

ForgetWanted forgetting(const std::string& name) { return {name, "op", "asked for it", false}; }

std::string damages_of(Database& database) {
  std::string found;
  verify_audit(database, {}, [&](const StoreFinding& finding) {
    if (finding.kind == StoreFinding::Kind::damage)
      found += finding.table + " " + finding.row + ": " + finding.what + "\n";
  });
  return found;
}

// Every text of every table but contents, which are looked at by hash.
std::string all_texts(Database& database) {
  std::string all;
  for (const auto& table : store_tables())
    each_row(database, table, {}, [&](const StoreRow& row) {
      for (const auto& cell : row)
        if (const auto* text = std::get_if<std::string>(&cell)) all += *text + "\n";
    });
  return all;
}

// As a word: a hash may have "ada" in it.
bool has_word(const std::string& text, const std::string& word) {
  return std::regex_search(text, std::regex("\\b" + word + "\\b"));
}

}  // namespace

TEST_CASE("a person who was judged is forgotten, and the verdict stays under another name") {
  TestStore test;
  fill(test);
  const auto before = *test.store.current_judging(1);
  const std::string source = test.store.submission(1)->source;
  const ForgetResult result = forget(test.store, forgetting("ada"));
  CHECK(result.pseudonym == "forgotten-1");
  CHECK(result.submissions == 1);
  CHECK(result.judgings == 1);
  CHECK(result.unfinished == 0);
  CHECK(result.runs > 0);
  CHECK(result.sources == 1);
  CHECK(result.blobs == 1);  // the other file is that of others, too
  CHECK_FALSE(has_word(all_texts(test.store.database()), "ada"));
  const auto row = *test.store.submission(1);
  CHECK(row.submitter == "forgotten-1");
  CHECK((row.external_id + row.file_name + row.note + row.further).empty());
  CHECK_FALSE(test.store.has_source(source));
  const auto after = *test.store.current_judging(1);
  CHECK(after.record.final.verdict == before.record.final.verdict);
  CHECK(after.record.score == before.record.score);
  CHECK(after.record.digest == before.record.digest);
  CHECK(after.finished_at == before.finished_at);
  CHECK((after.record.final.reason + after.record.compile_message).empty());
  CHECK(after.record.tests.empty());
}

TEST_CASE("after somebody was forgotten the log verifies and the store is sound") {
  for (const char* name : {"ada", "bob", "eve", "dan", "zoe", "max"}) {
    TestStore test;
    fill(test);
    INFO(name);
    CHECK_FALSE(forget(test.store, forgetting(name)).pseudonym.empty());
    CHECK(damages_of(test.store.database()).empty());
    for (const auto& finding : findings_of(test.store.database()))
      CHECK_THAT(finding, !test::Contains("damage"));
    CHECK_FALSE(has_word(all_texts(test.store.database()), name));
  }
}

TEST_CASE("what is being judged of somebody who is forgotten is refused when it comes") {
  TestStore test;
  test.submit(test.submission("ada"));
  const auto job = *test.queue.lease("w");
  CHECK(forget(test.store, forgetting("ada")).unfinished == 1);
  CHECK_FALSE(test.queue.complete(job, sound_judging(job, wrong_judging()), {}));
  CHECK_FALSE(test.queue.lease("w"));
  CHECK(test.store.current_judging(1)->state == JobState::dropped);
  CHECK(test.number("SELECT count(*) FROM runs") == 0);
  CHECK(damages_of(test.store.database()).empty());
}

TEST_CASE("a source that others handed in, too, stays as theirs") {
  TestStore test;
  test.submit(test.submission("ada"));
  test.submit(test.submission("bob"));
  const ForgetResult result = forget(test.store, forgetting("ada"));
  CHECK(result.sources == 0);
  CHECK(result.shared_sources == 1);
  CHECK(test.store.has_source(test.store.submission(2)->source));
  CHECK(forget(test.store, forgetting("bob")).sources == 1);
  CHECK_FALSE(test.store.has_source(test.store.submission(2)->source));
}

TEST_CASE("what a person of another name wrote stays, and is said") {
  TestStore test;
  test.submit(test.submission("ada lovelace"));
  SubmissionRow team = test.submission("eve");
  team.further = R"({"team":"ada lovelace"})";
  test.submit(team);
  test.submit(test.submission("ada lovelaces"));
  const ForgetResult result = forget(test.store, forgetting("ada lovelace"));
  REQUIRE(result.elsewhere.size() == 1);
  CHECK(result.elsewhere[0].table == "submissions");
  CHECK(result.elsewhere[0].column == "further");
  CHECK(result.elsewhere[0].rows == 1);
  CHECK(test.store.submission(3)->submitter == "ada lovelaces");
}

TEST_CASE("what a call would forget is counted, and nothing is changed") {
  TestStore test;
  fill(test);
  ForgetWanted wanted = forgetting("ada");
  wanted.is_dry_run = true;
  const std::string before = all_texts(test.store.database());
  const ForgetResult dry = forget(test.store, wanted);
  CHECK(all_texts(test.store.database()) == before);
  const ForgetResult done = forget(test.store, forgetting("ada"));
  CHECK(dry.pseudonym == done.pseudonym);
  CHECK(dry.judgings == done.judgings);
  CHECK(dry.runs == done.runs);
  CHECK(dry.blob_bytes == done.blob_bytes);
  CHECK(forget(test.store, forgetting("ada")).pseudonym.empty());
}

TEST_CASE("the log keeps no name: not in the reason, not of a manifest that is on its way") {
  TestStore test;
  fill(test);
  ForgetWanted wanted = forgetting("ada");
  wanted.reason = "ada asked for it";
  CHECK_THROWS_AS(forget(test.store, wanted), InputError);
  CHECK(test.store.submission(1)->submitter == "ada");
}

TEST_CASE("whoever forgets can't change what somebody got") {
  TestStore test;
  fill(test);
  forget(test.store, forgetting("ada"));
  Database& database = test.store.database();
  database.run("UPDATE judgings SET verdict = 'AC' WHERE id = 1");
  // … and writes the entry that the new row needs, as forget() would.
  const StoreTable& table = table_named("judgings");
  const auto row = find_row(database, table, std::int64_t{1});
  const std::string salt = [&] {
    std::string text;
    database.find("SELECT salt FROM submissions WHERE id = 1", {}, text);
    return text;
  }();
  JudgedRows left(salt, {std::string(), std::string()});
  const JudgedHashes hashes = left.hashes(record_columns().pick(table, *row));
  test.store.audit("judging forgotten", 1, 1,
                   {{"record", hashes.record},
                    {"runs", hashes.runs},
                    {"details", hashes.details},
                    {"groups", hashes.groups}});
  CHECK_THAT(damages_of(database),
             test::Contains("judgings 1: was forgotten, and hasn't the verdict"));
}
