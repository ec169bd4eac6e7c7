
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("legacy: the flags of the nearest testdata.yaml above a test hold") {
  const PackageDirectory directory;
  directory.pair("secret/g/1").pair("secret/g/h/1").pair("secret/k/1");
  directory.write("data/testdata.yaml", "output_validator_flags: float_tolerance 1e-1\n");
  directory.write("data/secret/g/testdata.yaml", "output_validator_flags: float_tolerance 1e-2\n");
  const Package package = directory.load();
  const auto tolerance = [&](const char* name) {
    return test_named(package, name).validator.absolute_tolerance;
  };
  CHECK(tolerance("sample/1") == 1e-1);
  CHECK(tolerance("secret/1") == 1e-1);
  CHECK(tolerance("secret/k/1") == 1e-1);
  CHECK(tolerance("secret/g/1") == 1e-2);
  CHECK(tolerance("secret/g/h/1") == 1e-2);
}

TEST_CASE("legacy: the problem's flags and the group's go together") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "validator_flags: case_sensitive\n");
  directory.write("data/secret/testdata.yaml", "output_validator_flags: space_change_sensitive\n");
  const Package package = directory.load();
  CHECK(package.tests[0].validator.case_sensitive);
  CHECK_FALSE(package.tests[0].validator.space_change_sensitive);
  CHECK(package.tests[1].validator.case_sensitive);
  CHECK(package.tests[1].validator.space_change_sensitive);
}

TEST_CASE("legacy: all keys of testdata.yaml are known") {
  const PackageDirectory directory;
  directory.write("data/testdata.yaml",
                  "on_reject: break\ngrading: default\ngrader_flags: ''\n"
                  "input_validator_flags: x\noutput_validator_flags:\naccept_score: 1\n"
                  "reject_score: 0\nrange: 0 1\n");
  CHECK(directory.load().tests.size() == 2);
}

namespace {

// A scoring problem as the Swedish olympiad writes them: samples don't count, points of a group are
// all or nothing.
struct OlympiadPackage : PackageDirectory {
  OlympiadPackage() {
    write("problem.yaml", "type: scoring\n");
    remove("data");
    pair("sample/1").pair("secret/group1/1").pair("secret/group1/2");
    pair("secret/group2/1");
    write("data/testdata.yaml", "on_reject: continue\nrange: 0 100\ngrader_flags: ignore_sample\n");
    write("data/sample/testdata.yaml",
          "on_reject: continue\naccept_score: 0\nrange: 0 0\ngrader_flags: first_error\n");
    write("data/secret/testdata.yaml",
          "on_reject: continue\ngrader_flags: first_error accept_if_any_accepted\n");
    write("data/secret/group1/testdata.yaml",
          "on_reject: break\naccept_score: 40\nrange: 0 40\ngrader_flags: min\n");
    write("data/secret/group2/testdata.yaml",
          "on_reject: break\naccept_score: 60\nrange: 0 60\ngrader_flags: min\n");
  }
};

}  // namespace

TEST_CASE("legacy: every directory with tests is a group, parents first") {
  const PackageDirectory directory;
  directory.pair("secret/g/h/1");
  directory.write("data/secret/empty/testdata.yaml", "on_reject: continue\n");
  const Package package = directory.load();
  std::vector<std::string> names;
  for (const auto& group : package.groups) names.push_back(group.name);
  CHECK(names == std::vector<std::string>{"", "sample", "secret", "secret/g", "secret/g/h"});
  CHECK_FALSE(package.groups[0].parent);
  CHECK(package.groups[4].parent == 3U);
  CHECK(test_named(package, "secret/g/h/1").group == 4);
  CHECK(test_named(package, "sample/1").group == 1);
  TestGroup plain;
  plain.name = "secret";
  plain.parent = 0;
  CHECK(package.groups[2] == plain);  // the format's defaults are the model's
}

TEST_CASE("legacy: an olympiad's groups and scores") {
  const Package package = OlympiadPackage().load();
  CHECK(package.warnings.empty());
  const TestGroup& root = package.groups[0];
  CHECK(root.ignore_sample);
  CHECK_FALSE(root.stop_at_rejection);
  CHECK(root.score_needs_acceptance);
  CHECK(root.highest == Score(100));
  CHECK(root.lowest == Score(0));
  const TestGroup& secret = group_named(package, "secret");
  CHECK(secret.verdict == VerdictMode::first_error);
  CHECK(secret.accept_if_any_accepted);
  CHECK(secret.score == ScoreMode::sum);
  CHECK_FALSE(secret.ignore_sample);
  CHECK(secret.highest == Score(100));
  const TestGroup& group = group_named(package, "secret/group1");
  CHECK(group.score == ScoreMode::minimum);
  CHECK(group.verdict == VerdictMode::worst_error);
  CHECK_FALSE(group.accept_if_any_accepted);
  CHECK(group.stop_at_rejection);
  CHECK(group.highest == Score(40));
  const TestCase& test = test_named(package, "secret/group2/1");
  CHECK(test.accepted_score == Score(60));
  CHECK(test.rejected_score == Score(0));
  CHECK(test.validator_score == ValidatorScore::forbidden);
}

TEST_CASE("legacy: each property is the nearest ancestor's that has it") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "type: scoring\n");
  directory.pair("secret/g/1");
  directory.write("data/testdata.yaml",
                  "on_reject: continue\ngrader_flags: max ignore_sample\naccept_score: 3\n"
                  "input_validator_flags: a\n");
  directory.write("data/secret/g/testdata.yaml", "reject_score: -1\ninput_validator_flags: b c\n");
  const Package package = directory.load();
  const TestGroup& group = group_named(package, "secret/g");
  CHECK_FALSE(group.stop_at_rejection);
  CHECK(group.score == ScoreMode::maximum);
  CHECK_FALSE(group.ignore_sample);  // it is for the root alone, and not inherited
  CHECK(package.groups[0].ignore_sample);
  const TestCase& test = test_named(package, "secret/g/1");
  CHECK(test.accepted_score == Score(3));
  CHECK(test.rejected_score == Score(-1));
  CHECK(test.input_arguments == std::vector<std::string>{"b", "c"});
  CHECK(test_named(package, "secret/1").input_arguments == std::vector<std::string>{"a"});
  CHECK(test_named(package, "secret/1").rejected_score == Score(0));
}

TEST_CASE("legacy: the scores that are possible follow from the tests where no range says so") {
  struct Row {
    const char* mode;
    const char* on_reject;
    std::optional<Score> lowest;
    std::optional<Score> highest;
  };
  for (const auto& row :
       {Row{"sum", "continue", Score(0), Score(9)}, Row{"sum", "break", Score(0), Score(9)},
        Row{"min", "continue", Score(0), Score(2)}, Row{"min", "break", Score(0), std::nullopt},
        Row{"max", "break", Score(0), Score(7)},
        Row{"avg", "continue", Score(0), Score::parse("4.5")},
        Row{"avg", "break", Score(0), std::nullopt}}) {
    INFO(row.mode << " " << row.on_reject);
    const PackageDirectory directory;
    directory.write("problem.yaml", "type: scoring\n");
    directory.remove("data");
    directory.pair("secret/a/1").pair("secret/b/1");
    directory.write("data/secret/testdata.yaml", "grader_flags: " + std::string(row.mode) +
                                                     "\non_reject: " + row.on_reject + "\n");
    directory.write("data/secret/a/testdata.yaml", "accept_score: 2\n");
    directory.write("data/secret/b/testdata.yaml", "accept_score: 7\n");
    const Package package = directory.load();
    CHECK(group_named(package, "secret").lowest == row.lowest);
    CHECK(group_named(package, "secret").highest == row.highest);
  }
}

TEST_CASE("legacy: nothing is known of scores that a validator gives, but what a range says") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "type: scoring\nvalidation: custom score\n");
  directory.write("output_validators/check.py", "");
  Package package = directory.load();
  CHECK_FALSE(package.groups[0].highest);
  CHECK_FALSE(package.groups[0].lowest);
  CHECK(package.tests[0].validator_score == ValidatorScore::allowed);
  directory.write("data/testdata.yaml", "range: 0 +inf\n");
  package = directory.load();
  CHECK(package.groups[0].lowest == Score(0));
  CHECK_FALSE(package.groups[0].highest);
  directory.write("data/testdata.yaml", "range: -inf 1e2\n");
  package = directory.load();
  CHECK_FALSE(package.groups[0].lowest);
  CHECK(package.groups[0].highest == Score(100));
}

TEST_CASE("legacy: all modes of the default grader are known; of several, the last one counts") {
  const PackageDirectory directory;
  const auto group = [&](const std::string& flags) {
    directory.write("data/secret/testdata.yaml", "grader_flags: " + flags + "\n");
    return group_named(directory.load(), "secret");
  };
  CHECK(group("always_accept").verdict == VerdictMode::always_accept);
  CHECK(group("first_error worst_error").verdict == VerdictMode::worst_error);
  CHECK(group("first_error no_errors").verdict == VerdictMode::worst_error);
  CHECK(group("sum avg").score == ScoreMode::average);
  CHECK(group("''").score == ScoreMode::sum);
}

TEST_CASE("legacy: grader flags from the wild take --lenient, others are refused") {
  const PackageDirectory directory;
  for (const char* flags : {"all 5", "subtask_score=30"}) {
    INFO(flags);
    directory.write("data/secret/testdata.yaml", "grader_flags: " + std::string(flags) + "\n");
    const auto message = refused(directory);
    CHECK(mentions(message, "data/secret/testdata.yaml:1:15"));
    CHECK(mentions(message, "--lenient"));
    CHECK_FALSE(directory.load(kLenient).warnings.empty());
  }
  for (const char* flags : {"worst-error", "all", "5", "median", "ignore_sample"}) {
    INFO(flags);
    directory.write("data/secret/testdata.yaml", "grader_flags: " + std::string(flags) + "\n");
    CHECK(mentions(refused(directory, kLenient), "data/secret/testdata.yaml:1:15"));
  }
}

TEST_CASE("legacy: flags may be for one validator by name") {
  const PackageDirectory directory;
  directory.write("input_validators/a.py", "").write("input_validators/b.py", "");
  directory.write("data/secret/testdata.yaml", "input_validator_flags: {name: a, flags: x y}\n");
  Package package = directory.load();
  CHECK(input_arguments_of(package.tests[1], package.input_validators[0]) ==
        std::vector<std::string>{"x", "y"});
  CHECK(input_arguments_of(package.tests[1], package.input_validators[1]).empty());
  CHECK(input_arguments_of(package.tests[0], package.input_validators[0]).empty());
  directory.write("problem.yaml", "validation: custom\n");
  directory.write("output_validators/c.py", "");
  directory.write("data/secret/testdata.yaml", "output_validator_flags: {name: c, flags: x}\n");
  package = directory.load();
  CHECK(package.tests[1].arguments == std::vector<std::string>{"x"});
  directory.write("output_validators/d.py", "");
  CHECK(mentions(refused(directory), "several output validators"));
}

TEST_CASE("legacy: keys about scores mean nothing in a pass-fail problem, and that is said") {
  const PackageDirectory directory;
  directory.write("data/testdata.yaml", "accept_score: 1\nreject_score: 0\nrange: 0 1\n");
  const Package package = directory.load();
  CHECK(package.warnings.size() == 3);
  CHECK_FALSE(package.groups[0].highest);
  CHECK_FALSE(package.groups[0].score_needs_acceptance);
}

TEST_CASE(
    "legacy: wrong values in testdata.yaml are refused with their place, also where no test is") {
  for (const char* line : {"on_reject: stop",
                           "on_reject: [break]",
                           "grading: custom",
                           "grading: special",
                           "grader_flags: [min]",
                           "accept_score: lots",
                           "accept_score: nan",
                           "reject_score: 0x10",
                           "range: 5",
                           "range: 1 2 3",
                           "range: 2 1",
                           "range: inf 1",
                           "range: 0 -inf",
                           "range: 0 x",
                           "range: [0, 1]",
                           "input_validator_flags: [x]",
                           "input_validator_flags: {flags: x}",
                           "output_validator_flags: float_tolerence 1",
                           "output_validator_flags: [x]",
                           "output_validator_flag: x"}) {
    INFO(line);
    const PackageDirectory directory;
    directory.write("problem.yaml", "type: scoring\n");
    directory.write("data/secret/nothing/here/testdata.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(directory), "data/secret/nothing/here/testdata.yaml:1:"));
  }
}

TEST_CASE("legacy: wrong flags of the whole problem are refused") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "validator_flags: float_tolerence 1\n");
  const auto message = refused(directory);
  CHECK(mentions(message, "problem.yaml:1:18: "));
  CHECK(mentions(message, "float_tolerence"));
}

TEST_CASE("the drafts of 2025-09 may have the groups of legacy") {
  const PackageDirectory directory;
  directory.write("problem.yaml",
                  "problem_format_version: 2023-07-draft\nname: N\nuuid: 1\ntype: scoring\n");
  directory.write("data/secret/testdata.yaml", "accept_score: 7\n");
  CHECK(directory.load().tests[1].accepted_score == Score(7));
  directory.make_new("type: scoring\n");
  CHECK(mentions(refused(directory), "data/secret/testdata.yaml: is of format legacy"));
}
