
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("a small legacy package is loaded with the format's defaults") {
  const PackageDirectory directory;
  const Package package = directory.load();
  CHECK(package.id == "test");
  CHECK(package.name == "Test");
  CHECK(package.format == "legacy");
  CHECK(package.hash == DirectoryTree(directory.root()).hash());
  CHECK(package.limits == PackageLimits{seconds{1}, mib(2048), mib(8), kib(128)});
  CHECK(package.warnings.empty());
  REQUIRE(package.tests.size() == 2);
  const TestCase& sample = package.tests[0];
  CHECK(sample.name == "sample/1");
  CHECK(sample.group_name == "sample");
  CHECK(sample.input == "data/sample/1.in");
  CHECK(sample.answer == "data/sample/1.ans");
  CHECK(sample.sample);
  CHECK(sample.validator == ValidatorOptions{});
  CHECK_FALSE(package.tests[1].sample);
}

TEST_CASE("every key of the legacy format is known") {
  const PackageDirectory directory;
  directory.write("problem.yaml",
                  "problem_format_version: legacy\n"
                  "type: pass-fail\nname: {en: Eng, de: Deu}\nuuid: 1\nauthor: A\nsource: S\n"
                  "source_url: U\nlicense: cc by-sa\nrights_owner: R\nkeywords: a b\n"
                  "validation: default\nvalidator_flags: case_sensitive\n"
                  "limits:\n  time_multiplier: 5\n  time_safety_margin: 2\n  memory: 512\n"
                  "  output: 4\n  code: 64\n  compilation_time: 60\n  compilation_memory: 2048\n"
                  "  validation_time: 60\n  validation_memory: 2048\n  validation_output: 8\n"
                  "grading: {objective: max, show_test_data_groups: true, on_reject: break}\n");
  const Package package = directory.load();
  CHECK(package.name == "Eng");
  CHECK(package.limits.memory == mib(512));
  CHECK(package.limits.output == mib(4));
  CHECK(package.limits.code == kib(64));
  CHECK(package.tests[0].validator.case_sensitive);
}

TEST_CASE("every key of the format 2025-09 is known") {
  const PackageDirectory directory;
  directory.make_new(
      "type: [pass-fail]\nversion: 3\ncredits: A\nsource: S\nlicense: cc0\nrights_owner: R\n"
      "embargo_until: 2026-01-01\nkeywords: [a]\nlanguages: [python3, cpp]\n"
      "allow_file_writing: false\nconstants: {n: 5}\n"
      "limits:\n  time_multipliers: {ac_to_time_limit: 2.0, time_limit_to_tle: 1.5}\n"
      "  time_limit: 2.5\n  time_resolution: 0.5\n  memory: 256\n  output: 2\n  code: 32\n"
      "  compilation_time: 60\n  compilation_memory: 2048\n  validation_time: 60\n"
      "  validation_memory: 2048\n  validation_output: 8\n  validation_passes: 2\n");
  const Package package = directory.load();
  CHECK(package.format == "2025-09");
  CHECK(package.limits == PackageLimits{milliseconds{2500}, mib(256), mib(2), kib(32)});
}

TEST_CASE("the drafts' names are names of the format 2025-09") {
  const std::string version = GENERATE(as<std::string>{}, "2025-09", "2023-07", "2023-07-draft");
  const PackageDirectory directory;
  directory.write("problem.yaml", "problem_format_version: " + version + "\nname: N\nuuid: 1\n");
  CHECK(directory.load().format == "2025-09");
}

TEST_CASE("an unknown format version is refused with its place") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "name: N\nproblem_format_version: 2031-01\n");
  const auto message = refused(directory);
  CHECK(mentions(message, "problem.yaml:2:25: "));
  CHECK(mentions(message, "2031-01"));
}

TEST_CASE("the format 2025-09 requires a name and a uuid") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "problem_format_version: 2025-09\nname: N\n");
  CHECK(mentions(refused(directory), "'uuid' is required"));
  directory.write("problem.yaml", "problem_format_version: 2025-09\nuuid: 1\n");
  CHECK(mentions(refused(directory), "'name' is required"));
}

TEST_CASE("a name is a text or a map of languages") {
  const PackageDirectory directory;
  const auto name = [&](const std::string& yaml) {
    directory.write("problem.yaml", yaml);
    return directory.load().name;
  };
  CHECK(name("name: One Two\n") == "One Two");
  CHECK(name("name:\n  sv: Ett\n  en: One\n") == "One");
  CHECK(name("name:\n  sv: Ett\n") == "Ett");
  CHECK(name("") == "test");  // without one: the id
  CHECK(name("name: \"a\\x1b[31m\"\n") == "a\\x1b[31m");
  directory.write("problem.yaml", "name: [a]\n");
  CHECK(mentions(refused(directory), "problem.yaml:1:7"));
}

TEST_CASE("a package without problem.yaml is refused") {
  const PackageDirectory directory;
  directory.remove("problem.yaml");
  CHECK(mentions(refused(directory), "problem.yaml"));
}

TEST_CASE("unknown keys are refused with file, line, column and the nearest known key") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "name: N\nvalidator_flag: case_sensitive\n");
  auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, directory.root() + "/problem.yaml:2:"));
  CHECK(mentions(message, "unknown key 'validator_flag'; did you mean 'validator_flags'?"));

  directory.write("problem.yaml", "name: N\nlimits:\n  memroy: 3\n");
  message = refused(directory);
  INFO(message);
  CHECK(mentions(message, "problem.yaml:3:"));
  CHECK(mentions(message, "did you mean 'memory'?"));
  CHECK(mentions(refused(directory, kLenient), "memroy"));  // not one that is known in the wild
}

TEST_CASE("a key of the other format is unknown in this one") {
  const PackageDirectory directory;
  directory.make_new("validation: default\n");
  CHECK(mentions(refused(directory), "validation"));
  directory.write("problem.yaml", "embargo_until: 2026-01-01\n");
  CHECK(mentions(refused(directory), "embargo_until"));
}

TEST_CASE("keys that are known in the wild need --lenient, which keeps a warning of each") {
  const PackageDirectory directory;
  directory.remove(".timelimit");
  directory.write("problem.yaml", "name: N\nlibraries: numpy\nlimits:\n  time_limit: 2\n");
  const auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, "--lenient"));
  const Package package = directory.load(kLenient);
  CHECK(package.limits.time == seconds{2});
  REQUIRE(package.warnings.size() == 2);
  for (const auto& warning : package.warnings) CHECK(mentions(warning, "problem.yaml:"));
}

TEST_CASE("types and validations that nobody knows are refused with their place") {
  const PackageDirectory directory;
  for (const char* line : {"type: pass_fail", "validation: defualt", "validation: default custom",
                           "validation: ''", "type: [pass-fail, other]"}) {
    INFO(line);
    directory.write("problem.yaml", std::string(line) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:1:"));
  }
}

TEST_CASE("a type of the wrong kind is refused") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "type: {scoring: true}\n");
  CHECK(mentions(refused(directory), "problem.yaml:1:"));
}

TEST_CASE("a package for other languages only is refused") {
  const PackageDirectory directory;
  directory.make_new("languages: [cpp, java]\n");
  CHECK(mentions(refused(directory), "python3"));
  directory.make_new("languages: all\n");
  CHECK(directory.load().tests.size() == 2);
}

TEST_CASE("types are a word, a list, or several words; each once") {
  struct Row {
    const char* yaml;
    bool scoring;
    bool interactive;
    std::uint32_t passes;
  };
  for (const auto& row :
       {Row{"type: pass-fail", false, false, 1}, Row{"type: scoring", true, false, 1},
        Row{"type: [scoring]", true, false, 1}, Row{"type: interactive", false, true, 1},
        Row{"type: [pass-fail, interactive]", false, true, 1},
        Row{"type: pass-fail multi-pass", false, false, 2},
        Row{"type: [scoring, interactive, multi-pass]", true, true, 2}}) {
    INFO(row.yaml);
    const PackageDirectory directory;
    directory.make_new(std::string(row.yaml) + "\n");
    directory.write("output_validator/validate.py", "");
    const Package package = directory.load();
    CHECK(package.scoring == row.scoring);
    CHECK(package.validation.scores == row.scoring);
    CHECK(package.validation.interactive == row.interactive);
    CHECK(package.validation.passes == row.passes);
  }
  const PackageDirectory directory;
  for (const char* yaml : {"type: [pass-fail, scoring]", "type: [scoring, scoring]", "type: []",
                           "type: ''", "type: [[scoring]]", "type: Scoring"}) {
    INFO(yaml);
    directory.make_new(std::string(yaml) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:4:"));
  }
}

TEST_CASE("submit-answer is refused by name") {
  const PackageDirectory directory;
  directory.make_new("type: submit-answer\n");
  CHECK(mentions(refused(directory), "'submit-answer' is not supported"));
  CHECK(mentions(refused(directory, kLenient), "'submit-answer' is not supported"));
}

TEST_CASE("legacy: the types of the new format take --lenient") {
  const PackageDirectory directory;
  directory.write("output_validators/check.py", "");
  directory.write("problem.yaml", "type: interactive\nvalidation: custom\n");
  CHECK(mentions(refused(directory), "'validation: custom interactive'"));
  CHECK(directory.load(kLenient).validation.interactive);
}

TEST_CASE("legacy: 'custom' is followed by score, interactive and multi-pass, in any order") {
  const PackageDirectory directory;
  directory.write("output_validators/check.py", "");
  const auto load = [&](const std::string& words) {
    directory.write("problem.yaml", "type: scoring\nvalidation: custom " + words + "\n");
    return directory.load().validation;
  };
  CHECK(load("").programs.size() == 1);
  CHECK_FALSE(load("").scores);
  CHECK(load("score").scores);
  CHECK(load("interactive score").interactive);
  CHECK(load("interactive score").scores);
  CHECK(load("multi-pass").passes == 2);
  for (const char* yaml : {"validation: custom scores", "validation: custom score score",
                           "validation: custom score"}) {  // of a pass-fail problem
    INFO(yaml);
    directory.write("problem.yaml", std::string(yaml) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:1:13"));
  }
}

TEST_CASE("legacy: grading says which scores are better, and older keys go to the root group") {
  const PackageDirectory directory;
  directory.write("problem.yaml",
                  "type: scoring\ngrading:\n  objective: max\n  show_test_data_groups: yes\n");
  CHECK(directory.load().warnings.empty());
  directory.write("problem.yaml", "type: scoring\ngrading:\n  objective: min\n");
  CHECK(mentions(refused(directory), "problem.yaml:3:14"));
  directory.write("problem.yaml", "grading: {objective: min}\n");  // of no use here
  directory.load();
  for (const char* grading :
       {"objective: most", "show_test_data_groups: maybe", "custom_scoring: true", "on_reject: x",
        "accept_score: much", "range: 5"}) {
    INFO(grading);
    directory.write("problem.yaml", "type: scoring\ngrading:\n  " + std::string(grading) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:3:"));
  }
  directory.write("problem.yaml",
                  "type: scoring\ngrading: {on_reject: grade, accept_score: 5, range: 0 10}\n");
  const Package package = directory.load();
  CHECK(package.warnings.size() == 3);
  CHECK_FALSE(package.groups[0].stop_at_rejection);
  CHECK(package.tests[0].accepted_score == Score(5));
  CHECK(package.groups[0].highest == Score(10));
}

TEST_CASE("what says nothing about judging is taken, if it has the right type") {
  const PackageDirectory directory;
  directory.make_new(
      "credits:\n  authors: [A, {name: B, email: b@c}]\n  translators: {sv: C}\n"
      "source: [{name: S, url: U}, T]\nlicense: cc by\nkeywords: [a, b]\n"
      "allow_file_writing: yes\n");
  CHECK(directory.load().warnings.empty());
  for (const char* line :
       {"credits: {author: A}", "credits: {authors: [{email: b}]}", "credits: [A]",
        "source: {url: U}", "source: {name: [S]}", "version: [1]", "keywords: {a: b}",
        "allow_file_writing: maybe", "rights_owner: {a: b}", "languages: []", "languages: [all]"}) {
    INFO(line);
    directory.make_new(std::string(line) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:4:"));
  }
  directory.make_new("license: mine\n");
  CHECK(directory.load().warnings.size() == 1);
}

TEST_CASE("statements are kept with their languages") {
  const PackageDirectory directory;
  directory.write("problem_statement/problem.tex", "")
      .write("problem_statement/problem.sv.tex", "");
  directory.write("problem_statement/figure.png", "").write("problem_statement/x/problem.tex", "");
  CHECK(directory.load().statements ==
        std::vector<PackageStatement>{{"sv", "problem_statement/problem.sv.tex"},
                                      {"en", "problem_statement/problem.tex"}});
  directory.remove("problem_statement");
  directory.write("problem.pdf", "");
  CHECK(directory.load().statements == std::vector<PackageStatement>{{"en", "problem.pdf"}});
  directory.make_new();
  directory.write("statement/problem.pt-BR.md", "");
  CHECK(directory.load().statements ==
        std::vector<PackageStatement>{{"pt-BR", "statement/problem.pt-BR.md"}});
}
