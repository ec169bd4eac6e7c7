// Test groups: from the outcomes of the tests to the verdict and the score of a submission. Pure.
// One model for all package formats: the loader of a format translates into it (docs/packages.md
// says how).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "problems/grading/score.h"
#include "storage/records/verdict_names.h"

namespace assize {

// What a group makes of the verdicts of its tests and subgroups.
enum class VerdictMode : std::uint8_t {
  first_error,  // of the first that isn't accepted, in the order of judging
  worst_error,  // the first of JE, SV, CE, RTE, MLE, TLE, OLE, WA, PA that is among them (the order
                // of the legacy format's default grader, which is not that within a run)
  always_accept  // AC whatever they are
};
// … and of their scores.
enum class ScoreMode : std::uint8_t {
  sum,
  average,  // of what was judged
  minimum,
  maximum,
  all_or_nothing  // `highest`, which must be known, if the group's verdict is AC; else the lowest
};

struct TestGroup {
  std::string name;                   // "secret/2-small"; of the root: ""
  std::optional<std::size_t> parent;  // its place in the list; only the root has none
  VerdictMode verdict = VerdictMode::worst_error;
  ScoreMode score = ScoreMode::sum;
  bool stop_at_rejection = true;  // what comes after a rejection in it is not judged
  // Its subgroup "sample" is judged, but counts neither for verdict nor for score, and its
  // rejection stops nothing.
  bool ignore_sample = false;
  bool accept_if_any_accepted = false;  // AC if at least one test or subgroup of it is
  // Of the root: a rejected submission has the lowest score, whatever its tests gave (legacy: the
  // score of a submission that isn't accepted is ignored).
  bool score_needs_acceptance = false;
  // The lowest (0 where it isn't known) and the highest score that it can have. A score that is out
  // of them is the package's fault.
  std::optional<Score> lowest;
  std::optional<Score> highest;
  // Names of tests and groups before it that must have been accepted; else it is rejected unjudged,
  // with the verdict of the first that wasn't and the lowest score. A name that isn't there is
  // never accepted: loaders check that.
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

// The score of a test that ended so.
Score score_of(const GradedTest& test, const Outcome& outcome);

// A group that wasn't judged because of a rejection before it has that one's verdict, and the
// lowest score; a group without tests is AC with 0. Neither counts for the group that it is in.
struct GroupGrade {
  std::string name;
  Verdict verdict = Verdict::accepted;
  std::optional<Score> score;  // nothing where the problem doesn't score
  std::optional<Score> highest;
  bool operator==(const GroupGrade&) const = default;
};

struct Grade {
  Verdict verdict = Verdict::accepted;
  // The test whose opinion is the submission's, where one is: none for AC and PA.
  std::optional<std::size_t> deciding_test;
  // JE without a test: what is wrong with the package (a score out of its range).
  std::string fault;
  std::optional<Score> score;  // of the root
  std::optional<Score> highest;
  std::vector<GroupGrade> groups;  // in the order of TestGroups, without the root
};

// Whether a test still matters, given the outcomes of the tests before it (nothing: it was not
// judged). What doesn't matter is not judged, and if it is all the same (`--full`), it has no
// influence on the grade: not the tests after a rejection in a group that stops there, nor those of
// a group whose requirements aren't met, nor any after a JE. `scoring`: a problem that scores goes
// on where a pass-fail one has ended, because its verdict can't change any more (first_error after
// the first rejection, accept_if_any_accepted after the first AC). PA isn't a rejection.
bool matters(const TestGroups& groups, std::span<const GradedTest> tests,
             std::span<const std::optional<Outcome>> outcomes, std::size_t test,
             bool scoring = true);

// Whether a test matters if the one before it did and was accepted; false: that alone doesn't say.
// Spares a walk through all tests for each of them.
bool follows(const TestGroups& groups, std::span<const GradedTest> tests, std::size_t test);

// `outcomes` has one for each test that matters; without it the grade is JE. JE of one of these
// tests is the submission's verdict whatever the groups make of the rest. A problem that scores is
// AC only with the highest score and no rejection at its root (if the highest isn't known, when all
// tests are accepted), PA with less than that but more than the lowest or if all tests were
// accepted all the same, else it has the verdict of its root, or WA if that is AC. The groups of a
// test and of a required name come in the order of judging.
Grade grade(const TestGroups& groups, std::span<const GradedTest> tests,
            std::span<const std::optional<Outcome>> outcomes, bool scoring);

}  // namespace assize
