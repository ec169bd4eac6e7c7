#include "storage/store/status.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

// Judges what is next, as with that runtime.
void judge_next(TestStore& test, const std::string& hash, const std::string& version) {
  JudgingRecord record = wrong_judging();
  record.identities.runtime_hash = hash;
  record.identities.runtime_version = version;
  REQUIRE(test.queue.complete(*test.queue.lease("w"), record, {}));
}

std::string seen_in(TestStore& test, std::optional<Id> batch) {
  std::string all;
  for (const auto& seen : runtimes_seen(test.store.database(), batch))
    all += seen.name + " " + seen.version + "; ";
  return all;
}

}  // namespace

TEST_CASE("the runtimes that submissions were judged with are told, each version once") {
  TestStore test;
  const Id batch = test.store.put_batch("week");
  SubmissionRow row = test.submission("ann");
  row.batch = batch;
  test.submit(row);
  judge_next(test, "h1", "CPython 3.13.5");
  row.submitter = "bob";
  test.submit(row);
  judge_next(test, "h2", "CPython 3.13.5");  // of other files
  test.submit("eve");
  judge_next(test, "h3", "CPython 3.15.0");
  row.submitter = "not judged yet";
  test.submit(row);

  CHECK(seen_in(test, std::nullopt) == "python3 CPython 3.13.5; python3 CPython 3.15.0; ");
  CHECK(seen_in(test, batch) == "python3 CPython 3.13.5; ");
  CHECK(seen_in(test, batch + 1).empty());
}
