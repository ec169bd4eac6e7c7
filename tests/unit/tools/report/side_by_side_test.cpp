// What a submitter sees of a sample that failed, and where that comes from.
#include "tools/report/side_by_side.h"

#include <algorithm>
#include <memory>

#include "storage/base/text.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/packages.h"
#include "tests/unit/support/reports.h"
#include "tools/report/stored_backgrounds.h"

using namespace assize;
using namespace assize::test;

namespace {

JudgingRecord wrong_sample(const std::string& output) {
  JudgingRecord judging = wrong_judging();
  TestRecord& sample = judging.tests[0];
  sample.opinion = {Verdict::wrong_answer, "output", "wrong answer"};
  sample.output_excerpt = output;
  sample.attempts[0].output_bytes = output.size();
  judging.final = {Verdict::wrong_answer, "output", "sample/1: wrong answer"};
  return judging;
}

Reader reader_of(const JudgingRecord& judging, const PackageDirectory& directory,
                 Audience audience = Audience::submitter) {
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(directory.root()), "test", {});
  return {audience, background_of(judging, loaded, small_limits(), nullptr)};
}

void set_sample(const PackageDirectory& directory, const std::string& input,
                const std::string& answer) {
  directory.write("data/sample/1.in", input).write("data/sample/1.ans", answer);
}

}  // namespace

TEST_CASE("a failed sample has its input, its answer and the place of the difference") {
  const PackageDirectory directory;
  set_sample(directory, "3\n4\n", "9 16\n25\n");
  const JudgingRecord judging = wrong_sample("9 17\n25\n");
  const auto samples = side_by_side(judging, reader_of(judging, directory));
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].name == "sample/1");
  CHECK(samples[0].input == "3\n4\n");
  CHECK(samples[0].answer == "9 16\n25\n");
  CHECK(samples[0].before == "9 ");
  CHECK(samples[0].different == "17");
  CHECK(samples[0].after == "\n25\n");
  CHECK(samples[0].difference.starts_with("line 1, column 3: "));
}

TEST_CASE("secret tests, accepted samples, and the public have nothing side by side") {
  const PackageDirectory directory;
  const JudgingRecord wrong = wrong_sample("5\n");
  CHECK(side_by_side(wrong_judging(), reader_of(wrong_judging(), directory)).empty());
  CHECK(side_by_side(wrong, reader_of(wrong, directory, Audience::everyone)).empty());
  JudgingRecord secret = wrong;
  secret.tests[0].sample = false;  // as the record has it
  CHECK(side_by_side(secret, reader_of(wrong, directory)).empty());
  JudgingRecord renamed = wrong;
  renamed.tests[0].name = "secret/1";  // that isn't one in the package
  CHECK(side_by_side(renamed, reader_of(renamed, directory)).empty());
  JudgingRecord pruned = wrong;
  pruned.tests[0].pruned = true;
  CHECK(side_by_side(pruned, reader_of(pruned, directory)).empty());
}

TEST_CASE("an output that ends too early, or is empty, is marked at its end") {
  const PackageDirectory directory;
  set_sample(directory, "1\n", "1\n2\n");
  for (const char* output : {"1\n", ""}) {
    const JudgingRecord judging = wrong_sample(output);
    const auto samples = side_by_side(judging, reader_of(judging, directory));
    REQUIRE(samples.size() == 1);
    CHECK(samples[0].ends_early);
    CHECK(samples[0].before + samples[0].after == output);
  }
}

TEST_CASE("what isn't in the excerpt of an output isn't called different") {
  const PackageDirectory directory;
  std::string answer;
  for (int i = 0; i < 2000; ++i) answer += "12345\n";
  set_sample(directory, "1\n", answer);
  const JudgingRecord judging = wrong_sample(answer.substr(0, kExcerptBytes));
  const auto samples = side_by_side(judging, reader_of(judging, directory));
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].difference.empty());
  CHECK(samples[0].answer.size() <= kExcerptBytes);
}

TEST_CASE("lines that end as on Windows are compared as the validator does") {
  const PackageDirectory directory;
  set_sample(directory, "1\r\n", "1\n2\n");
  const JudgingRecord judging = wrong_sample("1\\x0d\n3\\x0d\n");  // as an excerpt has them
  const auto samples = side_by_side(judging, reader_of(judging, directory));
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].input == "1\n");
  CHECK(samples[0].before == "1\n");
  CHECK(samples[0].different == "3");
}

TEST_CASE("three columns, with the line and the place of the difference marked") {
  SideBySide sample{"sample/1",
                    "expected",
                    "3\n4\n",
                    "9 16\n25\n",
                    "9 ",
                    "17",
                    "\n25\n",
                    false,
                    "line 1, column 3: wrong token",
                    ""};
  CHECK(in_three_columns(sample, "    ") ==
        "      input | expected | your output\n"
        "    > 3     | 9 16     | 9 17\n"
        "            |          |   ^\n"
        "      4     | 25       | 25\n");
  sample.before = sample.different = sample.after = "";
  CHECK(in_three_columns(sample, "") ==
        "  input | expected | your output\n"
        "> 3     | 9 16     | (nothing)\n"
        "        |          | ^\n"
        "  4     | 25       |\n");
}

TEST_CASE("columns are bounded, and what differs is always among what is shown") {
  SideBySide sample{"sample/1", "expected", "1\n", "", "", "DIFFERS", "", false, "somewhere", ""};
  for (int i = 0; i < 500; ++i) sample.before += std::to_string(i) + "\n";
  sample.before += std::string(300, 'x');
  sample.answer = sample.before;
  sample.after = std::string(300, 'y') + "\n" + sample.answer;
  const std::string text = in_three_columns(sample, "");
  CHECK(text.find("DIFFERS") != std::string::npos);
  const auto lines = lines_of(text);
  CHECK(lines.size() <= kMostLinesShown + 4);
  for (const auto& line : lines) CHECK(line.size() < 3 * 3 * (kMostCharactersShown + 3));
  const auto marked = std::find_if(lines.begin(), lines.end(),
                                   [](const auto& line) { return line.starts_with(">"); });
  REQUIRE(marked != lines.end());
  CHECK(marked->find("DIFFERS") != std::string::npos);
  CHECK((marked + 1)->ends_with("^"));
}

TEST_CASE("a sample's data come from the package in the store that it was judged with") {
  const PackageDirectory directory;
  set_sample(directory, "7\n", "49\n");
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(directory.root()), "sum", {});
  TestStore test;
  PackageRow row = *test.store.current_package("sum");
  row.hash = loaded.package().hash;
  std::vector<StoredFile> files;
  for (const auto& [path, file] : loaded.files().files()) files.push_back({path, "", file.size});
  test.store.put_package(row, files,
                         [&](const std::string& path) { return loaded.files().read(path); });
  test.submit("ada");
  test.add_package("sum", "package-2");  // a newer one, which isn't asked
  JudgingRecord judging = wrong_sample("48\n");
  judging.identities.policy_hash = hash_of(Policy{});
  judge_next(test, judging);
  StoredBackgrounds backgrounds(test.store);
  const auto submission = test.store.submission(1);
  const auto current = test.store.current_judging(1);
  REQUIRE((submission && current));
  const Reader reader = backgrounds.reader(Audience::submitter, *submission, *current);
  const auto samples = side_by_side(current->record, reader);
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].input == "7\n");
  CHECK(samples[0].different == "48");
  REQUIRE(reader.background.limits);
  CHECK(reader.background.limits->time == seconds{1});
  for (const auto report : {report_html, report_json}) {
    const std::string text = text_of(report, test, Audience::submitter);
    CHECK(text.find("48") != std::string::npos);
    CHECK(text.find("49") != std::string::npos);
  }
  CHECK(text_of(report_html, test, Audience::submitter).find("<mark>48</mark>") !=
        std::string::npos);
}

TEST_CASE("a package that can't be read any more leaves general words") {
  TestStore test;
  test.submit("ada");  // its package is none
  JudgingRecord judging = wrong_sample("48\n");
  judging.tests[0].opinion = judging.final = {Verdict::time_limit_exceeded, "cpu", "passed"};
  judge_next(test, judging);
  const std::string text = text_of(report_json, test, Audience::submitter);
  CHECK(text.find("ran longer than its time limit: an endless loop?") != std::string::npos);
  CHECK(text.find("\"answer\"") == std::string::npos);
}
