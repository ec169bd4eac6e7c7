
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;

namespace {

// A scoring problem with groups of 30 and 70.
struct ScoringPackage : PackageDirectory {
  ScoringPackage() {
    make_new("type: scoring\n");
    remove("data");
    pair("sample/1").pair("secret/a/1").pair("secret/a/2").pair("secret/b/1");
    pair("secret/b/more/1");
    write("data/secret/a/test_group.yaml", "max_score: 30\n");
    write("data/secret/b/test_group.yaml", "max_score: 70\n");
  }
};

}  // namespace

TEST_CASE("2025-09: arguments are the test's own, else its group's; groups inherit nothing") {
  const PackageDirectory directory;
  directory.make_new();
  directory.remove("data");
  directory.pair("sample/1").pair("secret/g/1").pair("secret/g/2").pair("secret/g/3");
  directory.pair("secret/g/deep/1").pair("secret/k/1");
  directory.write("data/secret/test_group.yaml", "output_validator_args: [case_sensitive]\n");
  directory.write("data/secret/g/test_group.yaml",
                  "output_validator_args: [float_tolerance, 2]\ninput_validator_args: [a, b]\n");
  directory.write("data/secret/k/test_group.yaml", "");
  directory.write("data/secret/g/2.yaml", "output_validator_args: []\ninput_validator_args: [c]\n");
  directory.write("data/secret/g/3.yaml", "hint: look closer\nfull_feedback: true\n");
  const Package package = directory.load();
  CHECK(test_named(package, "sample/1").validator == ValidatorOptions{});
  CHECK(test_named(package, "secret/g/1").validator.absolute_tolerance == 2.0);
  CHECK(test_named(package, "secret/g/1").arguments ==
        std::vector<std::string>{"float_tolerance", "2"});
  CHECK(test_named(package, "secret/g/1").input_arguments == std::vector<std::string>{"a", "b"});
  CHECK(test_named(package, "secret/g/2").validator == ValidatorOptions{});
  CHECK(test_named(package, "secret/g/2").input_arguments == std::vector<std::string>{"c"});
  CHECK(test_named(package, "secret/g/3").validator.absolute_tolerance == 2.0);
  CHECK(test_named(package, "secret/g/deep/1").validator.absolute_tolerance == 2.0);
  CHECK(test_named(package, "secret/k/1").validator == ValidatorOptions{});
  CHECK_FALSE(test_named(package, "secret/k/1").validator.case_sensitive);
}

TEST_CASE("2025-09: directories without a group file are no groups") {
  const PackageDirectory directory;
  directory.make_new();
  directory.pair("secret/g/1");
  directory.write("data/secret/test_group.yaml", "output_validator_args: [case_sensitive]\n");
  const Package package = directory.load();
  CHECK(names_of_groups(package) == std::vector<std::string>{"", "sample", "secret"});
  CHECK(test_named(package, "secret/g/1").group_name == "secret");
  CHECK(test_named(package, "secret/g/1").validator.case_sensitive);
}

TEST_CASE("2025-09: input validators may get arguments by name") {
  const PackageDirectory directory;
  directory.make_new();
  directory.write("input_validators/a.py", "").write("input_validators/b.py", "");
  directory.write("data/secret/test_group.yaml", "input_validator_args: {a: [x], b.py: [y]}\n");
  const Package package = directory.load();
  const TestCase& test = package.tests[1];
  CHECK(input_arguments_of(test, package.input_validators[0]) == std::vector<std::string>{"x"});
  CHECK(input_arguments_of(test, package.input_validators[1]) == std::vector<std::string>{"y"});
}

TEST_CASE("2025-09: a group's score is all or nothing unless it says otherwise") {
  const Package package = ScoringPackage().load();
  CHECK(package.warnings.empty());
  CHECK(names_of_groups(package) ==
        std::vector<std::string>{"", "sample", "secret", "secret/a", "secret/b"});
  const TestGroup& root = package.groups[0];
  CHECK(root.ignore_sample);
  CHECK_FALSE(root.stop_at_rejection);
  CHECK(root.highest == Score(100));
  const TestGroup& secret = package.groups[2];
  CHECK(secret.score == ScoreMode::sum);
  CHECK_FALSE(secret.stop_at_rejection);
  CHECK(secret.highest == Score(100));
  const TestGroup& group = package.groups[3];
  CHECK(group.parent == 2U);
  CHECK(group.score == ScoreMode::all_or_nothing);
  CHECK(group.stop_at_rejection);
  CHECK(group.highest == Score(30));
  const TestCase& test = test_named(package, "secret/b/more/1");
  CHECK(test.group_name == "secret/b");
  CHECK(test.validator_score == ValidatorScore::forbidden);
  CHECK(test_named(package, "sample/1").validator_score == ValidatorScore::ignored);
}

TEST_CASE("2025-09: in a sum, the tests share the score; of a minimum, each has all of it") {
  const ScoringPackage directory;
  directory.write("data/secret/a/test_group.yaml", "max_score: 5\nscore_aggregation: sum\n");
  directory.write("data/secret/b/test_group.yaml", "max_score: 70\nscore_aggregation: min\n");
  const Package package = directory.load();
  CHECK(test_named(package, "secret/a/1").accepted_score == Score::parse("2.5"));
  CHECK(test_named(package, "secret/a/1").validator_score == ValidatorScore::allowed);
  CHECK_FALSE(group_named(package, "secret/a").stop_at_rejection);
  CHECK(test_named(package, "secret/b/1").accepted_score == Score(70));
  CHECK(group_named(package, "secret/b").stop_at_rejection);
  CHECK(package.groups[0].highest == Score(75));  // what can be had, not the 100 of the default
}

TEST_CASE("2025-09: tests directly in secret share its 100") {
  const PackageDirectory directory;
  directory.make_new("type: scoring\n");
  directory.pair("secret/2").pair("secret/x/3");
  Package package = directory.load();
  CHECK(package.groups[0].highest == Score(100));
  CHECK(test_named(package, "secret/x/3").accepted_score == Score(100) / Score(3));
  directory.write("data/secret/test_group.yaml", "score_aggregation: min\nmax_score: 7\n");
  package = directory.load();
  CHECK(test_named(package, "secret/2").accepted_score == Score(7));
  CHECK(group_named(package, "secret").stop_at_rejection);
}

TEST_CASE("2025-09: without bounds the validator must give the scores") {
  const ScoringPackage directory;
  directory.write("data/secret/test_group.yaml", "max_score: unbounded\n");
  directory.write("data/secret/a/test_group.yaml", "score_aggregation: sum\n");
  CHECK(mentions(refused(directory), "output validator"));
  directory.write("output_validator/validate.py", "");
  const Package package = directory.load();
  CHECK_FALSE(package.groups[0].highest);
  CHECK(test_named(package, "secret/a/1").validator_score == ValidatorScore::required);
  CHECK(test_named(package, "secret/b/1").validator_score == ValidatorScore::forbidden);
}

TEST_CASE("2025-09: a group may require the samples and groups before it") {
  const ScoringPackage directory;
  directory.write("data/secret/b/test_group.yaml",
                  "max_score: 70\nrequire_pass: [sample, secret/a]\n");
  CHECK(group_named(directory.load(), "secret/b").required ==
        std::vector<std::string>{"sample", "secret/a"});
  directory.write("data/secret/b/test_group.yaml", "max_score: 70\nrequire_pass: sample\n");
  CHECK(group_named(directory.load(), "secret/b").required == std::vector<std::string>{"sample"});
  for (const char* name : {"secret/b", "secret/c", "secret", "'a'", "secret/b/1", "''"}) {
    INFO(name);
    directory.write("data/secret/b/test_group.yaml",
                    "max_score: 70\nrequire_pass: [" + std::string(name) + "]\n");
    CHECK(mentions(refused(directory), "data/secret/b/test_group.yaml:2:16"));
  }
  directory.write("data/secret/b/test_group.yaml", "max_score: 70\nrequire_pass: secret/a\n");
  directory.write("data/secret/a/test_group.yaml", "max_score: 30\nscore_aggregation: sum\n");
  CHECK(mentions(refused(directory), "not pass-fail"));
  directory.write("data/secret/b/test_group.yaml", "max_score: 70\n");
  directory.write("data/secret/test_group.yaml", "require_pass: secret/a\n");
  CHECK(mentions(refused(directory), "data/secret/test_group.yaml:1:"));
}

TEST_CASE("2025-09: scores that contradict each other are refused") {
  const ScoringPackage directory;
  const auto with = [&](const char* path, const char* yaml) {
    directory.write("data/secret/" + std::string(path) + "test_group.yaml", yaml);
    const std::string message = refused(directory);
    INFO(message);
    CHECK(mentions(message, "/data/secret"));
    return message;
  };
  SECTION("a group without a bound") { CHECK(mentions(with("a/", ""), "needs a max_score")); }
  SECTION("more than secret has") {
    CHECK(mentions(with("a/", "max_score: 31\n"), "can come to 101"));
  }
  SECTION("all or nothing of unbounded") {
    with("", "max_score: unbounded\nscore_aggregation: pass-fail\n");
  }
  SECTION("secret pass-fail, a group not") {
    directory.write("data/secret/test_group.yaml", "score_aggregation: pass-fail\n");
    with("a/", "max_score: 30\nscore_aggregation: sum\n");
  }
}

TEST_CASE("2025-09: a secret that is pass-fail has its score if all groups are accepted") {
  const ScoringPackage directory;
  directory.write("data/secret/test_group.yaml", "score_aggregation: pass-fail\nmax_score: 9\n");
  const Package package = directory.load();
  CHECK(group_named(package, "secret").score == ScoreMode::all_or_nothing);
  CHECK(group_named(package, "secret").highest == Score(9));
  CHECK(package.groups[0].highest == Score(9));
}

TEST_CASE("2025-09: keys about scores are for scoring problems, and not for the samples") {
  for (const char* line : {"max_score: 5", "score_aggregation: sum", "require_pass: sample"}) {
    INFO(line);
    const PackageDirectory directory;
    directory.make_new();
    directory.write("data/secret/test_group.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(directory), "data/secret/test_group.yaml:1:"));
    const ScoringPackage scores;
    scores.write("data/sample/test_group.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(scores), "data/sample/test_group.yaml:1:"));
  }
}

TEST_CASE("2025-09: wrong keys and values are refused with their place") {
  const ScoringPackage directory;
  for (const char* line :
       {"max_score: -1", "max_score: 1.5", "max_score: much", "max_score: 9999999999999",
        "score_aggregation: max", "score_aggregation: [sum]", "output_validator_arg: [x]",
        "output_validator_args: {a: b}", "output_validator_args: [float_tolerence]",
        "input_validator_args: {a: {b: c}}", "full_feedback: maybe", "args: [x]",
        "static_validation_score: 5", "static_validator_args: [x]", "on_reject: break",
        "require_pass: {a: b}", "hint: x"}) {
    INFO(line);
    directory.write("data/secret/a/test_group.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(directory), "data/secret/a/test_group.yaml:1:"));
  }
  directory.write("data/secret/a/test_group.yaml", "max_score: 30\n");
  for (const char* line :
       {"max_score: 3", "args: [x]", "output_validator_args: {a: b}", "hint: [x]"}) {
    INFO(line);
    directory.write("data/secret/a/1.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(directory), "data/secret/a/1.yaml:1:"));
  }
}

TEST_CASE(
    "2025-09: group files where no group may be are refused, and files that belong to nothing") {
  const ScoringPackage directory;
  SECTION("data") { directory.write("data/test_group.yaml", ""); }
  SECTION("below sample") { directory.write("data/sample/a/test_group.yaml", ""); }
  SECTION("below a group") { directory.write("data/secret/a/b/test_group.yaml", ""); }
  SECTION("of a test that isn't there") { directory.write("data/secret/a/3.yaml", ""); }
  SECTION("a slip of the pen") { directory.write("data/secret/a/testgroup.yaml", ""); }
  SECTION("a test of that name") { directory.pair("secret/a/test_group"); }
  SECTION("a group without tests") {
    directory.write("data/secret/c/test_group.yaml", "max_score: 0");
  }
  SECTION("a test beside groups") { directory.pair("secret/1"); }
  SECTION("a directory of tests beside groups") { directory.pair("secret/c/1"); }
  SECTION("no secret tests") { directory.remove("data/secret"); }
  CHECK(mentions(refused(directory), "/data/"));
}

TEST_CASE(
    "2025-09: what a directory of validators' tests says holds in it, and a test's own first") {
  const PackageDirectory directory;
  directory.make_new("limits: {time_limit: 1}\n");
  directory.pair("valid_output/a").pair("valid_output/deep/b");
  directory.write("data/valid_output/a.out", "").write("data/valid_output/deep/b.out", "");
  directory.write("data/valid_output/test_group.yaml",
                  "input_validator_args: [x]\noutput_validator_args: [case_sensitive]\n");
  directory.write("data/valid_output/a.yaml", "input_validator_args: [y]\n");
  const Package package = directory.load();
  REQUIRE(package.validator_tests.size() == 2);
  const TestCase& a = package.validator_tests[0].test;
  CHECK(a.input_arguments == std::vector<std::string>{"y"});
  CHECK(a.validator.case_sensitive);
  const TestCase& b = package.validator_tests[1].test;
  CHECK(b.input_arguments.empty());
  CHECK_FALSE(b.validator.case_sensitive);

  directory.write("data/valid_output/nobody.yaml", "");
  CHECK(mentions(refused(directory), "nobody.in"));
}
