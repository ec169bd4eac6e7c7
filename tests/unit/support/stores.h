// A store with one problem in it, in a directory of its own.
#pragma once

#include <string>

#include "queue/queue.h"
#include "storage/store/store.h"
#include "tests/unit/support/records.h"
#include "tests/unit/support/store_urls.h"
#include "tests/unit/support/temporary_directory.h"

namespace assize::test {

class TestStore {
 public:
  // `clock`: of SQLite.
  explicit TestStore(const HostClock& clock = kernel_clock())
      : url(new_store_url(directory.path("assize.db"))),
        store(url, Database::Mode::create, clock),
        queue(store) {
    Transaction transaction(store.database());
    add_package("sum", "package-1");
    transaction.commit();
  }

  bool add_package(const std::string& problem, const std::string& hash) {
    PackageRow row;
    row.hash = hash;
    row.problem = problem;
    row.name = "Name of " + problem;
    row.format = "legacy";
    row.tests = 2;
    row.time_limit = seconds{1};
    row.memory_limit = mib(256);
    row.warnings = "careful";
    row.imported_at = 5;
    return store.put_package(row, {{"problem.yaml", "", 0}, {"data/1.in", "", 0}},
                             [&](const std::string& path) { return path + " of " + hash; });
  }

  SubmissionRow submission(const std::string& submitter, std::int64_t priority = 0) {
    SubmissionRow row;
    row.submitter = submitter;
    row.problem = "sum";
    row.language = "python3";
    row.source = store.put_source({{{"main.py", "print()"}}});
    row.file_name = "main.py";
    row.priority = priority;
    row.submitted_at = 1'700'000'000'000;
    return row;
  }

  Id submit(SubmissionRow row) {
    row.id = store.put_submission(row);
    return queue.enqueue(row, store.current_package(row.problem)->hash);
  }
  // Gives the id of the judging.
  Id submit(const std::string& submitter, std::int64_t priority = 0) {
    return submit(submission(submitter, priority));
  }

  std::int64_t number(std::string_view sql) {
    std::int64_t value = -1;
    store.database().find(sql, {}, value);
    return value;
  }

  // Entries of the audit log, but those that say what came into the store.
  std::int64_t acts() {
    return number(
        "SELECT count(*) FROM audit WHERE kind NOT IN ('received', 'package imported', 'batch "
        "made', 'validator built', 'not taken', 'policy first used', 'runtime first used', "
        "'runtime "
        "files kept')");
  }

  std::string state_of(Id judging) {
    std::string state = "none";
    store.database().find("SELECT state FROM judgings WHERE id = :id", {{":id", judging}}, state);
    return state;
  }

  // From now on nothing can be put into a table any more.
  void refuse_rows(const std::string& table, const std::string& message) {
    Database& database = store.database();
    if (database.engine() == Database::Engine::sqlite)
      return database.execute("CREATE TRIGGER refuse BEFORE INSERT ON " + table +
                              " BEGIN SELECT RAISE(ABORT, '" + message + "'); END");
    database.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''" +
        message + "''; END'; CREATE TRIGGER refuse BEFORE INSERT ON " + table +
        " FOR EACH ROW EXECUTE FUNCTION refuse()");
  }

  // As if the leases had been taken long ago.
  void let_leases_expire() {
    store.database().execute("UPDATE judgings SET lease_expires = 1 WHERE state = 'leased'");
  }

  // As if jobs that wait for their next try had waited for long.
  void let_waits_end() {
    store.database().execute("UPDATE judgings SET not_before = 1 WHERE not_before > 0");
  }

  // As if jobs that wait for their next try had an hour more to wait: a look at them doesn't depend
  // on how long it takes to look.
  void let_waits_last() {
    store.database().execute(
        "UPDATE judgings SET not_before = not_before + 3600000 WHERE not_before > 0");
  }

  TemporaryDirectory directory;
  std::string url;
  Store store;
  Queue queue;
};

}  // namespace assize::test
