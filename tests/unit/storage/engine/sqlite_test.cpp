#include "storage/engine/sqlite.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <functional>

#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {
struct Numbers {
  TemporaryDirectory directory;
  Database database{directory.path("db"), Database::Mode::create};
  Numbers() { database.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, s)"); }
  std::int64_t count() {
    Statement row = database.prepare("SELECT count(*) FROM t");
    row.step();
    return row.number(0);
  }
};

StoreError error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const StoreError& error) {
    return error;
  }
  FAIL("threw no StoreError");
  return {0, ""};
}
}  // namespace

TEST_CASE("a transaction that isn't committed leaves nothing") {
  Numbers numbers;
  {
    Transaction transaction(numbers.database);
    numbers.database.execute("INSERT INTO t (n) VALUES (1)");
    CHECK(numbers.count() == 1);
  }
  CHECK(numbers.count() == 0);
  {
    Transaction transaction(numbers.database);
    numbers.database.execute("INSERT INTO t (n) VALUES (1)");
    transaction.commit();
  }
  CHECK(numbers.count() == 1);
}

TEST_CASE("an exception within a transaction leaves nothing") {
  Numbers numbers;
  CHECK_THROWS_AS(
      [&] {
        Transaction transaction(numbers.database);
        numbers.database.execute("INSERT INTO t (n) VALUES (1)");
        numbers.database.execute("INSERT INTO t (n) VALUES (1)");
        transaction.commit();
      }(),
      StoreError);
  CHECK(numbers.count() == 0);
  Transaction another(numbers.database);
}

TEST_CASE("values come back as they were bound") {
  Numbers numbers;
  const std::string bytes("a\0\xff'", 4);
  Statement put = numbers.database.prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6");
  put.with(std::int64_t{-5}, bytes, "text", std::optional<std::int64_t>(),
           std::optional<std::string>("x"), std::string_view());
  REQUIRE(put.step());
  CHECK(put.number(0) == -5);
  CHECK(put.text(1) == bytes);
  CHECK(put.text(2) == "text");
  CHECK(put.is_null(3));
  CHECK_FALSE(put.optional_number(3));
  CHECK(put.text(4) == "x");
  CHECK_FALSE(put.is_null(5));
  CHECK(put.text(5).empty());
}

TEST_CASE("one statement may be at work twice at once") {
  Numbers numbers;
  numbers.database.execute("INSERT INTO t (n) VALUES (1), (2)");
  constexpr std::string_view kSql = "SELECT n FROM t ORDER BY n";
  Statement outer = numbers.database.prepare(kSql);
  int pairs = 0;
  while (outer.step()) {
    Statement inner = numbers.database.prepare(kSql);
    while (inner.step()) ++pairs;
  }
  CHECK(pairs == 4);
}

TEST_CASE("a second writer waits its turn") {
  Numbers numbers;
  Database other(numbers.directory.path("db"), Database::Mode::read_write);
  Transaction transaction(numbers.database);
  numbers.database.execute("INSERT INTO t (n) VALUES (1)");
  // A reader sees what was committed, and isn't held up.
  Statement count = other.prepare("SELECT count(*) FROM t");
  REQUIRE(count.step());
  CHECK(count.number(0) == 0);
}

TEST_CASE("a database is durable and keeps its references") {
  Numbers numbers;
  const auto pragma = [&](std::string_view sql) {
    Statement row = numbers.database.prepare(sql);
    REQUIRE(row.step());
    return row.text(0);
  };
  CHECK(pragma("PRAGMA synchronous") == "2");  // FULL
  CHECK(pragma("PRAGMA foreign_keys") == "1");
}

TEST_CASE("errors say which store and what to do") {
  const TemporaryDirectory directory;
  const auto open = [&](const std::string& path, Database::Mode mode) {
    return error_of([&] { const Database database(path, mode); });
  };
  const StoreError absent = open(directory.path("no/such/db"), Database::Mode::create);
  CHECK(absent.is_input());
  CHECK(std::string(absent.what()).find("no/such/db") != std::string::npos);
  CHECK(open(directory.path("gone"), Database::Mode::read_write).is_input());
  CHECK_FALSE(std::filesystem::exists(directory.path("gone")));
  CHECK(open(directory.path(), Database::Mode::create).is_input());
  const StoreError text =
      open(directory.write("text", std::string(5000, 'x')), Database::Mode::create);
  CHECK(text.code() == SQLITE_NOTADB);
  CHECK(text.is_input());
  CHECK(directory.read("text") == std::string(5000, 'x'));
}

TEST_CASE("an error in a statement is the judge's, not the operator's") {
  Numbers numbers;
  CHECK_FALSE(error_of([&] { numbers.database.execute("SELECT nonsense"); }).is_input());
  CHECK_FALSE(error_of([&] { numbers.database.prepare("SELECT nonsense"); }).is_input());
}

TEST_CASE("a backup is a whole copy, and never replaces a file") {
  Numbers numbers;
  numbers.database.execute("INSERT INTO t (n) VALUES (7)");
  numbers.database.backup_to(numbers.directory.path("copy"));
  Database copy(numbers.directory.path("copy"), Database::Mode::read_write);
  Statement row = copy.prepare("SELECT n FROM t");
  REQUIRE(row.step());
  CHECK(row.number(0) == 7);
  CHECK_THROWS_AS(numbers.database.backup_to(numbers.directory.path("copy")), StoreError);
}
