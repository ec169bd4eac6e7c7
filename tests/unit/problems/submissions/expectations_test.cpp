#include "problems/submissions/expectations.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

constexpr auto kAc = Verdict::accepted;
constexpr auto kWa = Verdict::wrong_answer;
constexpr auto kTle = Verdict::time_limit_exceeded;

// A judging of two tests and one group.
JudgingRecord judging() {
  JudgingRecord record;
  record.final.verdict = Verdict::partial;
  record.score = "37.5";
  record.groups = {{"secret/a", kWa, "12.5", "50"}};
  for (const auto& [name, verdict] : {std::pair{"secret/a/1", kAc}, {"secret/a/2", kWa}}) {
    TestRecord test;
    test.name = name;
    test.opinion.verdict = verdict;
    test.feedback = std::string("looked at ") + name;
    record.tests.push_back(test);
  }
  return record;
}

std::size_t unmet_with(const Expectation& expectation) {
  PackageSubmission submission;
  submission.expectations = {expectation};
  const auto lines = unmet(submission, judging());
  for (const auto& line : lines) {
    INFO(line);
    CHECK(line.find("(here)") != std::string::npos);
  }
  return lines.size();
}

Expectation expect() {
  Expectation expectation;
  expectation.source = "here";
  return expectation;
}

}  // namespace

TEST_CASE("a submission of which nothing is expected meets it") {
  CHECK(unmet_with(expect()) == 0);
}

TEST_CASE("the verdict and the score of the whole, or of a group") {
  auto expectation = expect();
  expectation.permitted = {Verdict::partial, kWa};
  expectation.lowest = Score(30);
  expectation.highest = Score::parse("37.5");
  CHECK(unmet_with(expectation) == 0);
  expectation.permitted = {kAc};
  CHECK(unmet_with(expectation) == 1);
  expectation.lowest = Score(38);
  CHECK(unmet_with(expectation) == 2);
  expectation.scope = "secret/a";
  CHECK(unmet_with(expectation) == 2);
  expectation.permitted = {kWa};
  expectation.lowest = expectation.highest = Score::parse("12.5");
  CHECK(unmet_with(expectation) == 0);
  expectation.scope = "secret/b";  // nothing of it was judged
  CHECK(unmet_with(expectation) == 0);
}

TEST_CASE("the verdicts of the tests, of all or of those that are meant") {
  auto expectation = expect();
  expectation.each = {kAc, kWa};
  expectation.required = {kWa};
  CHECK(unmet_with(expectation) == 0);
  expectation.each = {kWa};
  CHECK(unmet_with(expectation) == 1);
  expectation.required = {kTle};
  CHECK(unmet_with(expectation) == 2);
  expectation = expect();
  expectation.scope = "secret/*/1";
  expectation.tests = {"secret/a/1", "secret/b/1"};
  expectation.each = {kAc};
  CHECK(unmet_with(expectation) == 0);
  expectation.required = {kWa};
  CHECK(unmet_with(expectation) == 1);
}

TEST_CASE("a message that the validator must give on some test") {
  auto expectation = expect();
  expectation.message = "secret/a/2";
  CHECK(unmet_with(expectation) == 0);
  expectation.message = "looked away";
  CHECK(unmet_with(expectation) == 1);
}
