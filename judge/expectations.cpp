#include "judge/expectations.h"

#include <algorithm>
#include <functional>

namespace assize {

namespace {

std::string in_words(const std::set<Verdict>& verdicts) {
  std::string words;
  for (const Verdict verdict : verdicts)
    words += (words.empty() ? "" : " or ") + std::string(letters(verdict));
  return words;
}

bool is_in(const TestRecord& test, const std::string& scope) {
  return scope.empty() || test.name == scope || test.name.starts_with(scope + "/");
}

std::string about(const Expectation& expectation) {
  return (expectation.scope.empty() ? "" : expectation.scope + ": ");
}

std::string because(const Expectation& expectation) {
  return expectation.source.empty() ? "" : " (" + expectation.source + ")";
}

bool is_required_met(const Expectation& expectation, const JudgingRecord& judging) {
  if (expectation.required.empty()) return true;
  if (judging.tests.empty()) return expectation.required.contains(judging.final.verdict);
  return std::any_of(judging.tests.begin(), judging.tests.end(), [&](const TestRecord& test) {
    return is_in(test, expectation.scope) && expectation.required.contains(test.opinion.verdict);
  });
}

class Checker {
 public:
  Checker(const Expectation& expectation, const JudgingRecord& judging,
          std::vector<std::string>& unmet)
      : expected_(expectation), judging_(judging), unmet_(unmet) {}

  void check() {
    check_permitted();
    if (!is_required_met(expected_, judging_))
      say("no test is " + in_words(expected_.required) + ", at least one should be");
    check_score();
    if (expected_.message && !says(*expected_.message))
      say("no message of the validator has '" + *expected_.message + "'");
  }

 private:
  void say(const std::string& what) {
    unmet_.push_back(about(expected_) + what + because(expected_));
  }

  void check_permitted() {
    if (expected_.permitted.empty()) return;
    const auto check_one = [&](const std::string& name, Verdict verdict) {
      if (expected_.permitted.contains(verdict)) return true;
      say(name + "expected " + in_words(expected_.permitted) + ", got " +
          std::string(letters(verdict)));
      return false;
    };
    if (expected_.scope.empty()) {
      check_one("", judging_.final.verdict);
      return;
    }
    for (const auto& test : judging_.tests)
      if (is_in(test, expected_.scope) && !check_one(test.name + ": ", test.opinion.verdict))
        return;
  }

  void check_score() {
    if (!expected_.lowest && !expected_.highest) return;
    const std::string text = score_text();
    const auto score = Score::parse(text);
    const bool good = score && (!expected_.lowest || *score >= *expected_.lowest) &&
                      (!expected_.highest || *score <= *expected_.highest);
    if (!good) say("the score is " + (text.empty() ? "not given" : text) + ", expected " + range());
  }

  std::string range() const {
    if (expected_.lowest && expected_.highest && *expected_.lowest == *expected_.highest)
      return expected_.lowest->text();
    if (!expected_.highest) return "at least " + expected_.lowest->text();
    if (!expected_.lowest) return "at most " + expected_.highest->text();
    return expected_.lowest->text() + " to " + expected_.highest->text();
  }

  std::string score_text() const {
    if (expected_.scope.empty()) return judging_.score;
    for (const auto& group : judging_.groups)
      if (group.name == expected_.scope) return group.score;
    for (const auto& test : judging_.tests)
      if (test.name == expected_.scope) return test.score;
    return {};
  }

  bool says(const std::string& part) const {
    return std::any_of(judging_.tests.begin(), judging_.tests.end(), [&](const TestRecord& test) {
      return is_in(test, expected_.scope) && (test.message.find(part) != std::string::npos ||
                                              test.feedback.find(part) != std::string::npos);
    });
  }

  const Expectation& expected_;
  const JudgingRecord& judging_;
  std::vector<std::string>& unmet_;
};

}  // namespace

std::vector<std::string> unmet_expectations(const PackageSubmission& submission,
                                            const JudgingRecord& judging) {
  std::vector<std::string> unmet;
  for (const auto& expectation : submission.expectations)
    Checker(expectation, judging, unmet).check();
  return unmet;
}

bool wants_all_tests(const PackageSubmission& submission, const JudgingRecord& judging) {
  return std::any_of(submission.expectations.begin(), submission.expectations.end(),
                     [&](const Expectation& expectation) {
                       return !expectation.scope.empty() || expectation.message ||
                              !is_required_met(expectation, judging);
                     });
}

std::string expected_in_words(const PackageSubmission& submission) {
  std::string words;
  for (const auto& expectation : submission.expectations) {
    if (!expectation.scope.empty()) continue;
    if (words.empty()) words = in_words(expectation.permitted);
    if (words.empty()) words = in_words(expectation.required);
    if (expectation.lowest && expectation.highest && *expectation.lowest == *expectation.highest)
      words += " " + expectation.lowest->text();
  }
  return words.empty() ? "anything" : words;
}

}  // namespace assize
