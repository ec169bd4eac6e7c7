// Test groups: from the outcomes of the tests to the verdict and the score of a submission. Pure.
// One model for all package formats: the loader of a format translates into it (docs/packages.md
// says how).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "judge/core/verdict.h"
#include "judge/grading/score.h"

namespace assize {

// What a group makes of the verdicts of its tests and subgroups.
enum class VerdictMode : std::uint8_t {
  first_error,   // of the first that isn't accepted, in the order of judging
  worst_error,   // the one that comes first in the order of precedence (core/verdict.h)
  always_accept  // AC whatever they are
};
// … and of their scores.
enum class ScoreMode : std::uint8_t { sum, average, minimum, maximum };

struct TestGroup {
  std::string name;                   // "secret/2-small"; of the root: ""
  std::optional<std::size_t> parent;  // its place in the list; only the root has none
  VerdictMode verdict = VerdictMode::worst_error;
  ScoreMode score = ScoreMode::sum;
  bool stop_at_rejection = true;  // what comes after a rejection in it is not judged
  bool ignore_sample = false;     // "sample" below it counts neither for verdict nor for score
  bool accept_if_any_accepted = false;  // AC if at least one test or subgroup of it is
  // The lowest and the highest score that it can have, where that is known.
  std::optional<Score> lowest;
  std::optional<Score> highest;
  // Names of tests and groups before it that must have been accepted; else it is rejected unjudged,
  // with the lowest score.
  std::vector<std::string> required;
  bool operator==(const TestGroup&) const = default;
};

// The tree of a package: the root is the first, a parent stands before its children.
using TestGroups = std::vector<TestGroup>;

// What the groups need to know of a test.
struct GradedTest {
  std::string name;
  std::size_t group = 0;     // its place in TestGroups
  Score accepted_score = 1;  // what AC gives, unless the validator gives a score
  Score rejected_score = 0;  // what anything else gives
  bool operator==(const GradedTest&) const = default;
};

// How a test ended. `score` is what the validator gave, if it gave one.
struct Outcome {
  Verdict verdict = Verdict::accepted;
  std::optional<Score> score;
  bool operator==(const Outcome&) const = default;
};

struct GroupGrade {
  std::string name;
  Verdict verdict = Verdict::accepted;
  std::optional<Score> score;  // nothing where the problem doesn't score
  std::optional<Score> highest;
  bool operator==(const GroupGrade&) const = default;
};

struct Grade {
  Verdict verdict = Verdict::accepted;
  // The test whose opinion is the submission's, where one is.
  std::optional<std::size_t> deciding_test;
  std::optional<Score> score;  // of the root
  std::optional<Score> highest;
  std::vector<GroupGrade> groups;  // in the order of TestGroups, without the root
};

// Whether a test still matters, given the outcomes of the tests before it (nothing: it was not
// judged). What doesn't matter is not judged, and if it is all the same (`--full`), it has no
// influence on the grade. `scoring`: a problem that scores goes on where a pass-fail one has ended.
bool matters(const TestGroups& groups, std::span<const GradedTest> tests,
             std::span<const std::optional<Outcome>> outcomes, std::size_t test);

// `outcomes` has one for each test. A problem that scores is AC only with the highest score (if
// that isn't known, when all tests are accepted), PA with less than that but more than the lowest,
// else it has the verdict of its root, or WA if that is AC.
Grade grade(const TestGroups& groups, std::span<const GradedTest> tests,
            std::span<const std::optional<Outcome>> outcomes, bool scoring);

}  // namespace assize
