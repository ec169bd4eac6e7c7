#include "storage/store/check.h"

#include <algorithm>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/engine/open.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;

namespace {

// Lets what the database itself would refuse happen, as damage does.
void without_references(TestStore& test, const std::string& sql) {
  Database& database = test.store.database();
  if (database.engine() == Database::Engine::sqlite) {
    database.execute("PRAGMA foreign_keys=OFF");
    database.execute(sql);
    database.execute("PRAGMA foreign_keys=ON");
  } else {
    database.execute("SET session_replication_role = replica; " + sql +
                     "; SET session_replication_role = DEFAULT");
  }
}

// … of the audit log.
void without_guard(TestStore& test, const std::string& sql) {
  Database& database = test.store.database();
  if (database.engine() == Database::Engine::sqlite)
    for (const char* guard : {"audit_no_update", "audit_no_delete", "audit_no_replace"})
      database.execute(std::string("DROP TRIGGER ") + guard);
  without_references(test, sql);
}

bool has(const std::vector<std::string>& found, const std::string& line) {
  return std::find(found.begin(), found.end(), line) != found.end();
}

}  // namespace

TEST_CASE("a store as workers leave it is sound") {
  TestStore test;
  fill(test);
  StoreCheck result;
  const auto found = findings_of(test.store.database(), &result);
  CHECK(result.damages == 0);
  // The one of the refused submission, which has none.
  CHECK(found == std::vector<std::string>{"note sources " + test.submission("max").source +
                                          ": no submission has it"});
  CHECK(result.submissions == 5);
  CHECK(result.audit_entries == test.number("SELECT count(*) FROM audit"));
  CHECK(result.blobs == test.number("SELECT count(*) FROM blobs"));
  CHECK(result.blob_bytes == test.number("SELECT CAST(sum(size) AS BIGINT) FROM blobs"));
  CHECK(result.rows > 40);
}

TEST_CASE("an empty store is sound") {
  const TemporaryDirectory directory;
  Store store(new_store_url(directory.path("a.db")));
  CHECK(findings_of(store.database()).empty());
}

TEST_CASE("a blob that was changed is found, by content and by size") {
  TestStore test;
  const std::string hash = test.store.put_blob("content");
  const std::string size = test.store.put_blob("another");
  test.store.database().run("UPDATE blobs SET content = :content WHERE hash = :hash",
                            {{":hash", hash}, {":content", Blob{"CONTENT"}}});
  test.store.database().run("UPDATE blobs SET size = 3 WHERE hash = :hash", {{":hash", size}});
  const auto found = findings_of(test.store.database());
  CHECK(has(found, "damage blobs " + hash + ": is not what its hash says"));
  CHECK(has(found, "damage blobs " + size + ": its size is 7 bytes, not 3"));
  CHECK(has(found, "note blobs " + hash + ": no package, source, program or runtime has it"));
}

TEST_CASE("a source without one of its files is found") {
  TestStore test;
  fill(test);
  const std::string source = test.store.submission(1)->source;
  const std::string other = test.store.submission(2)->source;
  test.store.database().run("DELETE FROM source_files WHERE source = :source AND path = 'b.py'",
                            {{":source", source}});
  test.store.database().run("DELETE FROM source_files WHERE source = :source",
                            {{":source", other}});
  const auto found = findings_of(test.store.database());
  CHECK(has(found, "damage sources " + source +
                       ": its files aren't those that its hash and its size say"));
  CHECK(has(found, "damage sources " + other + ": has no files"));
}

TEST_CASE("a damaged blob is said once, and its sources aren't blamed") {
  TestStore test;
  fill(test);
  const std::string hash = sha256_hex("# ada");
  test.store.database().run("UPDATE blobs SET content = :content WHERE hash = :hash",
                            {{":hash", hash}, {":content", Blob{"# Ada"}}});
  StoreCheck result;
  findings_of(test.store.database(), &result);
  CHECK(result.damages == 1);
}

TEST_CASE("references that lead nowhere are found, of every table") {
  TestStore test;
  fill(test);
  const std::string blob = sha256_hex("# ada");
  without_references(test, "DELETE FROM blobs WHERE hash = '" + blob + "'");
  without_references(test, "DELETE FROM judgings WHERE id = 2");
  without_references(test, "UPDATE submissions SET batch = 77 WHERE id = 3");
  const auto found = findings_of(test.store.database());
  CHECK(has(found, "damage source_files " + test.store.submission(1)->source +
                       ", main.py: blob refers to " + blob + " of blobs, which isn't there"));
  CHECK(has(found, "damage runs 2, 0: judging refers to 2 of judgings, which isn't there"));
  CHECK(
      has(found, "damage group_results 2, 0: judging refers to 2 of judgings, which isn't there"));
  CHECK(has(found, "damage submissions 3: batch refers to 77 of batches, which isn't there"));
  CHECK(has(found, "damage submissions 2: has no judging: it would never be judged"));
}

TEST_CASE("states that make no sense are found") {
  struct Case {
    const char* sql;
    const char* line;
  };
  const Case cases[] = {
      {"UPDATE judgings SET state = 'lost' WHERE id = 1", "damage judgings 1: its state is none"},
      {"UPDATE judgings SET lease_owner = NULL WHERE id = 3",
       "damage judgings 3: is leased, but by nobody or without end: it would never be judged"},
      {"UPDATE judgings SET lease_expires = NULL WHERE id = 3",
       "damage judgings 3: is leased, but by nobody or without end: it would never be judged"},
      {"UPDATE judgings SET lease_owner = 'w' WHERE id = 4",
       "damage judgings 4: has a lease that isn't in its state"},
      {"UPDATE judgings SET verdict = NULL WHERE id = 1",
       "damage judgings 1: is done, but without verdict, digest, policy, runtime or time"},
      {"UPDATE judgings SET finished_at = NULL WHERE id = 1",
       "damage judgings 1: is done, but without verdict, digest, policy, runtime or time"},
      {"UPDATE judgings SET verdict = 'AC' WHERE id = 4",
       "damage judgings 4: waits to be judged, but has a verdict"},
      {"UPDATE judgings SET verdict = 'AC' WHERE id = 5",
       "damage judgings 5: was given up, but its verdict isn't JE"},
      {"UPDATE judgings SET verdict = 'XX' WHERE id = 1", "damage judgings 1: its verdict is none"},
      {"UPDATE runs SET verdict = 'XX' WHERE judging = 1 AND number = 0",
       "damage runs 1, 0: its verdict is none"},
      {"UPDATE judgings SET state = 'queued' WHERE id = 1",
       "damage runs 1, 0: its judging isn't done"},
      {"DELETE FROM runs WHERE judging = 1 AND number = 0",
       "damage runs 1, 1: the runs before it are missing"},
      {"DELETE FROM hand_in_ids WHERE id = 2",
       "damage submissions 2: its id isn't in hand_in_ids: another one may get it, too"},
      {"UPDATE refused_submissions SET id = 2 WHERE id = 6",
       "damage submissions 2: was taken and refused, by its id"},
      {"UPDATE policies SET content = 'lax'", nullptr},
      {"UPDATE runs SET facts = '{' WHERE judging = 1 AND number = 1", nullptr},
      {"UPDATE runs SET facts = '' WHERE judging = 1 AND number = 1", nullptr},
      {"UPDATE runs SET validation_facts = '{}' WHERE judging = 2 AND number = 1", nullptr},
      {"UPDATE judgings SET compile_facts = '[]' WHERE id = 1", nullptr},
  };
  for (const auto& [sql, line] : cases) {
    INFO(sql);
    TestStore test;
    fill(test);
    test.store.database().execute(sql);
    StoreCheck result;
    const auto found = findings_of(test.store.database(), &result);
    CHECK(result.damages > 0);
    if (line != nullptr) CHECK(has(found, line));
  }
}

TEST_CASE("an audit entry that was changed is found") {
  TestStore test;
  fill(test);
  without_guard(test, "UPDATE audit SET body = '{\"all\":1}' WHERE seq = 1");
  CHECK(has(findings_of(test.store.database()), "damage audit 1: is not what its digest says"));
}

TEST_CASE("a verdict that isn't the one that was audited is found") {
  TestStore test;
  fill(test);
  test.store.database().execute("UPDATE judgings SET verdict = 'AC' WHERE id = 1");
  const auto entry = test.number("SELECT seq FROM audit WHERE kind = 'judged' AND judging = 1");
  CHECK(has(findings_of(test.store.database()),
            "damage audit " + std::to_string(entry) +
                ": the judging has another verdict or digest than this entry says that "
                "it got"));
}

TEST_CASE("an entry that is missing is found, in the middle and at the end") {
  TestStore test;
  fill(test);
  const auto last = test.number("SELECT seq FROM audit WHERE kind = 'judged' AND judging = 2");
  without_guard(test, "DELETE FROM audit WHERE seq IN (2, 3) OR (kind = 'judged' AND judging = 2)");
  const auto found = findings_of(test.store.database());
  CHECK(has(found, "damage judgings 2: is done, and the audit log doesn't say so"));
  if (test.store.database().engine() == Database::Engine::sqlite) {
    CHECK(has(found, "damage audit 4: entries 2 to 3 before it: missing"));
    CHECK(has(found, "damage audit " + std::to_string(last + 1) + ": entry " +
                         std::to_string(last) + " before it: missing"));
  } else {
    CHECK(has(found, "note audit 4: there is no entries 2 to 3 before it"));
  }
}

TEST_CASE("what nobody uses is said, and is no damage") {
  TestStore test;
  test.add_package("sum", "package-2");
  StoreCheck result;
  const auto found = findings_of(test.store.database(), &result);
  CHECK(result.damages == 0);
  CHECK(found == std::vector<std::string>{
                     "note packages package-1: no problem has it, and nothing was judged with it"});
}

TEST_CASE("a file that is damaged is a finding, not an end", "[sqlite]") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("a.db");
  {
    Store store(path);
    for (int i = 0; i < 300; ++i) store.put_blob("content " + std::to_string(i));
    store.database().execute("PRAGMA journal_mode=DELETE");
  }
  std::string bytes = directory.read("a.db");
  REQUIRE(bytes.size() > 60'000);
  for (std::size_t at = bytes.size() - 30'000; at < bytes.size() - 10'000; ++at) bytes[at] = 'x';
  directory.write("a.db", bytes);
  const auto database = open_database(path, Database::Mode::read);
  StoreCheck result;
  findings_of(*database, &result);
  CHECK(result.damages > 0);
}

TEST_CASE("a check changes nothing, and is of this version's stores alone", "[sqlite]") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("a.db");
  { const Store store(path); }
  {
    const auto database = open_database(path, Database::Mode::read_write);
    database->set_version(4);
  }
  const auto database = open_database(path, Database::Mode::read);
  CHECK(input_error_of([&] { findings_of(*database); }).find("assize init") != std::string::npos);
  CHECK(database->version() == 4);
}
