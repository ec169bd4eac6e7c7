// What each rule of problems/grading/test_groups.h makes of a small tree.
#include "problems/grading/test_groups.h"

#include <sstream>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/grading.h"

using namespace assize;
using namespace assize::test;

namespace {

std::string text(const std::optional<Score>& score) { return score ? score->text() : "none"; }

TestGroup root_group() {
  TestGroup root;
  root.verdict = VerdictMode::worst_error;
  root.stop_at_rejection = false;
  return root;
}

// A tree of one group, the root.
Tree flat(const TestGroup& root, std::size_t tests, const Score& points = 1) {
  Tree tree{{root}, {}};
  for (std::size_t t = 1; t <= tests; ++t)
    tree.tests.push_back({"t" + std::to_string(t), 0, points, 0});
  return tree;
}

Tree sample_and_two_groups() {
  Tree tree{{root_group()}, {}};
  const std::size_t sample = tree.add_group("sample", 0);
  const std::size_t secret = tree.add_group("secret", 0);
  const std::size_t first = tree.add_group("secret/1", secret);
  const std::size_t second = tree.add_group("secret/2", secret);
  for (auto& group : tree.groups) group.stop_at_rejection = false;
  tree.add_test(sample, 0);
  for (const std::size_t group : {first, second}) {
    tree.groups[group].score = ScoreMode::minimum;
    tree.groups[group].highest = group == first ? 30 : 70;
    tree.add_test(group, *tree.groups[group].highest);
    tree.add_test(group, *tree.groups[group].highest);
  }
  tree.groups[0].highest = 100;
  tree.groups[0].ignore_sample = true;
  return tree;
}

}  // namespace

TEST_CASE("the modes of the verdict") {
  struct Row {
    VerdictMode mode;
    bool any;  // accept_if_any_accepted
    const char* outcomes;
    const char* verdict;
    int deciding;  // -1: none
  };
  const auto row = GENERATE(values<Row>({
      {VerdictMode::first_error, false, "AC AC AC", "AC", -1},
      {VerdictMode::first_error, false, "AC WA TLE", "WA", 1},
      {VerdictMode::first_error, false, "OLE RTE SV", "OLE", 0},
      {VerdictMode::worst_error, false, "AC AC AC", "AC", -1},
      {VerdictMode::worst_error, false, "AC WA TLE", "TLE", 2},
      {VerdictMode::worst_error, false, "OLE TLE WA", "TLE", 1},
      {VerdictMode::worst_error, false, "TLE MLE OLE", "MLE", 1},
      {VerdictMode::worst_error, false, "MLE RTE MLE", "RTE", 1},
      {VerdictMode::worst_error, false, "RTE SV RTE", "SV", 1},
      {VerdictMode::worst_error, false, "WA WA AC", "WA", 0},
      {VerdictMode::always_accept, false, "WA TLE SV", "AC", -1},
      {VerdictMode::first_error, true, "WA AC TLE", "AC", -1},
      {VerdictMode::worst_error, true, "WA TLE AC", "AC", -1},
      {VerdictMode::worst_error, true, "WA TLE WA", "TLE", 1},
      {VerdictMode::first_error, true, "WA TLE WA", "WA", 0},
  }));
  CAPTURE(row.outcomes, row.any);
  TestGroup root = root_group();
  root.verdict = row.mode;
  root.accept_if_any_accepted = row.any;
  const Grade result = flat(root, 3).grade(row.outcomes, false);
  CHECK(letters(result.verdict) == row.verdict);
  CHECK(result.deciding_test.has_value() == (row.deciding >= 0));
  if (result.deciding_test) CHECK(static_cast<int>(*result.deciding_test) == row.deciding);
  CHECK_FALSE(result.score);
  CHECK_FALSE(result.highest);
}

TEST_CASE("the modes of the score") {
  struct Row {
    ScoreMode mode;
    const char* outcomes;
    const char* score;
  };
  const auto row = GENERATE(values<Row>({
      {ScoreMode::sum, "AC AC AC", "30"},
      {ScoreMode::sum, "AC WA AC:2.5", "12.5"},
      {ScoreMode::sum, "PA:0.1 PA:0.1 PA:0.1", "0.3"},
      {ScoreMode::sum, "WA:3 TLE AC", "13"},
      {ScoreMode::average, "AC AC WA", "6.666666667"},
      {ScoreMode::average, "AC:1 AC:2 AC:3", "2"},
      {ScoreMode::minimum, "AC AC AC", "10"},
      {ScoreMode::minimum, "AC PA:4 AC", "4"},
      {ScoreMode::maximum, "WA PA:4 TLE", "4"},
      {ScoreMode::maximum, "WA WA TLE", "0"},
      {ScoreMode::all_or_nothing, "AC AC:1 AC:1", "40"},
      {ScoreMode::all_or_nothing, "AC PA:9 AC", "-1"},
      {ScoreMode::all_or_nothing, "AC WA AC", "-1"},
  }));
  CAPTURE(row.outcomes);
  TestGroup root = root_group();
  root.score = row.mode;
  root.lowest = -1;
  root.highest = 40;
  const Grade result = flat(root, 3, 10).grade(row.outcomes, true);
  CHECK(text(result.score) == row.score);
  CHECK(text(result.highest) == "40");
}

TEST_CASE("AC, PA or a rejection, of a problem that scores") {
  struct Row {
    const char* what;
    VerdictMode mode;
    std::optional<Score> lowest;
    std::optional<Score> highest;
    const char* outcomes;
    const char* verdict;
    const char* score;
  };
  const auto worst = VerdictMode::worst_error;
  const auto always = VerdictMode::always_accept;
  const auto row = GENERATE_COPY(values<Row>({
      {"the highest score", worst, 0, 20, "AC AC", "AC", "20"},
      {"less", worst, 0, 20, "AC AC:9", "PA", "19"},
      {"less, with a rejection", worst, 0, 20, "AC TLE", "PA", "10"},
      {"the lowest", worst, 0, 20, "RTE TLE", "RTE", "0"},
      {"the lowest of a root that accepts", always, 0, 20, "RTE TLE", "WA", "0"},
      {"another lowest", always, 5, 20, "AC:5 TLE", "WA", "5"},
      {"more than another lowest", always, 5, 20, "AC:6 TLE", "PA", "6"},
      {"the highest, but a rejection", worst, 0, 20, "AC:20 WA", "WA", "20"},
      {"the highest by points alone", worst, 0, 20, "PA:10 PA:10", "AC", "20"},
      {"no highest, all accepted", worst, 0, {}, "AC AC:3", "AC", "13"},
      {"no highest, not all accepted", worst, 0, {}, "AC PA:3", "PA", "13"},
      {"no highest, all rejected", worst, 0, {}, "WA MLE", "MLE", "0"},
      {"no highest, a root that accepts", always, {}, {}, "AC WA", "PA", "10"},
      {"no lowest: it is 0", always, {}, 20, "WA WA", "WA", "0"},
      {"all accepted, all for nothing", worst, 0, 20, "AC:0 AC:0", "PA", "0"},
  }));
  CAPTURE(row.what);
  TestGroup root = root_group();
  root.verdict = row.mode;
  root.lowest = row.lowest;
  root.highest = row.highest;
  const Grade result = flat(root, 2, 10).grade(row.outcomes, true);
  CHECK(letters(result.verdict) == row.verdict);
  CHECK(text(result.score) == row.score);
  CHECK(result.fault.empty());
  const bool rejected = result.verdict != Verdict::accepted && result.verdict != Verdict::partial;
  if (!rejected || row.mode == always) CHECK_FALSE(result.deciding_test);
  if (rejected && row.mode == worst && std::string(row.outcomes) != "AC:0 AC:0")
    CHECK(result.deciding_test);
}

TEST_CASE("where the score needs acceptance, a rejected submission has none of its points") {
  TestGroup root = root_group();
  root.highest = 20;
  root.score_needs_acceptance = true;
  const Tree tree = flat(root, 2, 10);
  CHECK(text(tree.grade("AC WA", true).score) == "0");
  CHECK(tree.grade("AC WA", true).verdict == Verdict::wrong_answer);
  CHECK(tree.grade("AC WA", true).deciding_test == std::size_t{1});
  CHECK(text(tree.grade("AC AC", true).score) == "20");
  CHECK(tree.grade("AC PA:4", true).verdict == Verdict::partial);
  CHECK(text(tree.grade("AC PA:4", true).score) == "14");
}

TEST_CASE("a group that stops at a rejection counts what was judged of it") {
  TestGroup root = root_group();
  root.stop_at_rejection = true;
  const Tree tree = flat(root, 4, 10);
  CHECK(tree.judged("AC WA AC AC", true) == "1100");
  CHECK(tree.judged("AC PA:2 AC AC", true) == "1111");
  CHECK(tree.judged("AC PA:2 AC AC", false) == "1100");
  CHECK(text(tree.grade("AC WA - -", true).score) == "10");

  Tree average = tree;
  average.groups[0].score = ScoreMode::average;
  CHECK(text(average.grade("AC WA AC AC", true).score) == "5");
}

TEST_CASE("stopping reaches as far as the group") {
  Tree tree = sample_and_two_groups();
  tree.groups[0].ignore_sample = false;
  SECTION("within each of two groups") {
    tree.groups[3].stop_at_rejection = tree.groups[4].stop_at_rejection = true;
    CHECK(tree.judged("AC WA AC WA AC", true) == "11010");
    CHECK(tree.judged("AC AC WA AC WA", true) == "11111");
  }
  SECTION("of the group above") {
    tree.groups[2].stop_at_rejection = true;
    CHECK(tree.judged("AC WA AC AC AC", true) == "11100");
    const Grade result = tree.grade("AC WA AC - -", true);
    CHECK(result.groups[3].name == "secret/2");
    CHECK(letters(result.groups[3].verdict) == "WA");
    CHECK(text(result.groups[3].score) == "0");
    CHECK(text(result.groups[3].highest) == "70");
  }
  SECTION("of the root") {
    tree.groups[0].stop_at_rejection = true;
    CHECK(tree.judged("TLE AC AC AC AC", true) == "10000");
    const Grade result = tree.grade("TLE - - - -", true);
    CHECK(letters(result.verdict) == "TLE");
    for (const auto& group : result.groups) CHECK(letters(group.verdict) == "TLE");
  }
}

TEST_CASE("ignore_sample: sample is judged, counts for nothing and stops nothing") {
  Tree tree = sample_and_two_groups();
  tree.groups[0].stop_at_rejection = GENERATE(false, true);
  const Grade best = tree.grade("WA AC AC AC AC", true);
  CHECK(tree.judged("WA AC AC AC AC", true) == "11111");
  CHECK(letters(best.verdict) == "AC");
  CHECK(text(best.score) == "100");
  CHECK(letters(best.groups[0].verdict) == "WA");

  const Grade part = tree.grade("AC AC AC TLE AC", true);
  CHECK(letters(part.verdict) == "PA");
  CHECK(text(part.score) == "30");
  CHECK_FALSE(part.deciding_test);

  // A group of that name elsewhere is a group like any other.
  tree.groups[0].ignore_sample = false;
  tree.groups[2].ignore_sample = true;
  CHECK(letters(tree.grade("WA AC AC AC AC", true).verdict) == "WA");
}

TEST_CASE("required: a group whose requirements aren't met is rejected unjudged") {
  Tree tree = sample_and_two_groups();
  tree.groups[4].required = {"secret/1"};
  SECTION("met") { CHECK(tree.judged("WA AC AC AC AC", true) == "11111"); }
  SECTION("not met: the verdict of what was required, and no points") {
    tree.groups[4].score = ScoreMode::sum;
    CHECK(tree.judged("AC TLE AC AC AC", true) == "11100");
    const Grade result = tree.grade("AC TLE:5 AC AC AC", true);
    CHECK(letters(result.groups[3].verdict) == "TLE");
    CHECK(text(result.groups[3].score) == "0");
    CHECK(text(result.score) == "5");
  }
  SECTION("with a lowest score of its own") {
    tree.groups[4].lowest = 3;
    CHECK(text(tree.grade("AC TLE AC - -", true).score) == "3");
  }
  SECTION("PA isn't accepted") { CHECK(tree.judged("AC PA:1 AC AC AC", true) == "11100"); }
  SECTION("sample, though it is ignored") {
    tree.groups[4].required = {"sample"};
    CHECK(tree.judged("WA AC AC AC AC", true) == "11100");
    CHECK(letters(tree.grade("WA AC AC - -", true).verdict) == "PA");
  }
  SECTION("a test") {
    tree.groups[4].required = {"sample", "secret/1/3"};
    CHECK(tree.judged("AC AC WA AC AC", true) == "11100");
    CHECK(tree.judged("AC WA AC AC AC", true) == "11111");
  }
  SECTION("through a chain") {
    const std::size_t third = tree.add_group("secret/3", 2);
    tree.groups[third].required = {"secret/2"};
    tree.add_test(third, 5);
    CHECK(tree.judged("AC OLE AC AC AC AC", true) == "111000");
    const Grade result = tree.grade("AC OLE AC - - -", true);
    CHECK(letters(result.groups[4].verdict) == "OLE");
    CHECK(result.deciding_test == std::size_t{1});
  }
  SECTION("a group without tests") {
    tree.add_group("secret/0", 2);
    tree.groups[4].required = {"secret/0"};
    CHECK(tree.judged("AC AC AC AC AC", true) == "11111");
  }
  SECTION("a name that isn't there") {
    tree.groups[4].required = {"secret/9"};
    CHECK(tree.judged("AC AC AC AC AC", true) == "11100");
    CHECK(letters(tree.grade("AC AC AC - -", true).groups[3].verdict) == "WA");
  }
}

TEST_CASE("a pass-fail problem ends where its verdict is settled") {
  Tree tree = flat(root_group(), 4);
  SECTION("the worst error may still come") {
    CHECK(tree.judged("AC WA AC TLE", false) == "1111");
    CHECK(letters(tree.grade("AC WA AC TLE", false).verdict) == "TLE");
  }
  SECTION("the first error has come") {
    tree.groups[0].verdict = VerdictMode::first_error;
    CHECK(tree.judged("AC WA AC TLE", false) == "1100");
    CHECK(tree.judged("AC WA AC TLE", true) == "1111");
  }
  SECTION("one is accepted, which is enough") {
    tree.groups[0].accept_if_any_accepted = true;
    CHECK(tree.judged("WA AC AC TLE", false) == "1100");
    CHECK(letters(tree.grade("WA AC - -", false).verdict) == "AC");
  }
}

TEST_CASE("JE of a test is the verdict whatever the groups say, and ends the judging") {
  Tree tree = sample_and_two_groups();
  for (auto& group : tree.groups) group.verdict = VerdictMode::always_accept;
  CHECK(tree.judged("AC AC JE AC AC", true) == "11100");
  const Grade result = tree.grade("AC AC JE AC AC", true);
  CHECK(letters(result.verdict) == "JE");
  CHECK(result.deciding_test == std::size_t{2});
  CHECK(letters(tree.grade("JE - - - -", true).verdict) == "JE");
  CHECK(result.fault.empty());
}

TEST_CASE("a test that matters and has no outcome is JE, not forgotten") {
  const Tree tree = sample_and_two_groups();
  const Grade result = tree.grade("AC AC AC - AC", true);
  CHECK(letters(result.verdict) == "JE");
  CHECK(result.fault == "the test secret/2/4 was not judged");
  CHECK_FALSE(result.deciding_test);
}

TEST_CASE("a score out of its range is the package's fault") {
  Tree tree = sample_and_two_groups();
  SECTION("of a group") {
    const Grade result = tree.grade("AC AC:31 AC:31 AC AC", true);
    CHECK(letters(result.verdict) == "JE");
    CHECK(result.fault ==
          "the group secret/1 has the score 31, above the highest that the package allows, 30");
  }
  SECTION("of the submission") {
    tree.groups[0].lowest = 50;
    const Grade result = tree.grade("AC AC AC WA WA", true);
    CHECK(letters(result.verdict) == "JE");
    CHECK(result.fault ==
          "the submission has the score 30, below the lowest that the package allows, 50");
  }
  SECTION("not of what counts for nothing") {
    tree.groups[1].highest = 0;
    CHECK(letters(tree.grade("AC:9 AC AC AC AC", true).verdict) == "AC");
  }
  SECTION("not of a pass-fail problem") {
    CHECK(letters(tree.grade("AC AC:31 AC:31 AC AC", false).verdict) == "AC");
  }
}

TEST_CASE("the grader of a Swedish olympiad: any accepted group gives its points") {
  // Root: ignore_sample. secret: first_error accept_if_any_accepted, sum. Groups: min, break.
  Tree tree = sample_and_two_groups();
  tree.groups[2].verdict = VerdictMode::first_error;
  tree.groups[2].accept_if_any_accepted = true;
  tree.groups[3].stop_at_rejection = tree.groups[4].stop_at_rejection = true;
  tree.groups[0].score_needs_acceptance = true;
  struct Row {
    const char* outcomes;
    const char* judged;
    const char* verdict;
    const char* score;
  };
  const auto row = GENERATE(values<Row>({
      {"AC AC AC AC AC", "11111", "AC", "100"},
      {"WA AC AC AC AC", "11111", "AC", "100"},
      {"AC AC AC TLE AC", "11110", "PA", "30"},
      {"AC WA AC AC AC", "11011", "PA", "70"},
      {"AC WA AC AC TLE", "11011", "WA", "0"},
  }));
  CAPTURE(row.outcomes);
  CHECK(tree.judged(row.outcomes, true) == row.judged);
  CHECK(letters(tree.grade(row.outcomes, true).verdict) == row.verdict);
  CHECK(text(tree.grade(row.outcomes, true).score) == row.score);
}

TEST_CASE("groups nested deeply, and one that is between tests") {
  Tree tree{{root_group()}, {}};
  const std::size_t outer = tree.add_group("a", 0);
  const std::size_t inner = tree.add_group("a/b", outer);
  tree.add_test(0, 1);
  tree.add_test(outer, 2);
  tree.add_test(inner, 4);
  tree.add_test(outer, 8);
  tree.add_test(0, 16);
  const Grade all = tree.grade("AC AC AC AC AC", true);
  CHECK(text(all.score) == "31");
  CHECK(text(all.groups[0].score) == "14");
  CHECK(text(all.groups[1].score) == "4");
  // The default of a group is to stop: after a rejection in the inner one the outer one ends too.
  CHECK(tree.judged("AC AC WA AC AC", true) == "11101");
  CHECK(tree.judged("AC WA AC AC AC", true) == "11001");
}
