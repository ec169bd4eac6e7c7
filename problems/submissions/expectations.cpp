#include "problems/submissions/expectations.h"

#include <algorithm>

#include "storage/base/text.h"

namespace assize {

namespace {

std::string list_of(const std::set<Verdict>& verdicts) {
  std::string text;
  for (const Verdict verdict : verdicts)
    text += (text.empty() ? "" : " or ") + std::string(letters(verdict));
  return text;
}

// The tests of a judging that an expectation is about.
std::vector<const TestRecord*> tests_of(const Expectation& expectation,
                                        const JudgingRecord& judging) {
  std::vector<const TestRecord*> tests;
  for (const auto& test : judging.tests)
    if (expectation.scope.empty() || std::find(expectation.tests.begin(), expectation.tests.end(),
                                               test.name) != expectation.tests.end())
      tests.push_back(&test);
  return tests;
}

class Check {
 public:
  // Where it is said goes without saying if it is the submission's own folder.
  Check(const Expectation& expectation, const JudgingRecord& judging, const std::string& folder)
      : expectation_(expectation),
        judging_(judging),
        tests_(tests_of(expectation, judging)),
        where_(!folder.empty() && expectation.source.ends_with(folder)
                   ? ""
                   : " (" + expectation.source + ")") {}

  std::vector<std::string> run() {
    find_whole();
    if (verdict_) check_verdict();
    if (verdict_ && (expectation_.lowest || expectation_.highest)) check_score();
    check_each();
    check_required();
    check_message();
    return std::move(lines_);
  }

 private:
  // The verdict and the score of the submission, or of the group that is the scope.
  void find_whole() {
    if (expectation_.scope.empty()) {
      verdict_ = judging_.final.verdict;
      score_ = judging_.score;
      return;
    }
    const auto group =
        std::find_if(judging_.groups.begin(), judging_.groups.end(),
                     [&](const GroupRecord& g) { return g.name == expectation_.scope; });
    if (group == judging_.groups.end()) return;
    verdict_ = group->verdict;
    score_ = group->score;
  }

  void complain(const std::string& expected, const std::string& got) {
    lines_.push_back((expectation_.scope.empty() ? "" : shown_name(expectation_.scope) + ": ") +
                     "expected " + expected + ", got " + got + where_);
  }

  void check_verdict() {
    if (!expectation_.permitted.empty() && !expectation_.permitted.contains(*verdict_))
      complain(list_of(expectation_.permitted), std::string(letters(*verdict_)));
  }

  void check_score() {
    const auto score = Score::parse(score_);
    const bool low = expectation_.lowest && (!score || *score < *expectation_.lowest);
    const bool high = expectation_.highest && (!score || *score > *expectation_.highest);
    if (!low && !high) return;
    std::string expected = "a score of ";
    if (expectation_.lowest == expectation_.highest) {
      expected += expectation_.lowest->text();
    } else {
      expected += (expectation_.lowest ? expectation_.lowest->text() : "any") + " to " +
                  (expectation_.highest ? expectation_.highest->text() : "any");
    }
    complain(expected, score_.empty() ? "none" : score_);
  }

  void check_each() {
    if (expectation_.each.empty()) return;
    for (const auto* test : tests_)
      if (!expectation_.each.contains(test->opinion.verdict)) {
        complain("nothing but " + list_of(expectation_.each),
                 std::string(letters(test->opinion.verdict)) + " on " + shown_name(test->name));
        return;
      }
  }

  void check_required() {
    const auto& required = expectation_.required;
    if (required.empty()) return;
    const bool found = std::any_of(tests_.begin(), tests_.end(), [&](const TestRecord* test) {
      return required.contains(test->opinion.verdict);
    });
    if (!found) complain(list_of(required) + " on at least one test", "it on none");
  }

  void check_message() {
    if (!expectation_.message) return;
    const bool found = std::any_of(tests_.begin(), tests_.end(), [&](const TestRecord* test) {
      return test->feedback.find(*expectation_.message) != std::string::npos ||
             test->message.find(*expectation_.message) != std::string::npos;
    });
    if (!found)
      complain("the validator to say '" + clean_line(*expectation_.message, 100) + "'",
               "it on no test");
  }

  const Expectation& expectation_;
  const JudgingRecord& judging_;
  std::vector<const TestRecord*> tests_;
  std::string where_;
  std::optional<Verdict> verdict_;
  std::string score_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> unmet(const PackageSubmission& submission, const JudgingRecord& judging) {
  std::vector<std::string> lines;
  const std::string folder =
      submission.path.substr(0, std::min(submission.path.rfind('/'), submission.path.size()));
  for (const auto& expectation : submission.expectations)
    for (auto& line : Check(expectation, judging, folder).run()) lines.push_back(std::move(line));
  return lines;
}

bool wants_all_tests(const PackageSubmission& submission, const JudgingRecord& judging) {
  return std::any_of(
      submission.expectations.begin(), submission.expectations.end(),
      [&](const Expectation& expectation) {
        if (!expectation.tests.empty() || !expectation.each.empty() || expectation.message)
          return true;
        const auto& tests = judging.tests;
        return !expectation.required.empty() &&
               std::none_of(tests.begin(), tests.end(), [&](const TestRecord& t) {
                 return expectation.required.contains(t.opinion.verdict);
               });
      });
}

std::string in_words(const PackageSubmission& submission) {
  std::string words;
  for (const auto& expectation : submission.expectations) {
    if (!expectation.scope.empty()) continue;
    if (words.empty())
      words = list_of(!expectation.permitted.empty()  ? expectation.permitted
                      : !expectation.required.empty() ? expectation.required
                                                      : expectation.each);
    if (expectation.lowest && expectation.lowest == expectation.highest)
      words += " " + expectation.lowest->text();
  }
  return words.empty() ? "anything" : words;
}

}  // namespace assize
