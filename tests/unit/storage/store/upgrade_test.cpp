#include "storage/store/upgrade.h"

#include <atomic>
#include <thread>

#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

// As another version of assize does it.
void set_version(Database& database, std::int64_t version) {
  Transaction transaction(database);
  database.lock_schema();
  database.set_version(version);
  transaction.commit();
}

// Another process, that needs no schema.
std::unique_ptr<Database> other(const TestStore& test) {
  return open_database(test.url, Database::Mode::read_write);
}

void write(TestStore& test, const std::string& content) {
  Transaction transaction(test.store.database());
  test.store.put_blob(content);
  transaction.commit();
}

void put_worker(TestStore& test) {
  WorkerRow worker;
  worker.id = "w";
  worker.slots = 1;
  Workers(test.store.database()).put(worker);
}

}  // namespace

TEST_CASE("who has opened a store can't write any more once it was brought up to date") {
  TestStore test;
  const auto newer = other(test);
  write(test, "before");
  const auto blobs = test.number("SELECT count(*) FROM blobs");
  set_version(*newer, newest_version() + 1);
  for (int i = 0; i < 2; ++i) {
    try {
      write(test, "after");
      FAIL_CHECK("it was written");
    } catch (const StoreError& error) {
      CHECK(error.kind() == StoreError::Kind::lasting);
      CHECK(std::string(error.what()).find("a newer assize has brought it up to date") !=
            std::string::npos);
      CHECK(std::string(error.what()).find("version " + std::to_string(newest_version() + 1)) !=
            std::string::npos);
    }
  }
  CHECK(test.number("SELECT count(*) FROM blobs") == blobs);
  set_version(*newer, newest_version());
  write(test, "after");
  CHECK(test.number("SELECT count(*) FROM blobs") == blobs + 1);
}

TEST_CASE("who changes the schema waits for a transaction that writes") {
  TestStore test;
  std::atomic<bool> is_changed = false;
  Transaction transaction(test.store.database());
  const std::string hash = test.store.put_blob("written");
  CHECK(test.store.blob(hash) == "written");
  std::thread newer([&] {
    set_version(*other(test), newest_version() + 1);
    is_changed = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  CHECK_FALSE(is_changed);
  transaction.commit();
  newer.join();
  CHECK(is_changed);
  CHECK(test.store.blob(hash) == "written");
}

TEST_CASE("an older store is left alone as long as workers use it") {
  TestStore test;
  put_worker(test);
  const auto older = other(test);
  set_version(*older, newest_version() - 1);
  const auto message =
      input_error_of([&] { const Store store(test.url, Database::Mode::read_write); });
  CHECK(message.find("1 worker of it is at work") != std::string::npos);
  CHECK(message.find("assize init") != std::string::npos);
  CHECK(older->version() == newest_version() - 1);
  older->run("UPDATE workers SET seen_at = seen_at - 31000");  // it is lost
  refuse_under_older_workers(*older);
}

TEST_CASE("workers of an older store are asked to end, and waited for") {
  TestStore test;
  put_worker(test);
  const auto older = other(test);
  std::string said;
  const auto stop = [&](std::chrono::milliseconds patience) {
    stop_older_workers(test.url,
                       {patience, "ada (init)", [&](const std::string& text) { said += text; }});
  };
  const auto wish = [&] { return Workers(test.store.database()).wish("w"); };
  stop(std::chrono::seconds{60});  // the store isn't older
  CHECK_FALSE(wish()->drain);
  set_version(*older, newest_version() - 1);
  stop(std::chrono::milliseconds{0});
  CHECK_FALSE(wish()->drain);
  CHECK(said.empty());
  CHECK(input_error_of([&] { stop(std::chrono::milliseconds{250}); }).find("still: the store") !=
        std::string::npos);
  CHECK(wish()->drain);
  CHECK(wish()->by == "ada (init)");
  CHECK(said.find("asked to finish what they judge") != std::string::npos);
  std::thread worker([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    other(test)->run("DELETE FROM workers");
  });
  stop(std::chrono::seconds{60});
  worker.join();
  CHECK(test.number("SELECT count(*) FROM workers") == 0);
}
