#include "problems/package.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

std::string refused(const PackageDirectory& package, const LoadOptions& options = {}) {
  return input_error_of([&] { package.load(options); });
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const TestCase& test_named(const Package& package, const std::string& name) {
  for (const auto& test : package.tests)
    if (test.name == name) return test;
  throw std::runtime_error("no test " + name);
}

const LoadOptions kLenient = [] {
  LoadOptions options;
  options.lenient = true;
  return options;
}();

}  // namespace

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

TEST_CASE("limits of the wrong kind are refused with their place") {
  const std::string line =
      GENERATE(as<std::string>{}, "memory: 0", "memory: -1", "memory: 1.5", "memory: lots",
               "memory: [1]", "memory: 99999999999", "output: 0", "output: 4097", "code: 0",
               "code: 65537", "time_multiplier: 0", "time_multiplier: x", "validation_time: -3");
  INFO(line);
  const PackageDirectory directory;
  directory.write("problem.yaml", "limits:\n  " + line + "\n");
  const auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, "problem.yaml:2:"));
}

TEST_CASE("limits must be a map, and may be empty") {
  const PackageDirectory directory;
  directory.write("problem.yaml", "limits:\n");
  CHECK(directory.load().limits.memory == mib(2048));
  directory.write("problem.yaml", "limits: 5\n");
  CHECK(mentions(refused(directory), "problem.yaml:1:9"));
}

TEST_CASE("the time limit comes from the option, else the package, else the tools' files") {
  const PackageDirectory directory;
  directory.make_new("limits: {time_limit: 3}\n");
  directory.write(".timelimit", "4\n");
  directory.write("domjudge-problem.ini", "timelimit=5\n");
  LoadOptions options;
  options.time_limit = seconds{2};
  CHECK(directory.load(options).limits.time == seconds{2});
  CHECK(directory.load().limits.time == seconds{3});
  directory.make_new();
  CHECK(directory.load().limits.time == seconds{4});
  directory.remove(".timelimit");
  CHECK(directory.load().limits.time == seconds{5});
  directory.remove("domjudge-problem.ini");
  const auto message = refused(directory);
  INFO(message);
  CHECK(mentions(message, ".timelimit"));
  CHECK(mentions(message, "--time-limit"));
}

TEST_CASE("a .timelimit is one number of seconds") {
  const PackageDirectory directory;
  for (const auto& [text, time] :
       std::vector<std::pair<const char*, nanoseconds>>{{"1", seconds{1}},
                                                        {" 0.5 \n", milliseconds{500}},
                                                        {"1.25\r\n", milliseconds{1250}},
                                                        {"0.001", milliseconds{1}},
                                                        {"3600", seconds{3600}},
                                                        {"1e0", seconds{1}}}) {
    INFO(text);
    directory.write(".timelimit", text);
    CHECK(directory.load().limits.time == time);
  }
  for (const char* text : {"", "\n", "x", "1 2", "1s", "0", "-1", "0.0001", "3601", "inf", "nan",
                           "0x1", "1,5", "1e9"}) {
    INFO(text);
    directory.write(".timelimit", text);
    CHECK(mentions(refused(directory), ".timelimit"));
  }
}

TEST_CASE("domjudge-problem.ini is read for its time limit") {
  const PackageDirectory directory;
  directory.remove(".timelimit");
  for (const char* text :
       {"timelimit=2.5", "timelimit = '2.5'\r\n", "short-name=\"x\"\ntimelimit=\"2.5\"\n"}) {
    directory.write("domjudge-problem.ini", text);
    CHECK(directory.load().limits.time == milliseconds{2500});
  }
  directory.write("domjudge-problem.ini", "color=red\n\ntimelimit=fast\n");
  CHECK(mentions(refused(directory), "domjudge-problem.ini:3:1"));
}

TEST_CASE("tests are in the order of their paths, samples first, part by part") {
  const PackageDirectory directory;
  for (const char* name : {"secret/2", "secret/10", "secret/b/2", "secret/b/1", "secret/b-a/1",
                           "secret/c", "secret/a", "sample/2", "secret/b/x/1", "secret/b.1"})
    directory.pair(name);
  CHECK(names_of_tests(directory.load()) ==
        std::vector<std::string>{"sample/1", "sample/2", "secret/1", "secret/10", "secret/2",
                                 "secret/a", "secret/b/1", "secret/b/2", "secret/b/x/1",
                                 "secret/b-a/1", "secret/b.1", "secret/c"});
}

TEST_CASE("a test's group is the directory it is in") {
  const PackageDirectory directory;
  directory.pair("secret/g/h/1");
  const Package package = directory.load();
  CHECK(test_named(package, "secret/g/h/1").group_name == "secret/g/h");
  CHECK(test_named(package, "secret/1").group_name == "secret");
}

TEST_CASE("files beside the tests are not tests") {
  const PackageDirectory directory;
  for (const char* name : {"secret/1.desc", "secret/1.hint", "secret/1.png", "secret/README",
                           "secret/generator.py", "bad/1.in"})
    directory.write("data/" + std::string(name), "x");
  CHECK(directory.load().tests.size() == 2);
}

TEST_CASE("an input without its answer, or the other way round, is refused by name") {
  const PackageDirectory directory;
  directory.write("data/secret/g/7.in", "");
  CHECK(mentions(refused(directory), "data/secret/g/7.ans"));
  directory.remove("data/secret/g/7.in");
  directory.write("data/sample/7.ans", "");
  CHECK(mentions(refused(directory), "data/sample/7.in"));
}

TEST_CASE("a package without tests is refused") {
  const PackageDirectory directory;
  directory.remove("data");
  CHECK(mentions(refused(directory), "no test cases"));
}

TEST_CASE("samples are tests enough") {
  const PackageDirectory directory;
  directory.remove("data/secret");
  CHECK_FALSE(directory.load().tests.empty());
}

TEST_CASE("a package needs no samples") {
  const PackageDirectory directory;
  directory.remove("data/sample");
  CHECK(directory.load().tests.size() == 1);
}

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

TEST_CASE(
    "2025-09: arguments are those of the test's own file, else of its group; none inherited") {
  const PackageDirectory directory;
  directory.make_new();
  directory.pair("secret/g/1").pair("secret/g/2").pair("secret/g/3").pair("secret/k/1");
  directory.write("data/test_group.yaml", "output_validator_args: [float_tolerance, 1]\n");
  directory.write("data/secret/test_group.yaml", "output_validator_args: [case_sensitive]\n");
  directory.write("data/secret/g/test_group.yaml", "output_validator_args: float_tolerance 2\n");
  directory.write("data/secret/g/2.yaml", "output_validator_args: []\n");
  directory.write("data/secret/g/3.yaml", "hint: look closer\n");
  const Package package = directory.load();
  CHECK(test_named(package, "sample/1").validator == ValidatorOptions{});
  CHECK(test_named(package, "secret/1").validator.case_sensitive);
  CHECK(test_named(package, "secret/g/1").validator.absolute_tolerance == 2.0);
  CHECK_FALSE(test_named(package, "secret/g/1").validator.case_sensitive);
  CHECK(test_named(package, "secret/g/2").validator == ValidatorOptions{});
  CHECK(test_named(package, "secret/g/3").validator.absolute_tolerance == 2.0);
  CHECK(test_named(package, "secret/k/1").validator == ValidatorOptions{});
}

TEST_CASE("a wrong argument of the validator is refused where it stands") {
  const PackageDirectory directory;
  directory.write("data/secret/testdata.yaml", "output_validator_flags: float_tolerence 1\n");
  const auto message = refused(directory);
  CHECK(mentions(message, "data/secret/testdata.yaml:1:25"));
  CHECK(mentions(message, "float_tolerence"));
}

TEST_CASE("wrong keys and values in group files are refused with their place") {
  const PackageDirectory directory;
  directory.write("data/secret/testdata.yaml", "on_reject: break\noutput_validator_flag: x\n");
  CHECK(mentions(refused(directory), "data/secret/testdata.yaml:2:"));
  directory.write("data/secret/testdata.yaml", "output_validator_flags: [x]\n");
  CHECK(mentions(refused(directory), "data/secret/testdata.yaml:1:"));
  directory.make_new();
  directory.write("data/secret/test_group.yaml", "output_validator_arg: x\n");
  CHECK(mentions(refused(directory), "data/secret/test_group.yaml:1:"));
  directory.remove("data/secret/test_group.yaml");
  directory.write("data/secret/1.yaml", "output_validator_args: {a: b}\n");
  CHECK(mentions(refused(directory), "data/secret/1.yaml:1:"));
}

TEST_CASE("what a legacy package asks for and isn't there yet is refused by name") {
  struct Refusal {
    const char* file;
    const char* content;
    const char* named;
  };
  for (const auto& r : {
           Refusal{"problem.yaml", "validation: custom\n", "custom"},
           Refusal{"problem.yaml", "validation: custom score\n", "custom score"},
           Refusal{"problem.yaml", "validation: custom interactive\n", "custom interactive"},
           Refusal{"problem.yaml", "validation: custom multi-pass\n", "custom multi-pass"},
           Refusal{"problem.yaml", "type: scoring\n", "scoring"},
           Refusal{"data/testdata.yaml", "grader_flags: always_accept\n", "always_accept"},
           Refusal{"data/testdata.yaml", "grading: custom\n", "custom"},
           Refusal{"data/secret/1.args", "x", "arguments"},
           Refusal{"data/secret/1.files/x", "x", "files"},
           Refusal{"include/python3/lib.py", "x", "include/python3"},
           Refusal{"include/default/lib.py", "x", "include/default"},
       }) {
    const PackageDirectory directory;
    directory.write(r.file, r.content);
    const auto message = refused(directory);
    INFO(message);
    CHECK(mentions(message, "not supported yet"));
    CHECK(mentions(message, r.named));
    CHECK(mentions(refused(directory, kLenient), "not supported yet"));
  }
}

TEST_CASE("what a 2025-09 package asks for and isn't there yet is refused by name") {
  struct Refusal {
    const char* file;  // nullptr: the content goes into problem.yaml
    const char* content;
    const char* named;
  };
  for (const auto& r : {
           Refusal{nullptr, "type: scoring\n", "scoring"},
           Refusal{nullptr, "type: interactive\n", "interactive"},
           Refusal{nullptr, "type: multi-pass\n", "multi-pass"},
           Refusal{nullptr, "type: submit-answer\n", "submit-answer"},
           Refusal{nullptr, "type: [pass-fail, interactive]\n", "interactive"},
           Refusal{"output_validator/validate.py", "x", "output_validator"},
           Refusal{"static_validator/validate.py", "x", "static_validator"},
           Refusal{"include/python3/lib.py", "x", "include/python3"},
           Refusal{"data/secret/test_group.yaml", "max_score: 50\n", "max_score"},
           Refusal{"data/secret/test_group.yaml", "score_aggregation: min\n", "score_aggregation"},
           Refusal{"data/secret/test_group.yaml", "require_pass: sample\n", "require_pass"},
           Refusal{"data/secret/test_group.yaml", "args: [x]\n", "args"},
           Refusal{"data/secret/1.yaml", "args: [x]\n", "args"},
           Refusal{"data/secret/1.args", "x", "arguments"},
       }) {
    const PackageDirectory directory;
    directory.make_new(r.file == nullptr ? r.content : "");
    if (r.file != nullptr) directory.write(r.file, r.content);
    const auto message = refused(directory);
    INFO(message);
    CHECK(mentions(message, "not supported yet"));
    CHECK(mentions(message, r.named));
  }
}

TEST_CASE("what a group file asks for is refused even where each test has a nearer one") {
  SECTION("legacy") {
    const PackageDirectory directory;
    directory.write("data/testdata.yaml", "grader_flags: accept_if_any_accepted\n");
    directory.write("data/sample/testdata.yaml", "on_reject: break\n");
    directory.write("data/secret/testdata.yaml", "on_reject: break\n");
    CHECK(mentions(refused(directory), "accept_if_any_accepted"));
  }
  SECTION("2025-09") {
    const PackageDirectory directory;
    directory.make_new();
    directory.remove("data/secret");
    directory.pair("secret/g/1");
    directory.write("data/secret/test_group.yaml", "score_aggregation: sum\n");
    CHECK(mentions(refused(directory), "score_aggregation"));
  }
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

TEST_CASE("legacy: output validators that aren't asked for are no obstacle") {
  const PackageDirectory directory;
  directory.write("output_validators/check.py", "x");
  directory.write("input_format_validators/check.py", "x");
  directory.write("graders/x.py", "x");
  CHECK(directory.load().tests.size() == 2);
}

TEST_CASE("a package for other languages only is refused") {
  const PackageDirectory directory;
  directory.make_new("languages: [cpp, java]\n");
  CHECK(mentions(refused(directory), "python3"));
  directory.make_new("languages: all\n");
  CHECK(directory.load().tests.size() == 2);
}

TEST_CASE("a problem's id is its folder's name") {
  const TemporaryDirectory directory;
  directory.write("two-sum_1.0/x", "");
  directory.write("two sum/x", "");
  std::filesystem::create_symlink("two-sum_1.0", directory.path("alias"));
  CHECK(problem_id_of(directory.path("two-sum_1.0")) == "two-sum_1.0");
  CHECK(problem_id_of(directory.path("two-sum_1.0") + "/") == "two-sum_1.0");
  CHECK(problem_id_of(directory.path("two-sum_1.0/.")) == "two-sum_1.0");
  CHECK(mentions(input_error_of([&] { problem_id_of(directory.path("two sum")); }), "two sum"));
  input_error_of([&] { problem_id_of(directory.path("gone")); });
}

TEST_CASE("ids have letters, digits, dot, underscore and hyphen") {
  for (const char* id : {"a", "A1", "two-sum", "a_b.c", "9", "a."}) {
    INFO(id);
    CHECK(is_problem_id(id));
  }
  CHECK(is_problem_id(std::string(100, 'a')));
  for (const char* id : {"", ".", "..", ".a", "-a", "a b", "a/b", "é", "a\n", "a'"}) {
    INFO(id);
    CHECK_FALSE(is_problem_id(id));
  }
  CHECK_FALSE(is_problem_id(std::string(101, 'a')));
}

TEST_CASE("seconds are read as people write them") {
  CHECK(parse_seconds("1", "x") == seconds{1});
  CHECK(parse_seconds("0.5", "x") == milliseconds{500});
  CHECK(parse_seconds("0.1", "x") == milliseconds{100});
  CHECK(parse_seconds("2.000000001", "x") == seconds{2} + nanoseconds{1});
  for (const char* text : {"", " 1", "1 ", "1s", "0", "-1", "0.0009", "3600.1", "inf", "nan"}) {
    INFO(text);
    CHECK(input_error_of([&] { parse_seconds(text, "--time-limit"); }).starts_with("--time-limit"));
  }
}

TEST_CASE("the example packages load, strictly") {
  for (const auto& entry :
       std::filesystem::directory_iterator(ASSIZE_SOURCE "/problems/examples")) {
    if (!entry.is_directory()) continue;
    const std::string path = entry.path();
    INFO(path);
    const Package package = load_package(DirectoryTree(path), problem_id_of(path), {});
    CHECK(package.warnings.empty());
    CHECK(package.tests.size() > 2);
    CHECK(package.tests[0].sample);
  }
}
