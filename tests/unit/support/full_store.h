// A store with something in every table, as workers leave it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "storage/store/check.h"
#include "storage/store/rejudges.h"
#include "storage/store/workers.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

namespace assize::test {

inline JudgingRecord sound_judging(const LeasedJob& job, JudgingRecord record) {
  record.identities.source_hash = job.source;
  record.identities.package_hash = job.package;
  record.identities.policy_hash = hash_of(Policy{});
  return record;
}

// Submissions 1 and 2 are judged (2 scores), 3 is leased, 4 waits, 5 is set aside, 6 was refused.
inline void fill(TestStore& test) {
  test.add_package("scored", "package-2");
  test.store.put_program("validator", std::string("\x7f"
                                                  "ELF\0\xff",
                                                  6));
  const Id batch = test.store.put_batch("class");
  WorkerRow worker;
  worker.id = "w";
  worker.slots = 1;
  Workers(test.store.database()).put(worker);
  for (const char* name : {"ada", "bob", "eve", "dan", "zoe"}) {
    SubmissionRow row = test.submission(name);
    row.source = test.store.put_source({{{"main.py", std::string("# ") + name}, {"b.py", "b"}}});
    row.external_id = std::string("key of ") + name;
    row.batch = batch;
    test.submit(row);
    test.store.audit("queued", std::nullopt, std::nullopt, nlohmann::json::object());
  }
  SubmissionRow refused = test.submission("max");
  refused.refusal = "is a picture";
  test.store.put_submission(refused);
  test.store.database().execute(
      "UPDATE judgings SET turn = turn + 100 WHERE id = 4");  // behind all others
  auto job = *test.queue.lease("w");
  REQUIRE(test.queue.complete(job, sound_judging(job, wrong_judging()), {}));
  job = *test.queue.lease("w");
  REQUIRE(test.queue.complete(job, sound_judging(job, scored_judging()), {}));
  job = *test.queue.lease("w");
  REQUIRE(job.submission == 3);
  // The one that waits is a preview.
  Rejudges rejudges(test.store.database());
  RejudgeRow rejudge;
  rejudge.reason = "why";
  const Id id = rejudges.put(rejudge);
  rejudges.put_preview(4, id, 1);
  test.store.audit(
      "rejudge queued", std::nullopt, std::nullopt,
      {{"rejudge", id}, {"row", hash_of_stored_row(test.store.database(), "rejudges", id)}});
  rejudges.put_runtime_files("runtime", "python3", "CPython 3.11.2",
                             test.store.put_blob("hash\t/usr/bin/python3\n"));
  const auto last = test.queue.lease("w");
  REQUIRE(last->submission == 5);
  REQUIRE(test.queue.set_aside(*last, "no compiler"));
}

// "damage blobs abc: is not …", as they were found.
inline std::vector<std::string> findings_of(Database& database, StoreCheck* result = nullptr) {
  std::vector<std::string> found;
  const StoreCheck sums = check_store(database, [&](const StoreFinding& finding) {
    CHECK_FALSE(finding.advice.empty());
    found.push_back((finding.kind == StoreFinding::Kind::damage ? "damage " : "note ") +
                    finding.table + " " + finding.row + ": " + finding.what);
  });
  CHECK(static_cast<std::size_t>(sums.damages + sums.notes) == found.size());
  if (result != nullptr) *result = sums;
  return found;
}

}  // namespace assize::test
