// Handing in whole or not at all, in one transaction or in many.
#include "queue/intake/intake.h"

#include <algorithm>
#include <filesystem>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::size_t kLarge = 1100;  // more than one transaction takes

// A store, and a folder with the files of a class; each submitter has one of them.
struct Class {
  explicit Class(std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) {
      ManifestRow row;
      row.line = i + 2;
      row.submitter = "s" + std::to_string(i);
      row.problem = "sum";
      row.file = row.file_as_given =
          folder.write(std::to_string(i) + ".py", "print(" + std::to_string(i % 100) + ")\n");
      row.external_id = "id " + std::to_string(i);
      rows.push_back(row);
    }
    options.batch = "class";
    options.from_manifest = true;
  }

  Intake::Result hand_in() {
    const SubmissionRoot root(folder.path());
    Intake intake(test.store, root, options);
    for (auto& row : rows) row.faults.clear();
    bad = intake.check(rows);
    return bad == 0 || options.skip_bad ? intake.queue(rows) : Intake::Result();
  }

  std::int64_t number(std::string_view sql) { return test.number(sql); }
  bool is_store_untouched() {
    return number(
               "SELECT (SELECT count(*) FROM hand_ins) + (SELECT count(*) FROM judgings) + (SELECT "
               "count(*) FROM sources) + (SELECT count(*) FROM source_files) + (SELECT count(*) "
               "FROM batches) + (SELECT count(*) FROM audit)") == entries &&
           is_nothing_staged();
  }
  bool is_nothing_staged() {
    return number(
               "SELECT (SELECT count(*) FROM staged_hand_ins) + (SELECT count(*) FROM "
               "staged_rows)") == 0;
  }

  TestStore test;
  std::int64_t entries = test.number("SELECT count(*) FROM audit");
  TemporaryDirectory folder;
  std::vector<ManifestRow> rows;
  IntakeOptions options;
  std::size_t bad = 0;
};

std::size_t count(const Intake::Result& result, HandedIn::Outcome outcome) {
  return static_cast<std::size_t>(
      std::count_if(result.all.begin(), result.all.end(),
                    [&](const HandedIn& one) { return one.outcome == outcome; }));
}

}  // namespace

TEST_CASE("a large hand-in is queued whole, in the order of its rows, as a small one is") {
  for (const std::size_t size : {std::size_t{3}, kLarge}) {
    Class of(size);
    const auto result = of.hand_in();
    REQUIRE(of.bad == 0);
    CHECK(count(result, HandedIn::Outcome::queued) == size);
    CHECK(result.admitted_by_others == 0);
    CHECK(result.batch == of.test.store.batch_named("class"));
    CHECK(of.is_nothing_staged());
    CHECK(of.number("SELECT count(*) FROM judgings WHERE state = 'queued'") ==
          static_cast<std::int64_t>(size));
    CHECK(of.number("SELECT count(DISTINCT handed_in_at) FROM submissions") == 1);
    CHECK(of.number("SELECT count(*) FROM sources") ==
          static_cast<std::int64_t>(std::min<std::size_t>(size, 100)));
    for (const std::size_t i : {std::size_t{0}, size / 2, size - 1})
      CHECK(of.test.store.submission(result.all[i].submission)->submitter == of.rows[i].submitter);
    std::string body;
    of.test.store.database().find("SELECT body FROM audit WHERE kind = 'queued'", {}, body);
    CHECK(body == R"({"batch":1,"submissions":)" + std::to_string(size) + "}");
  }
}

TEST_CASE("a large hand-in again queues what has changed") {
  Class of(kLarge);
  of.hand_in();
  of.folder.write("7.py", "print('other')\n");
  const auto result = of.hand_in();
  CHECK(count(result, HandedIn::Outcome::queued) == 1);
  CHECK(count(result, HandedIn::Outcome::known) == kLarge - 1);
  CHECK(of.test.store.by_external_id("id 7")->version == 2);
  CHECK(of.number("SELECT count(*) FROM batches") == 1);
}

TEST_CASE("one bad row among many: nothing is written") {
  Class of(kLarge);
  of.rows.back().file += ".gone";
  of.hand_in();
  CHECK(of.bad == 1);
  CHECK(of.rows.back().faults.size() == 1);
  CHECK(of.is_store_untouched());
}

TEST_CASE("… or with --skip-bad the others are queued, and it is recorded") {
  Class of(kLarge);
  of.options.skip_bad = true;
  of.rows[600].file += ".gone";
  const auto result = of.hand_in();
  CHECK(count(result, HandedIn::Outcome::queued) == kLarge - 1);
  CHECK(result.all[600].outcome == HandedIn::Outcome::refused);
  CHECK(of.number("SELECT count(*) FROM refused_submissions") == 1);
}

TEST_CASE("files that go away after they were checked: nothing is queued") {
  for (const std::size_t size : {std::size_t{3}, kLarge}) {
    Class of(size);
    of.options.kept_bytes = 0;
    const SubmissionRoot root(of.folder.path());
    Intake intake(of.test.store, root, of.options);
    REQUIRE(intake.check(of.rows) == 0);
    std::filesystem::remove(of.rows.back().file);
    CHECK_THROWS_WITH(intake.queue(of.rows), Contains("No such file"));
    CHECK(of.is_nothing_staged());
    CHECK(of.number("SELECT count(*) FROM hand_ins") == 0);
    CHECK(of.number("SELECT count(*) FROM judgings") == 0);
  }
}

TEST_CASE("a store that fails in the middle of a large hand-in: nothing is queued") {
  Class of(kLarge);
  of.test.refuse_rows("staged_rows", "full");
  CHECK_THROWS_WITH(of.hand_in(), Contains("full"));
  CHECK(of.is_nothing_staged());
  CHECK(of.number("SELECT count(*) FROM hand_ins") == 0);
}

TEST_CASE("a store that fails when all is accepted: it says that nothing is lost") {
  Class of(kLarge);
  of.test.refuse_rows("submissions", "full");
  CHECK_THROWS_WITH(of.hand_in(), Contains("full") && Contains("workers queue"));
  CHECK(of.number("SELECT waiting FROM staged_hand_ins WHERE accepted = 1") == kLarge);
  CHECK(of.number("SELECT count(*) FROM staged_rows") == kLarge);
}

TEST_CASE("sources that are larger than a transaction are written before, and found pruned again") {
  Class of(3);
  for (auto& row : of.rows)
    of.folder.write(std::filesystem::path(row.file).filename().string(),
                    "# " + row.submitter + std::string(kPieceBytes, ' ') + "\n");
  const auto result = of.hand_in();
  CHECK(count(result, HandedIn::Outcome::queued) == 3);
  CHECK(of.number("SELECT count(*) FROM source_files") == 3);
}
