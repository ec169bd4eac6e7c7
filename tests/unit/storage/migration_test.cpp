// A store that an older assize made is brought up to date, and nothing of it is lost.
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "storage/engine/sqlite.h"
#include "storage/migrations/schema.h"
#include "storage/store/audit_verify.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

void make_version_1(const std::string& path) {
  std::ifstream file(std::string(ASSIZE_UNIT_TESTS) + "/storage/version1.sql");
  std::ostringstream sql;
  sql << file.rdbuf();
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  const int result = sqlite3_exec(handle, sql.str().c_str(), nullptr, nullptr, nullptr);
  INFO(sqlite3_errmsg(handle));
  CHECK(result == SQLITE_OK);
  sqlite3_close(handle);
}

std::string schema_of(Database& database) {
  Rows rows = database.query(
      "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1");
  std::string all;
  for (std::string line; rows.next(line);) all += line + "\n";
  return all;
}

std::int64_t number(Database& database, std::string_view sql) {
  std::int64_t value = -1;
  database.find(sql, {}, value);
  return value;
}

}  // namespace

TEST_CASE("a store of version 1 is migrated, and what it holds is still there") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("old.db");
  make_version_1(path);
  Store store(path);
  CHECK(number(store.database(), "PRAGMA user_version") == newest_version());

  const auto package = store.current_package("sum");
  REQUIRE(package);
  CHECK(package->name == "Sum");
  CHECK(package->time_limit == seconds{1});
  CHECK_FALSE(package->computed_time_limit);
  CHECK_FALSE(package->scoring);
  CHECK(package->statements.empty());

  const auto judging = store.current_judging(1);
  REQUIRE(judging);
  CHECK(judging->record.final ==
        Opinion{Verdict::wrong_answer, "output", "secret/1: wrong answer"});
  CHECK(judging->record.score.empty());
  CHECK(judging->record.highest_score.empty());
  CHECK(judging->record.groups.empty());
  CHECK_FALSE(judging->record.compile);
  REQUIRE(judging->record.tests.size() == 1);
  const TestRecord& test = judging->record.tests[0];
  CHECK(test.feedback == "wrong token");
  CHECK(test.run().cpu == nanoseconds{5});
  CHECK(test.score.empty());
  CHECK(test.message.empty());
  CHECK(test.passes == 1);
  CHECK(test.counts);
  CHECK_FALSE(test.validation);
  CHECK(number(store.database(), "SELECT count(*) FROM audit") == 2);  // and that it was migrated
}

TEST_CASE("of a store from before the log covered rows it says what it can") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("old.db");
  make_version_1(path);
  Store store(path);
  Database& database = store.database();
  const auto findings = [&] {
    std::string found;
    verify_audit(database, {}, [&](const StoreFinding& finding) {
      // The contents of this store's blobs are made up.
      if (finding.kind == StoreFinding::Kind::damage && finding.table != "blobs" &&
          finding.table != "sources" && finding.table != "policies")
        found += finding.table + ": " + finding.what;
    });
    return found;
  };
  CHECK(number(database, "SELECT count(*) FROM audit WHERE body LIKE '%\"submitter\"%'") == 0);
  CHECK(number(database, "SELECT count(*) FROM audit WHERE digest = assize_sha256(body)") == 2);
  CHECK(number(database, "SELECT max(position) FROM audit") == 1);
  CHECK(findings() == "");
  database.execute("PRAGMA foreign_keys=OFF; DELETE FROM submissions");
  CHECK_THAT(findings(), test::Contains("were there before the log covered rows, and 0 are now"));
}

TEST_CASE("a migrated store has the schema of a new one") {
  const TemporaryDirectory directory;
  make_version_1(directory.path("old.db"));
  Store old(directory.path("old.db"));
  Store fresh(directory.path("new.db"));
  CHECK(schema_of(old.database()) == schema_of(fresh.database()));
}

TEST_CASE("before a migration the store is copied beside itself, as it was") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("old.db");
  make_version_1(path);
  { const Store store(path); }
  const std::string backup = path + ".backup-v1";
  REQUIRE(std::filesystem::exists(backup));
  const auto database = open_sqlite(backup, Database::Mode::read_write);
  CHECK(number(*database, "PRAGMA user_version") == 1);
  CHECK(number(*database, "SELECT count(*) FROM runs") == 1);
  CHECK(number(*database, "SELECT count(*) FROM sqlite_master WHERE name = 'programs'") == 0);
}

TEST_CASE("a migrated store is migrated once, and takes new judgings") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("old.db");
  make_version_1(path);
  { const Store store(path); }
  Store store(path);
  JudgingRecord record = wrong_judging();
  record.score = "1";
  const auto submission = store.submission(1);
  REQUIRE(submission);
  Queue queue(store);
  queue.enqueue(*submission, "p1");
  const auto job = queue.lease("w");
  REQUIRE(job);
  REQUIRE(queue.complete(*job, record, {}));
  CHECK(store.judgings(1).size() == 2);
  CHECK(store.current_judging(1)->record.score == "1");
}
