#include "storage/store/copy.h"

#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/store/tables.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;

namespace {

void ignore(const CopyProgress& /*unused*/) {}

struct Interrupted {};

// A copy that ends in the middle, behind that table's rows.
void copy_until(const std::string& table, const std::string& from, const std::string& to) {
  CHECK_THROWS_AS(copy_store(from, to,
                             [&](const CopyProgress& progress) {
                               if (progress.table == table) throw Interrupted();
                             }),
                  Interrupted);
}

std::string place_for(const TestStore& test, const std::string& name) {
  return new_store_url(test.directory.path(name));
}

std::int64_t number(Store& store, std::string_view sql) {
  std::int64_t value = -1;
  store.database().find(sql, {}, value);
  return value;
}

// The entry that says that it is a copy, and its clock, where the engine has none.
std::int64_t own_rows(Store& copy) { return 1 + number(copy, "SELECT count(*) FROM lease_clock"); }

}  // namespace

TEST_CASE("a copy holds what the store held, and is a store") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  const CopyResult result = copy_store(test.url, to, ignore);
  CHECK_FALSE(result.was_continued);
  CHECK(result.rows_before == 0);
  CHECK(result.leased == 1);
  Store copy(to);
  StoreCheck check;
  findings_of(copy.database(), &check);
  CHECK(check.damages == 0);
  CHECK(check.rows == result.rows + own_rows(copy));
  CHECK(number(copy, "SELECT count(*) FROM audit WHERE kind = 'copied'") == 1);
  CHECK(copy.source(copy.submission(1)->source).files.at("main.py") == "# ada");
  CHECK(copy.program("validator") == test.store.program("validator"));
  const auto judging = copy.current_judging(2);
  REQUIRE(judging);
  CHECK(judging->record.tests.size() == 3);
  CHECK(judging->record.groups == scored_judging().groups);
  CHECK(judging->record.digest == test.store.current_judging(2)->record.digest);
  CHECK(copy.submission(6)->refusal == "is a picture");
  CHECK(number(copy, "SELECT count(*) FROM workers") == 0);
}

TEST_CASE("in a copy nothing is leased, and the order is the same") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  copy_store(test.url, to, ignore);
  Store copy(to);
  Queue queue(copy);
  auto job = queue.lease("other");
  REQUIRE(job);
  CHECK(job->submission == 3);
  CHECK(job->token == 2);  // higher than the one that a worker of the first store has
  job = queue.lease("other");
  REQUIRE(job);
  CHECK(job->submission == 4);
  CHECK(test.state_of(3) == "leased");
}

TEST_CASE("what is new in a copy gets new numbers") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  copy_store(test.url, to, ignore);
  Store copy(to);
  const SubmissionRow row = *copy.submission(1);
  SubmissionRow next = row;
  next.external_id.clear();
  CHECK(copy.put_submission(next) == 7);
  next.id = 7;
  CHECK(Queue(copy).enqueue(next, "package-1") == 6);
  CHECK(copy.put_batch("next") == 2);
  copy.audit("queued", 7, std::nullopt, nlohmann::json::object());
  // Numbers and places go on behind those that were copied.
  CHECK(number(copy, "SELECT count(*) FROM audit") == number(copy, "SELECT max(seq) FROM audit"));
}

TEST_CASE("a copy that was interrupted goes on, and is no store until it has ended") {
  for (const char* table : {"blobs", "submissions", "judgings", "runs", "audit"}) {
    INFO(table);
    TestStore test;
    fill(test);
    const std::string to = place_for(test, "copy.db");
    copy_until(table, test.url, to);
    CHECK(input_error_of([&] { const Store store(to); }).find("unfinished copy") !=
          std::string::npos);
    const CopyResult result = copy_store(test.url, to, ignore);
    CHECK(result.was_continued);
    CHECK(result.rows_before > 0);
    CHECK(result.leased == 1);
    Store copy(to);
    StoreCheck check;
    findings_of(copy.database(), &check);
    CHECK(check.damages == 0);
    CHECK(check.rows == result.rows + own_rows(copy));
    CHECK(number(copy, "SELECT max(id) FROM hand_in_ids") == 6);
  }
}

TEST_CASE("a copy isn't continued when the store has changed since") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  copy_until("judgings", test.url, to);
  test.store.audit("queued", 4, std::nullopt, nlohmann::json::object());
  CHECK(input_error_of([&] { copy_store(test.url, to, ignore); }).find("has changed since") !=
        std::string::npos);
}

TEST_CASE("a change that leaves no trace in the audit log is found by comparing") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  copy_until("judgings", test.url, to);
  test.store.database().execute("UPDATE submissions SET handed_in_at = 7 WHERE id = 1");
  try {
    copy_store(test.url, to, ignore);
    FAIL_CHECK("not noticed");
  } catch (const StoreError& error) {
    CHECK(std::string(error.what()).find("table submissions isn't what") != std::string::npos);
  }
  CHECK(input_error_of([&] { const Store store(to); }).find("unfinished copy") !=
        std::string::npos);
}

TEST_CASE("a copy goes where nothing is, or an empty store") {
  TestStore test;
  fill(test);
  const std::string to = place_for(test, "copy.db");
  { const Store empty(to); }
  copy_store(test.url, to, ignore);
  CHECK(input_error_of([&] { copy_store(test.url, to, ignore); }).find("holds a store already") !=
        std::string::npos);
  CHECK(input_error_of([&] {
          copy_store(test.url, test.url, ignore);
        }).find("is the store that is to be copied") != std::string::npos);
  Store copy(to);
  CHECK(copy.submission(6));
}

TEST_CASE("another program's database is refused, and left as it was", "[sqlite]") {
  TestStore test;
  const std::string to = test.directory.write("other.db", std::string(5000, 'x'));
  CHECK_THROWS_AS(copy_store(test.url, to, ignore), StoreError);
  CHECK(test.directory.read("other.db") == std::string(5000, 'x'));
}

TEST_CASE("what can't be copied is said with its row", "[sqlite]") {
  TestStore test;
  fill(test);
  test.store.database().execute("PRAGMA foreign_keys=OFF");
  test.store.database().execute("DELETE FROM judgings WHERE id = 2");
  try {
    copy_store(test.url, test.directory.path("copy.db"), ignore);
    FAIL_CHECK("copied");
  } catch (const StoreError& error) {
    const std::string what = error.what();
    CHECK(what.find("table runs, row 2, 0") != std::string::npos);
    CHECK(what.find("assize store check") != std::string::npos);
  }
}

TEST_CASE("a copy between engines and back is the same") {
  TestStore test;  // of PostgreSQL where there is one
  fill(test);
  const std::string file = test.directory.path("there.db");
  const std::string back = place_for(test, "back.db");
  copy_store(test.url, file, ignore);
  const CopyResult result = copy_store(file, back, ignore);
  CHECK(result.leased == 0);
  const auto first = open_database(test.url, Database::Mode::read);
  const auto last = open_database(back, Database::Mode::read);
  for (const auto& table : store_tables()) {
    INFO(table.name);
    RowsDigest before;
    RowsDigest after;
    if (!table.transferable || table.name == "judgings" || table.name == "audit") continue;
    each_row(*first, table, {}, [&](const StoreRow& row) { before.add(row); });
    each_row(*last, table, {}, [&](const StoreRow& row) { after.add(row); });
    CHECK(before == after);
  }
  StoreCheck check;
  findings_of(*last, &check);
  CHECK(check.damages == 0);
}
