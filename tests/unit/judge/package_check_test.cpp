// What a check of a package makes of what was judged. The judging itself is tested by the command
// line, with real jails.
#include "judge/package_check.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

CheckedSubmission checked(const std::string& skipped = "", std::vector<std::string> unmet = {}) {
  CheckedSubmission submission;
  submission.skipped = skipped;
  submission.unmet = std::move(unmet);
  return submission;
}

std::vector<TestCase> tests_of(std::initializer_list<bool> samples) {
  std::vector<TestCase> tests;
  for (const bool sample : samples) tests.emplace_back().sample = sample;
  return tests;
}

}  // namespace

TEST_CASE("a package is good if nothing is wrong and every expectation is met") {
  PackageCheck check;
  CHECK(check.is_good());
  check.warnings = {"something"};
  check.submissions = {checked(), checked("in C++, not in Python 3")};
  CHECK(check.is_good());
  CHECK(check.judged() == 1);
  check.submissions.push_back(checked("", {"expected AC"}));
  CHECK_FALSE(check.is_good());
  CHECK(check.judged() == 2);
  check.submissions.pop_back();
  check.errors = {"problem.yaml: no"};
  CHECK_FALSE(check.is_good());
}

TEST_CASE("a submission is skipped for its language, or because no file is the main one") {
  PackageSubmission submission;
  CHECK(why_skipped(submission) == "not in a language that is known");
  submission.language = "cpp";
  CHECK(why_skipped(submission) == "in cpp, not in Python 3");
  submission.language = "python3";
  CHECK(why_skipped(submission) == "no file of it is the main one");
  submission.main = "main.py";
  CHECK(why_skipped(submission).empty());
}

TEST_CASE("a check that says little says so") {
  const auto secret = tests_of({true, false});
  PackageCheck check;
  CHECK(warnings_of_little(check, secret) ==
        std::vector<std::string>{"there are no submissions: nothing was judged"});
  check.submissions = {checked("in C")};
  REQUIRE(warnings_of_little(check, secret).size() == 1);
  CHECK(warnings_of_little(check, secret)[0].starts_with("its one submission is none"));
  check.submissions.push_back(checked("in C"));
  REQUIRE(warnings_of_little(check, secret).size() == 1);
  CHECK(warnings_of_little(check, secret)[0].starts_with("none of its 2 submissions"));
  check.submissions.push_back(checked());
  CHECK(warnings_of_little(check, secret).empty());
  const auto warnings = warnings_of_little(check, tests_of({true, true}));
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].starts_with("all of its tests are samples"));
}

TEST_CASE("a computed time limit is a multiple of the resolution, and never none") {
  TimeLimitRules rules;
  rules.multiplier = 2;
  rules.resolution = milliseconds{500};
  const std::vector<std::pair<nanoseconds, nanoseconds>> rows{
      {milliseconds{250}, milliseconds{500}},  // exactly one step
      {milliseconds{251}, milliseconds{1000}},
      {milliseconds{999}, milliseconds{2000}},
      {milliseconds{1}, milliseconds{500}},
      {nanoseconds{0}, milliseconds{500}},
      {seconds{60}, seconds{120}},
  };
  for (const auto& [slowest, limit] : rows) {
    INFO(slowest.count());
    CHECK(time_limit_for(slowest, rules) == limit);
  }
}
