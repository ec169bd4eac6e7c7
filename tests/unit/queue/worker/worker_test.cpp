// The worker's loop with a store on disk and slots that judge nothing: what it does when something
// fails.
#include "queue/worker/worker.h"

#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/fake_worker.h"

using namespace assize;
using namespace assize::test;

namespace {

std::int64_t done(TestStore& test) { return test.queue.counts().done; }

void damage_source_of(TestStore& test, Id submission) {
  REQUIRE(test.store.database().run(
              "UPDATE blobs SET content = :nothing WHERE hash IN (SELECT blob FROM source_files "
              "WHERE source = (SELECT source FROM submissions WHERE id = :id))",
              {{":id", submission}, {":nothing", Blob{std::string_view("\0", 1)}}}) > 0);
}

Id submit_text(TestStore& test, const std::string& text) {
  SubmissionRow row = test.submission("ada");
  row.source = test.store.put_source({{{"main.py", text}}});
  return test.submit(row);
}

}  // namespace

TEST_CASE("a worker drains the queue, and says what it does") {
  TestStore test;
  for (int i = 0; i < 20; ++i) test.submit("ada");
  Drain drain(test, 3);
  const WorkerResult result = drain.run(wrong);
  CHECK(result.judged == 20);
  CHECK(result.left == 0);
  CHECK(result.failure.empty());
  CHECK(done(test) == 20);
  CHECK(test.number("SELECT count(*) FROM workers") == 0);
  CHECK(drain.details.find("submission 7 by ada for sum: WA") != std::string::npos);
  CHECK(drain.messages.empty());
}

TEST_CASE("one damaged source costs one submission") {
  TestStore test;
  for (int i = 0; i < 5; ++i) submit_text(test, "print(" + std::to_string(i) + ")");
  damage_source_of(test, 1);
  damage_source_of(test, 4);
  Drain drain(test, 2);
  const WorkerResult result = drain.run(wrong);
  CHECK(result.failure.empty());
  CHECK(result.judged == 3);
  CHECK(result.left == 0);
  CHECK(test.queue.counts().set_aside == 2);
  CHECK(drain.messages.find("submission 4: is set aside") != std::string::npos);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'item damaged'") == 2);
}

TEST_CASE("what is damaged of a package costs the submissions to it, and nobody's verdict") {
  TestStore test;
  test.add_package("other", "package-2");
  for (int i = 0; i < 6; ++i) {
    SubmissionRow row = test.submission("ada");
    if (i % 2 == 0) row.problem = "other";
    test.submit(row);
  }
  Drain drain(test, 2);
  const WorkerResult result = drain.run([](const LeasedJob& job, const Source&) {
    if (job.problem == "other") throw DamagedItem("blob 12 is not what its hash says");
    return wrong_judging();
  });
  CHECK(result.failure.empty());
  CHECK(result.judged == 3);
  CHECK(result.refused == 3);
  CHECK(test.queue.counts().set_aside == 3);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'package damaged'") == 3);
}

TEST_CASE("a result that can't be written costs its submission, and the others are recorded") {
  TestStore test;
  for (int i = 0; i < 4; ++i) test.submit("ada");
  Drain drain(test, 2);
  const WorkerResult result = drain.run([](const LeasedJob& job, const Source&) {
    JudgingRecord record = wrong_judging();
    if (job.submission == 2) record.tests[0].attempts[0].error_tail = std::string("\xff", 1);
    if (job.submission == 2) record.identities.judge_version = "\xff\xfe";  // no JSON
    return record;
  });
  CHECK(result.failure.empty());
  CHECK(done(test) == 3);
  CHECK(test.queue.counts().set_aside == 1);
  CHECK(drain.messages.find("submission 2: its result can't be recorded") != std::string::npos);
}

TEST_CASE("a judge error waits and is tried again, the package's own is set aside at once") {
  TestStore test;
  test.submit("ada");
  test.submit("bob");
  std::atomic<int> tries = 0;
  Drain drain(test);
  const WorkerResult result = drain.run([&](const LeasedJob& job, const Source&) {
    if (job.submission == 2) throw PackageError("validator", 0, "it crashed");
    if (++tries == 1) throw JudgeError("the host was short of something");
    return wrong_judging();
  });
  CHECK(tries == 2);
  CHECK(result.judge_errors == 2);
  CHECK(result.judged == 1);
  CHECK(test.number("SELECT failures FROM judgings WHERE submission = 1") == 1);
  CHECK(test.queue.counts().set_aside == 1);
}

TEST_CASE("a lease that was lost is said, and its result refused") {
  TestStore test;
  test.submit("ada");
  Drain drain(test);
  const WorkerResult result = drain.run([&](const LeasedJob& job, const Source&) {
    if (job.token > 1) return wrong_judging();
    // This host stood still, and somebody else has put the job back meanwhile.
    Store other(test.url);
    Transaction transaction(other.database());
    other.database().execute("UPDATE judgings SET lease_expires = 1 WHERE state = 'leased'");
    Queue(other).expire("somebody else");
    transaction.commit();
    return wrong_judging();
  });
  CHECK(result.judged == 1);
  CHECK(test.number("SELECT lease_token FROM judgings") == 2);
  CHECK(drain.messages.find("submission 1: its lease had expired") != std::string::npos);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'result refused'") == 1);
  CHECK(test.number("SELECT count(*) FROM audit WHERE kind = 'judged'") == 1);
}

TEST_CASE("a store that can't be written any more stops the worker, and nothing is lost") {
  TestStore test;
  for (int i = 0; i < 4; ++i) test.submit("ada");
  Drain drain(test);
  drain.options.patience =
      std::chrono::milliseconds{300};  // whatever kind of error it is taken for
  const WorkerResult result = drain.run([&](const LeasedJob& job, const Source&) {
    if (job.submission == 2) {
      test.refuse_rows("runs", "no room");
    }
    return wrong_judging();
  });
  CHECK(result.failure.find("no room") != std::string::npos);
  CHECK(done(test) <= 1);
  CHECK(done(test) == result.judged);
  CHECK(test.queue.counts().set_aside == 0);
  CHECK(test.number("SELECT max(failures) FROM judgings") == 0);
}

TEST_CASE("a store that is deleted or replaced under a worker is noticed", "[sqlite]") {
  TestStore test;
  for (int i = 0; i < 4; ++i) test.submit("ada");
  const std::string path = test.url;
  const bool is_replaced = GENERATE(false, true);
  { const Store made(path + ".new", Database::Mode::initialize); }
  Drain drain(test);
  const WorkerResult result = drain.run([&](const LeasedJob& job, const Source&) {
    if (job.submission == 2) {
      std::filesystem::rename(path, path + ".moved");
      if (is_replaced) std::filesystem::rename(path + ".new", path);
    }
    return wrong_judging();
  });
  INFO(result.failure);
  CHECK(result.failure.find("was deleted or replaced") != std::string::npos);
  CHECK(result.judged < 4);
}

TEST_CASE("two workers drain one store, each job once") {
  TestStore test;
  for (int i = 0; i < 60; ++i) test.submit("ada");
  std::mutex mutex;
  std::multiset<Id> seen;
  const Judge judge = [&](const LeasedJob& job, const Source&) {
    const std::lock_guard lock(mutex);
    seen.insert(job.submission);
    return wrong_judging();
  };
  Drain one(test, 2);
  Drain two(test, 2);
  std::thread other([&] { two.run(judge); });
  one.run(judge);
  other.join();
  CHECK(done(test) == 60);
  CHECK(seen.size() == 60);
  CHECK(std::set<Id>(seen.begin(), seen.end()).size() == 60);
}

TEST_CASE(
    "a slot whose jail hangs gives its job back uncounted, and the last one stops the worker") {
  TestStore test;
  test.submit("ada");
  Drain drain(test, 2);
  const WorkerResult result = drain.run([](const LeasedJob&, const Source&) -> JudgingRecord {
    throw StuckHost("a run's processes are stuck in the kernel");
  });
  CHECK(result.host_failed);
  CHECK(result.failure.find("stuck") != std::string::npos);
  CHECK(test.number("SELECT failures FROM judgings") == 0);
  CHECK(test.queue.counts().queued == 1);
}

TEST_CASE("a limit of judgings is kept, and what is left is told") {
  TestStore test;
  for (int i = 0; i < 5; ++i) test.submit("ada");
  Drain drain(test, 2);
  drain.options.limit = 3;
  const WorkerResult result = drain.run(wrong);
  CHECK(result.judged == 3);
  CHECK(result.left == 2);
}
