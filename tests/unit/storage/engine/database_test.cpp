// What every engine does alike.
#include "storage/engine/database.h"

#include <algorithm>
#include <array>
#include <thread>

#include "storage/base/errors.h"
#include "storage/engine/open.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/store_urls.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::string_view kInsert = "INSERT INTO t (n, s) VALUES (:n, :s)";

struct Table {
  Table() { database->execute("CREATE TABLE t (n BIGINT PRIMARY KEY, s TEXT, b BLOB)"); }
  void put_later(std::int64_t n) { database->run_later(kInsert, {{":n", n}, {":s", "x"}}); }
  std::int64_t count() {
    std::int64_t count = -1;
    database->find("SELECT count(*) FROM t", {}, count);
    return count;
  }

  TemporaryDirectory directory;
  std::string url = new_store_url(directory.path("db"));
  std::unique_ptr<Database> database = open_database(url, Database::Mode::initialize);
};

constexpr auto kNumber = RowColumn::Type::number;
constexpr std::array kColumns{RowColumn{":n", kNumber}, RowColumn{":s"},
                              RowColumn{":b", RowColumn::Type::bytes}};
constexpr std::string_view kInsertRows = "INSERT INTO t (n, s, b) SELECT n, s, b FROM assize_rows";

}  // namespace

TEST_CASE("what is deferred is done in its order, however much it is") {
  Table table;
  {
    Transaction transaction(*table.database);
    for (int i = 0; i < 1234; ++i) table.put_later(i);
    table.database->run_later("UPDATE t SET s = 'y' WHERE n = 7");
    CHECK(table.count() == 1234);
    table.database->run_later("DELETE FROM t WHERE s = 'y'");
    transaction.commit();
  }
  CHECK(table.count() == 1233);
}

TEST_CASE("a statement's text may be gone when its rows are read, and when it is asked again") {
  Table table;
  table.put_later(1);
  const auto with = [](const std::string& number) {
    return "SELECT n + " + number + " FROM t WHERE n = :number_with_a_long_name";
  };
  for (std::int64_t i = 0; i < 50; ++i) {
    std::int64_t sum = 0;
    Rows rows =
        table.database->query(with(std::to_string(i % 5)), {{":number_with_a_long_name", 1}});
    REQUIRE(rows.next(sum));
    CHECK(sum == 1 + i % 5);
  }
}

TEST_CASE("what is deferred is undone with its transaction") {
  Table table;
  {
    const Transaction transaction(*table.database);
    table.put_later(1);
  }
  CHECK(table.count() == 0);
}

TEST_CASE("outside of a transaction nothing is deferred") {
  Table table;
  table.put_later(1);
  CHECK_THROWS_AS(table.put_later(1), StoreError);
  CHECK(table.count() == 1);
}

TEST_CASE("what is wrong with something that was deferred is never committed") {
  Table table;
  const auto attempt = [&](auto last) {
    Transaction transaction(*table.database);
    table.put_later(1);
    table.put_later(1);
    table.put_later(2);
    last();
    transaction.commit();
  };
  SECTION("which says so") {
    CHECK_THROWS_AS(attempt([] {}), StoreError);
  }
  SECTION("and a question before it does") {
    CHECK_THROWS_AS(attempt([&] { table.count(); }), StoreError);
  }
  SECTION("and any other statement") {
    CHECK_THROWS_AS(attempt([&] { table.database->execute("DELETE FROM t"); }), StoreError);
  }
  CHECK(table.count() == 0);
  Transaction transaction(*table.database);
  table.put_later(1);
  transaction.commit();
  CHECK(table.count() == 1);
}

TEST_CASE("what is wrong with something that was deferred in a part costs that part") {
  Table table;
  Transaction transaction(*table.database);
  table.put_later(1);
  const auto part = [&](std::int64_t n) {
    Savepoint savepoint(*table.database);
    table.put_later(10 + n);
    table.put_later(n);
    savepoint.keep();
  };
  CHECK_THROWS_AS(part(1), StoreError);
  part(2);
  transaction.commit();
  CHECK(table.count() == 3);
}

TEST_CASE("many rows are put at once, whatever is in them") {
  Table table;
  const std::string bytes("\0\xff\\\"{},", 7);
  const std::string text = "a \"b\" {c}, \\d ' NULL ü";
  const std::vector<Value> rows{1,
                                text,
                                Blob{bytes},  //
                                -2,
                                std::nullopt,
                                std::nullopt,  //
                                3,
                                "",
                                Blob{std::string_view{}},  //
                                std::int64_t{1} << 40,
                                "NULL",
                                Blob{"\\x00"}};
  Transaction transaction(*table.database);
  table.database->run_for_rows(kInsertRows, kColumns, rows);
  table.database->run_for_rows(kInsertRows, kColumns, {});
  transaction.commit();
  Rows found = table.database->query("SELECT n, s, b FROM t ORDER BY n");
  std::int64_t n = 0;
  std::optional<std::string> s;
  std::optional<std::string> b;
  REQUIRE(found.next(n, s, b));
  CHECK((n == -2 && !s && !b));
  REQUIRE(found.next(n, s, b));
  CHECK((n == 1 && s == text && b == bytes));
  REQUIRE(found.next(n, s, b));
  CHECK((n == 3 && s == "" && b == ""));
  REQUIRE(found.next(n, s, b));
  CHECK((n == std::int64_t{1} << 40 && s == "NULL" && b == "\\x00"));
  CHECK_FALSE(found.next(n, s, b));
}

TEST_CASE("one of many rows that can't be put costs all of them") {
  Table table;
  Transaction transaction(*table.database);
  const std::vector<Value> rows{1, "a", std::nullopt, 2, "b", std::nullopt, 1, "c", std::nullopt};
  const auto put = [&] {
    Savepoint savepoint(*table.database);
    table.database->run_for_rows(kInsertRows, kColumns, rows);
    savepoint.keep();
  };
  CHECK_THROWS_AS(put(), StoreError);
  CHECK(table.count() == 0);
}

TEST_CASE("what is asked for many rows is answered for each that has an answer") {
  Table table;
  for (const int n : {1, 2, 3}) table.put_later(n);
  const std::array columns{RowColumn{":wanted", kNumber}};
  const auto answers = [&](const std::vector<Value>& wanted) {
    Rows rows = table.database->query_for_rows("SELECT n FROM assize_rows JOIN t ON n = wanted",
                                               columns, wanted);
    std::vector<std::int64_t> found;
    for (std::int64_t n = 0; rows.next(n);) found.push_back(n);
    std::sort(found.begin(), found.end());
    return found;
  };
  CHECK(answers({7, 3, 8, 1, 9}) == std::vector<std::int64_t>{1, 3});
  CHECK(answers({}).empty());
}

TEST_CASE("numbers that are added ascend, and no two are the same") {
  Table table;
  table.database->execute("CREATE TABLE numbers (id INTEGER PRIMARY KEY)");
  const auto first = table.database->add_numbers("numbers", 3);
  CHECK(first == std::vector<std::int64_t>{1, 2, 3});
  CHECK(table.database->add_numbers("numbers", 0).empty());
  CHECK(table.database->add_numbers("numbers", 2) == std::vector<std::int64_t>{4, 5});
}

TEST_CASE("a database tells when something was undone") {
  Table table;
  const auto before = table.database->times_undone();
  {
    Transaction transaction(*table.database);
    table.put_later(1);
    transaction.commit();
  }
  CHECK(table.database->times_undone() == before);
  {
    Transaction transaction(*table.database);
    { const Savepoint savepoint(*table.database); }
    CHECK(table.database->times_undone() == before + 1);
  }
  CHECK(table.database->times_undone() == before + 2);
}

TEST_CASE("a session that the server has ended between transactions is made anew") {
  Table table;
  if (table.database->engine() != Database::Engine::postgresql) return;
  std::int64_t session = 0;
  table.database->find("SELECT pg_backend_pid()", {}, session);
  const auto other = open_database(table.url, Database::Mode::read_write);
  other->run("SELECT pg_terminate_backend(CAST(:pid AS INTEGER))", {{":pid", session}});
  std::int64_t one = 1;
  while (other->find("SELECT 1 FROM pg_stat_activity WHERE pid = CAST(:pid AS INTEGER)",
                     {{":pid", session}}, one))
    std::this_thread::yield();
  const auto before = table.database->times_undone();
  Transaction transaction(*table.database);
  table.put_later(1);
  transaction.commit();
  CHECK(table.count() == 1);
  CHECK(table.database->times_undone() > before);
}
