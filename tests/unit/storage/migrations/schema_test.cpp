#include "storage/migrations/schema.h"

#include <sqlite3.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "storage/store/store.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {
// Runs SQL in a file without any of our code.
void plain_sql(const std::string& path, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  char* message = nullptr;
  const int result = sqlite3_exec(handle, sql, nullptr, nullptr, &message);
  INFO((message == nullptr ? "" : message));
  CHECK(result == SQLITE_OK);
  sqlite3_free(message);
  sqlite3_close(handle);
}
}  // namespace

TEST_CASE("a store is made once and opened any number of times") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("assize.db");
  {
    Store store(path);
    store.put_blob("kept");
    bring_up_to_date(store.database());
  }
  Store again(path);
  Store at_the_same_time(path);
  std::int64_t count = 0;
  REQUIRE(again.database().find("SELECT count(*) FROM blobs", {}, count));
  CHECK(count == 1);
}

TEST_CASE("an empty file becomes a store only on request: it may be what is left of one") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("assize.db", "");
  CHECK(input_error_of([&] { const Store store(path); }).find("is empty") != std::string::npos);
  CHECK(directory.read("assize.db").empty());
  CHECK(Store(path, Database::Mode::initialize).problems().empty());
  CHECK(Store(path).problems().empty());
}

TEST_CASE("who only uses a store doesn't make one") {
  constexpr auto kMode = Database::Mode::read_write;
  const TemporaryDirectory directory;
  const std::string path = directory.path("mistyped.db");
  try {
    const Store store(path, kMode);
    FAIL_CHECK("a store came to be");
  } catch (const StoreError& error) {
    CHECK(error.is_input());
    CHECK(std::string(error.what()).find("mistyped.db: is not there") != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(path));
  const std::string empty = directory.write("empty.db", "");
  CHECK(input_error_of([&] { const Store store(empty, kMode); }).find("is empty") !=
        std::string::npos);
  CHECK(directory.read("empty.db").empty());
  { const Store store(path); }
  CHECK(Store(path, kMode).problems().empty());
}

TEST_CASE("a store writes ahead") {
  const TemporaryDirectory directory;
  Store store(directory.path("a.db"));
  std::string mode;
  REQUIRE(store.database().find("PRAGMA journal_mode", {}, mode));
  CHECK(mode == "wal");
}

TEST_CASE("a store of a newer version is refused and left alone") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("assize.db");
  { const Store store(path); }
  plain_sql(path, "PRAGMA user_version = 99");
  const std::string before = directory.read("assize.db");
  const auto message = input_error_of([&] { const Store store(path); });
  CHECK(message.find("99") != std::string::npos);
  CHECK(message.find(path) != std::string::npos);
  CHECK(directory.read("assize.db") == before);
}

TEST_CASE("a database of another program is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("other.db");
  plain_sql(path, "CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
  CHECK(input_error_of([&] { const Store store(path); }).find("another program") !=
        std::string::npos);
}

TEST_CASE("a database of another program is left exactly as it was") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("other.db");
  plain_sql(path, "CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
  const std::string before = directory.read("other.db");
  input_error_of([&] { const Store store(path); });
  CHECK((directory.read("other.db") == before));
}

TEST_CASE("a database of another program with a version of its own is refused too") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("other.db");
  plain_sql(path, "CREATE TABLE notes (text); PRAGMA user_version = 1; PRAGMA application_id = 7");
  input_error_of([&] { const Store store(path); });
}

TEST_CASE("the audit log can be appended to and nothing else") {
  TestStore test;
  Database& database = test.store.database();
  test.store.audit("queued", 1, std::nullopt, nlohmann::json::object());
  test.store.audit("judged", 1, 2, nlohmann::json{{"a", 1}});
  CHECK_THROWS_AS(database.execute("UPDATE audit SET body = 'x'"), StoreError);
  CHECK_THROWS_AS(database.execute("UPDATE audit SET seq = 9 WHERE seq = 1"), StoreError);
  CHECK_THROWS_AS(database.execute("DELETE FROM audit"), StoreError);
  CHECK_THROWS_AS(database.execute("DELETE FROM audit WHERE seq = 2"), StoreError);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind IN ('queued', 'judged')") == 2);
  CHECK(test.number("SELECT count(*) FROM audit WHERE body = 'x'") == 0);
}

TEST_CASE("an entry of the audit log can't be replaced") {
  TestStore test;
  test.store.audit("queued", 1, std::nullopt, nlohmann::json::object());
  for (const char* sql :
       {"INSERT OR REPLACE INTO audit (seq, at, kind, body, digest) VALUES (1, 0, 'x', 'x', 'x')",
        "REPLACE INTO audit (seq, at, kind, body, digest) VALUES (1, 0, 'x', 'x', 'x')",
        "REPLACE INTO audit (seq, at, kind, body, digest, position) VALUES (7, 0, 'x', 'x', 'x', "
        "0)"}) {
    try {
      test.store.database().execute(sql);
    } catch (const StoreError&) {
    }
    CHECK(test.number("SELECT count(*) FROM audit WHERE body = 'x'") == 0);
  }
}

TEST_CASE("the audit log counts without gaps, also after a rollback", "[sqlite]") {
  TestStore test;
  test.store.audit("a", {}, {}, nlohmann::json::object());
  {
    Transaction transaction(test.store.database());
    test.store.audit("b", {}, {}, nlohmann::json::object());
  }
  test.store.audit("c", {}, {}, nlohmann::json::object());
  CHECK(test.number("SELECT count(*) FROM audit") == 3);  // and the package's import
  CHECK(test.number("SELECT max(seq) FROM audit") == 3);
}
