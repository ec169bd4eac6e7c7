#include "storage/store/store.h"

#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/engine/open.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("a store is named by a path or a URL") {
  CHECK(store_name("a/b.db") == "a/b.db");
  CHECK(store_name("sqlite:a/b.db") == "a/b.db");
  CHECK(store_name("postgresql://ada:secret@host:5433/db") == "postgresql://ada@host:5433/db");
  CHECK(store_name("postgres://a,b/db?password=secret&sslmode=require") == "postgresql://a,b/db");
  for (const char* url : {"", "sqlite:", "mysql://host/db", ":memory:", "sqlite::memory:"}) {
    INFO(url);
    input_error_of([&] { store_name(url); });
  }
}

TEST_CASE("the same content is kept once, under its hash") {
  TestStore test;
  const std::string bytes("a\0b\xff", 4);
  const auto before = test.number("SELECT count(*) FROM blobs");
  const std::string hash = test.store.put_blob(bytes);
  CHECK(hash == sha256_hex(bytes));
  CHECK(test.store.put_blob(bytes) == hash);
  CHECK(test.number("SELECT count(*) FROM blobs") == before + 1);
  CHECK(test.store.blob(hash) == bytes);
  CHECK(test.store.blob(test.store.put_blob("")).empty());
  CHECK_THROWS_AS(test.store.blob(std::string(64, '0')), DamagedItem);
}

TEST_CASE("a blob that isn't what its hash says is refused") {
  TestStore test;
  const std::string hash = test.store.put_blob("content");
  test.store.database().execute("UPDATE blobs SET content = 'CONTENT'");
  CHECK_THROWS_AS(test.store.blob(hash), DamagedItem);
}

TEST_CASE("versions of a package live side by side, and the last one imported is current") {
  TestStore test;
  CHECK_FALSE(test.add_package("sum", "package-1"));
  CHECK(test.add_package("sum", "package-2"));
  CHECK(test.store.current_package("sum")->hash == "package-2");
  REQUIRE(test.store.package("package-1"));
  CHECK(test.store.package_files("package-1").size() == 2);
  CHECK(test.store.problems().size() == 1);
  // Back to the first one: nothing is stored again.
  CHECK(test.add_package("sum", "package-1"));
  CHECK(test.store.current_package("sum")->hash == "package-1");
  CHECK(test.number("SELECT count(*) FROM packages") == 2);
  CHECK_FALSE(test.store.current_package("other"));
  CHECK_FALSE(test.store.package("other"));
}

TEST_CASE("a package comes back as it was imported") {
  TestStore test;
  const auto package = test.store.current_package("sum");
  REQUIRE(package);
  CHECK(package->name == "Name of sum");
  CHECK(package->format == "legacy");
  CHECK(package->tests == 2);
  CHECK(package->time_limit == seconds{1});
  CHECK(package->memory_limit == mib(256));
  CHECK_FALSE(package->lenient);
  CHECK(package->warnings == "careful");
  CHECK(package->imported_at == 5);
  const auto files = test.store.package_files("package-1");
  REQUIRE(files.size() == 2);
  CHECK(files[0].path == "data/1.in");
  CHECK(test.store.blob(files[0].blob) == "data/1.in of package-1");
  CHECK(files[0].size == 22);
}

TEST_CASE("a package that scores, with statements and a computed time limit, comes back so") {
  TestStore test;
  PackageRow row;
  row.hash = "package-s";
  row.problem = "scored";
  row.time_limit = seconds{3};
  row.computed_time_limit = seconds{3};
  row.scoring = true;
  row.statements = {{"statement/problem.de.md", "de"}, {"statement/problem.en.md", "en"}};
  test.store.put_package(row, {}, [](const std::string&) { return std::string(); });
  const std::optional<PackageRow> ways[] = {test.store.current_package("scored"),
                                            test.store.package("package-s"),
                                            test.store.problems().at(0)};  // the first by its id
  for (const auto& back : ways) {
    REQUIRE(back);
    CHECK(back->hash == "package-s");
    CHECK(back->computed_time_limit == seconds{3});
    CHECK(back->scoring);
    CHECK(back->statements == row.statements);
  }
  const auto plain = test.store.current_package("sum");
  CHECK_FALSE(plain->computed_time_limit);
  CHECK_FALSE(plain->scoring);
  CHECK(plain->statements.empty());
}

TEST_CASE("a built program is found by its key") {
  TestStore test;
  const std::string bytes(
      "\x7f"
      "ELF\0\xff",
      6);
  CHECK_FALSE(test.store.program("k1"));
  test.store.put_program("k1", bytes);
  test.store.put_program("k2", bytes);
  CHECK(test.store.program("k1") == bytes);
  CHECK(test.store.program("k2") == bytes);
  CHECK_FALSE(test.store.program("K1"));
  test.store.put_program("k1", "built anew");
  CHECK(test.store.program("k1") == "built anew");
  CHECK(test.store.program("k2") == bytes);
}

TEST_CASE("two problems may have the same content") {
  TestStore test;
  CHECK(test.add_package("copy-of-sum", "package-1"));
  REQUIRE(test.store.current_package("copy-of-sum"));
  CHECK(test.store.current_package("copy-of-sum")->problem == "copy-of-sum");
  CHECK(test.store.current_package("sum")->problem == "sum");
  const auto problems = test.store.problems();
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].problem == "copy-of-sum");
  CHECK(problems[1].problem == "sum");
}

TEST_CASE("a source comes back as it was put") {
  TestStore test;
  const Source source{{{"main.py", std::string("a\0b", 3)}, {"lib/x.py", ""}, {"data", "\xff"}}};
  const std::string hash = test.store.put_source(source);
  CHECK(hash == source.hash());
  CHECK(test.store.put_source(source) == hash);
  CHECK(test.store.source(hash).files == source.files);
  CHECK(test.number("SELECT count(*) FROM sources") == 1);
}

TEST_CASE("a submission comes back as it was put") {
  TestStore test;
  SubmissionRow row = test.submission("ada", -3);
  row.external_id = "e1";
  row.version = 4;
  row.batch = test.store.put_batch("monday");
  row.file_name = "a b.py";
  row.id = test.store.put_submission(row);
  const auto back = test.store.submission(row.id);
  REQUIRE(back);
  CHECK(back->external_id == "e1");
  CHECK(back->version == 4);
  CHECK(back->submitter == "ada");
  CHECK(back->problem == "sum");
  CHECK(back->language == "python3");
  CHECK(back->source == row.source);
  CHECK(back->file_name == "a b.py");
  CHECK(back->priority == -3);
  CHECK(back->batch == row.batch);
  CHECK(back->submitted_at == row.submitted_at);
  CHECK_FALSE(test.store.submission(row.id + 1));
}

TEST_CASE("a submission for no problem or of no source is refused by the store") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  SECTION("problem") { row.problem = "none"; }
  SECTION("source") { row.source = "none"; }
  SECTION("batch") { row.batch = 77; }
  CHECK_THROWS_AS(test.store.put_submission(row), StoreError);
}

TEST_CASE("an external id finds its newest version") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.external_id = "e1";
  test.store.put_submission(row);
  row.version = 2;
  const Id second = test.store.put_submission(row);
  CHECK(test.store.by_external_id("e1")->id == second);
  CHECK_FALSE(test.store.by_external_id("e2"));
  CHECK_FALSE(test.store.by_external_id(""));
  CHECK_THROWS_AS(test.store.put_submission(row), StoreError);  // the same version again
}

TEST_CASE("submissions without an external id are not each other's versions") {
  TestStore test;
  test.store.put_submission(test.submission("ada"));
  test.store.put_submission(test.submission("ada"));
  CHECK_FALSE(test.store.by_external_id(""));
}

TEST_CASE("a batch is found by its id or the newest of its name") {
  TestStore test;
  const Id first = test.store.put_batch("monday");
  const Id second = test.store.put_batch("monday");
  const Id named = test.store.put_batch(std::to_string(first));  // a name like another one's id
  CHECK(test.store.find_batch("monday") == second);
  CHECK(test.store.find_batch(std::to_string(first)) == first);
  CHECK(test.store.find_batch(std::to_string(named)) == named);
  CHECK_FALSE(test.store.find_batch("tuesday"));
  CHECK_FALSE(test.store.find_batch(""));
}

TEST_CASE("submissions are visited in the order of submission, all or a batch's") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.batch = test.store.put_batch("b");
  const Id one = test.store.put_submission(row);
  const Id two = test.store.put_submission(test.submission("bob"));
  const Id three = test.store.put_submission(row);
  std::vector<Id> all;
  std::vector<Id> batch;
  test.store.each_submission({}, Store::Versions::newest,
                             [&](const SubmissionRow& s) { all.push_back(s.id); });
  test.store.each_submission(row.batch, Store::Versions::newest,
                             [&](const SubmissionRow& s) { batch.push_back(s.id); });
  CHECK(all == std::vector<Id>{one, two, three});
  CHECK(batch == std::vector<Id>{one, three});
}

TEST_CASE("a judging comes back as it was recorded") {
  TestStore test;
  const Id judging = test.submit("ada");
  JudgingRecord record = wrong_judging();
  record.score = "12.5";
  record.compile_message = "none";
  RunRecord grey = run_of(milliseconds{1050});
  grey.denied_calls.push_back({101, {1, 2, 3, 4, 5, ~0ULL}, 7});
  record.tests[1].attempts.insert(record.tests[1].attempts.begin(), grey);
  record.tests[1].chosen = 1;
  Policy policy;
  policy.name = "strict";
  REQUIRE(test.queue.complete(*test.queue.lease("w"), record, policy));

  const auto rows = test.store.judgings(1);
  REQUIRE(rows.size() == 1);
  const JudgingRecord& back = rows[0].record;
  CHECK(rows[0].id == judging);
  CHECK(rows[0].package == "package-1");
  CHECK(rows[0].policy_name == "strict");
  CHECK(back.final == record.final);
  CHECK(back.score == "12.5");
  CHECK(back.digest == record.digest);
  CHECK(back.compile_message == "none");
  CHECK(back.identities.policy_hash == "policy");
  CHECK(back.identities.runtime_hash == "runtime");
  CHECK(back.identities.runtime_name == "python3");
  CHECK(back.identities.runtime_version == "CPython 3.11.2");
  CHECK(back.identities.judge_version == "assize 0.1.0");
  CHECK(back.identities.host == record.identities.host);
  REQUIRE(back.compile);
  CHECK(back.compile->cpu == record.compile->cpu);
  REQUIRE(back.tests.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(back.tests[i].name == record.tests[i].name);
    CHECK(back.tests[i].group == record.tests[i].group);
    CHECK(back.tests[i].sample == record.tests[i].sample);
    CHECK(back.tests[i].opinion == record.tests[i].opinion);
    CHECK(back.tests[i].output_excerpt == record.tests[i].output_excerpt);
    CHECK(back.tests[i].error_excerpt == record.tests[i].error_excerpt);
    CHECK(back.tests[i].feedback == record.tests[i].feedback);
  }
  CHECK(back.tests[1].chosen == 1);
  REQUIRE(back.tests[1].attempts.size() == 2);
  CHECK(back.tests[1].attempts[0].denied_calls == grey.denied_calls);
  CHECK(max_cpu(back) == max_cpu(record));
}

TEST_CASE("scores, messages, passes, validation and groups of a judging come back") {
  TestStore test;
  test.submit("ada");
  JudgingRecord record = wrong_judging();
  record.score = "12.5";
  record.highest_score = "100";
  record.groups = {{"sample", Verdict::accepted, "0", "0"},
                   {"secret/1", Verdict::partial, "12.5", "30"},
                   {"secret/2", Verdict::time_limit_exceeded, "0", ""}};
  TestRecord& wrong = record.tests[1];
  wrong.message = "nearly";
  wrong.transcript = "> 1\n< 2\n";
  wrong.score = "0.333333333";
  wrong.passes = 3;
  wrong.counts = false;
  wrong.validation = run_of(milliseconds{70});
  wrong.validation->end.exit_code = 43;
  wrong.validation->denied_calls.push_back({101, {1, 2, 3, 4, 5, 6}, 7});
  REQUIRE(test.queue.complete(*test.queue.lease("w"), record, {}));

  const JudgingRecord back = test.store.judgings(1).at(0).record;
  CHECK(back.score == "12.5");
  CHECK(back.highest_score == "100");
  CHECK(back.groups == record.groups);
  REQUIRE(back.tests.size() == 2);
  CHECK(back.tests[0].counts);
  CHECK(back.tests[0].passes == 1);
  CHECK(back.tests[0].score.empty());
  CHECK(back.tests[0].message.empty());
  CHECK(back.tests[0].transcript.empty());
  CHECK_FALSE(back.tests[0].validation);
  CHECK(back.tests[1].message == wrong.message);
  CHECK(back.tests[1].transcript == wrong.transcript);
  CHECK(back.tests[1].score == wrong.score);
  CHECK(back.tests[1].passes == 3);
  CHECK_FALSE(back.tests[1].counts);
  REQUIRE(back.tests[1].validation);
  CHECK(back.tests[1].validation->cpu == milliseconds{70});
  CHECK(back.tests[1].validation->end == wrong.validation->end);
  CHECK(back.tests[1].validation->denied_calls == wrong.validation->denied_calls);
}

TEST_CASE("a verdict can be recorded with every verdict there is") {
  TestStore test;
  for (const char* text : {"AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE", "SV", "PA", "JE"}) {
    const Id judging = test.submit("ada");
    JudgingRecord record = wrong_judging();
    record.final.verdict = *verdict_from_letters(text);
    REQUIRE(test.queue.complete(*test.queue.lease("w"), record, {}));
    CHECK(test.store.judgings(judging).at(0).record.final.verdict == record.final.verdict);
  }
}

TEST_CASE("the current judging is the newest that is done, else the newest") {
  TestStore test;
  SubmissionRow row = test.submission("ada");
  row.id = test.store.put_submission(row);
  CHECK_FALSE(test.store.current_judging(row.id));
  const Id first = test.queue.enqueue(row, "package-1");
  CHECK(test.store.current_judging(row.id)->id == first);
  const auto job = test.queue.lease("w");
  REQUIRE(test.queue.complete(*job, wrong_judging(), {}));
  const Id second = test.queue.enqueue(row, "package-1");
  CHECK(test.store.current_judging(row.id)->id == first);  // the rejudge isn't done yet
  CHECK(test.store.judgings(row.id).size() == 2);
  const auto again = test.queue.lease("w");
  REQUIRE(test.queue.complete(*again, wrong_judging(), {}));
  CHECK(test.store.current_judging(row.id)->id == second);
}

TEST_CASE("an audit entry has the digest of its body") {
  TestStore test;
  test.store.audit("queued", 1, std::nullopt, nlohmann::json{{"a", 1}});
  std::string body;
  std::string digest;
  std::string kind;
  std::optional<Id> judging;
  REQUIRE(test.store.database().find(
      "SELECT body, digest, kind, judging FROM audit WHERE kind = 'queued'", {}, body, digest, kind,
      judging));
  CHECK(digest == sha256_hex(body));
  CHECK(kind == "queued");
  CHECK_FALSE(judging);
}
