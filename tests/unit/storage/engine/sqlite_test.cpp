#include "storage/engine/sqlite.h"

#include <unistd.h>

#include <functional>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {
struct Numbers {
  TemporaryDirectory directory;
  std::unique_ptr<Database> database = open_sqlite(directory.path("db"), Database::Mode::create);
  Numbers() { database->execute("CREATE TABLE t (n INTEGER PRIMARY KEY, s)"); }
  std::int64_t count() {
    std::int64_t count = -1;
    database->find("SELECT count(*) FROM t", {}, count);
    return count;
  }
};

// Somebody who has no rights but everybody's, while it lives.
class Nobody {
 public:
  Nobody() {
    if (::geteuid() == 0) REQUIRE(::seteuid(65534) == 0);
  }
  Nobody(const Nobody&) = delete;
  Nobody& operator=(const Nobody&) = delete;
  ~Nobody() { ::seteuid(::getuid()); }
};

StoreError error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const StoreError& error) {
    return error;
  }
  FAIL("threw no StoreError");
  return {StoreError::Kind::lasting, ""};
}
}  // namespace

TEST_CASE("a transaction that isn't committed leaves nothing") {
  Numbers numbers;
  {
    Transaction transaction(*numbers.database);
    numbers.database->execute("INSERT INTO t (n) VALUES (1)");
    CHECK(numbers.count() == 1);
  }
  CHECK(numbers.count() == 0);
  {
    Transaction transaction(*numbers.database);
    numbers.database->execute("INSERT INTO t (n) VALUES (1)");
    transaction.commit();
  }
  CHECK(numbers.count() == 1);
}

TEST_CASE("an exception within a transaction leaves nothing") {
  Numbers numbers;
  CHECK_THROWS_AS(
      [&] {
        Transaction transaction(*numbers.database);
        numbers.database->execute("INSERT INTO t (n) VALUES (1)");
        numbers.database->execute("INSERT INTO t (n) VALUES (1)");
        transaction.commit();
      }(),
      StoreError);
  CHECK(numbers.count() == 0);
  Transaction another(*numbers.database);
}

TEST_CASE("values come back as they were bound") {
  Numbers numbers;
  const std::string bytes("a\0\xff'", 4);
  Rows rows = numbers.database->query("SELECT :number, :blob, :text, :null, :some, :empty, :number",
                                      {{":number", -5},
                                       {":blob", Blob{bytes}},
                                       {":text", "text"},
                                       {":null", std::optional<std::int64_t>()},
                                       {":some", std::optional<std::string>("x")},
                                       {":empty", std::string_view()}});
  std::int64_t number = 0;
  std::string blob;
  std::string text;
  std::optional<std::int64_t> null = 1;
  std::optional<std::string> some;
  std::optional<std::string> empty;
  bool truth = false;
  REQUIRE(rows.next(number, blob, text, null, some, empty, truth));
  CHECK(number == -5);
  CHECK(blob == bytes);
  CHECK(text == "text");
  CHECK_FALSE(null);
  CHECK(some == "x");
  CHECK(empty == "");
  CHECK(truth);
  CHECK_FALSE(rows.next());
}

TEST_CASE("a parameter that the statement hasn't is an error") {
  Numbers numbers;
  CHECK_THROWS_AS(numbers.database->query("SELECT :a", {{":b", 1}}), StoreError);
}

TEST_CASE("what changes rows says how many") {
  Numbers numbers;
  CHECK(numbers.database->run("INSERT INTO t (n) VALUES (1), (2), (3)") == 3);
  CHECK(numbers.database->run("DELETE FROM t WHERE n > :n", {{":n", 1}}) == 2);
  CHECK(numbers.database->run("DELETE FROM t WHERE n > :n", {{":n", 1}}) == 0);
}

TEST_CASE("a savepoint that isn't kept takes back its part alone") {
  Numbers numbers;
  Transaction transaction(*numbers.database);
  {
    Savepoint part(*numbers.database);
    numbers.database->run("INSERT INTO t (n) VALUES (1)");
    part.keep();
  }
  {
    const Savepoint part(*numbers.database);
    numbers.database->run("INSERT INTO t (n) VALUES (2)");
  }
  transaction.commit();
  CHECK(numbers.count() == 1);
}

TEST_CASE("one statement may be at work twice at once") {
  Numbers numbers;
  numbers.database->execute("INSERT INTO t (n) VALUES (1), (2)");
  constexpr std::string_view kSql = "SELECT n FROM t ORDER BY n";
  Rows outer = numbers.database->query(kSql);
  int pairs = 0;
  while (outer.next()) {
    Rows inner = numbers.database->query(kSql);
    while (inner.next()) ++pairs;
  }
  CHECK(pairs == 4);
}

TEST_CASE("a reader sees what was committed, and isn't held up by a writer") {
  Numbers numbers;
  numbers.database->adopt();
  const auto other = open_sqlite(numbers.directory.path("db"), Database::Mode::read_write);
  std::int64_t count = -1;
  {
    Transaction transaction(*numbers.database);
    numbers.database->execute("INSERT INTO t (n) VALUES (1)");
    REQUIRE(other->find("SELECT count(*) FROM t", {}, count));
    CHECK(count == 0);
    transaction.commit();
  }
  const Snapshot snapshot(*other);
  REQUIRE(other->find("SELECT count(*) FROM t", {}, count));
  CHECK(count == 1);
  numbers.database->execute("INSERT INTO t (n) VALUES (2)");
  REQUIRE(other->find("SELECT count(*) FROM t", {}, count));
  CHECK(count == 1);
}

TEST_CASE("a database is durable and keeps its references") {
  Numbers numbers;
  const auto pragma = [&](std::string_view sql) {
    std::string value;
    REQUIRE(numbers.database->find(sql, {}, value));
    return value;
  };
  CHECK(pragma("PRAGMA synchronous") == "2");  // FULL
  CHECK(pragma("PRAGMA foreign_keys") == "1");
}

TEST_CASE("what nobody may write to can be read") {
  const TemporaryDirectory directory;
  const std::string path = directory.path("a ?#%.db");
  {
    const auto made = open_sqlite(path, Database::Mode::create);
    made->execute("CREATE TABLE t (n)");
    made->adopt();
    made->execute("INSERT INTO t VALUES (7)");
  }
  std::filesystem::permissions(path, std::filesystem::perms(0444));
  std::filesystem::permissions(directory.path(), std::filesystem::perms(0555));
  {
    const Nobody nobody;
    const auto database = open_sqlite(path, Database::Mode::read);
    std::int64_t number = 0;
    CHECK(database->find("SELECT n FROM t", {}, number));
    CHECK(number == 7);
    CHECK(database->mode() == Database::Mode::read);
    CHECK_THROWS_AS(database->execute("DELETE FROM t"), StoreError);
  }
  std::filesystem::permissions(directory.path(), std::filesystem::perms(0755));
}

TEST_CASE("errors say which store and what to do") {
  const TemporaryDirectory directory;
  const auto open = [&](const std::string& path, Database::Mode mode) {
    return error_of([&] { open_sqlite(path, mode); });
  };
  const StoreError absent = open(directory.path("no/such/db"), Database::Mode::create);
  CHECK(absent.is_input());
  CHECK(std::string(absent.what()).find("no/such/db") != std::string::npos);
  CHECK(open(directory.path("gone"), Database::Mode::read_write).is_input());
  CHECK_FALSE(std::filesystem::exists(directory.path("gone")));
  CHECK(open(directory.path(), Database::Mode::create).is_input());
  const StoreError text =
      open(directory.write("text", std::string(5000, 'x')), Database::Mode::create);
  CHECK(text.is_input());
  CHECK(directory.read("text") == std::string(5000, 'x'));
}

TEST_CASE("an error in a statement is the judge's, not the operator's") {
  Numbers numbers;
  CHECK_FALSE(error_of([&] { numbers.database->execute("SELECT nonsense"); }).is_input());
  CHECK_FALSE(error_of([&] { numbers.database->query("SELECT nonsense"); }).is_input());
}

TEST_CASE("a copy is whole, and never replaces a file") {
  Numbers numbers;
  numbers.database->execute("INSERT INTO t (n) VALUES (7)");
  numbers.database->keep_copy(3);
  const std::string copied = numbers.directory.path("db.backup-v3");
  const auto copy = open_sqlite(copied, Database::Mode::read_write);
  std::int64_t number = 0;
  REQUIRE(copy->find("SELECT n FROM t", {}, number));
  CHECK(number == 7);
  numbers.database->execute("DELETE FROM t");
  numbers.database->keep_copy(3);
  REQUIRE(copy->find("SELECT count(*) FROM t", {}, number));
  CHECK(number == 1);
}
