#include <algorithm>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"
#include "tests/unit/support/zips.h"

using namespace assize;
using namespace assize::test;
using Catch::Matchers::EndsWith;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = LineComparison::Kind;
using Names = std::vector<std::string>;

namespace {

// A DMOJ package with the data of a few tests.
FormatDirectory dmoj(const std::string& init, bool with_time = true) {
  FormatDirectory directory;
  directory.write("init.yml", init);
  if (with_time) directory.write(".timelimit", "2\n");
  for (const char* number : {"1", "2", "3", "4"}) {
    directory.write(std::string(number) + ".in", number);
    directory.write(std::string(number) + ".out", number);
  }
  directory.write("check.py",
                  "def check(process_output, judge_output, **kwargs):\n  return True\n");
  return directory;
}

Package loaded(const std::string& init) { return dmoj(init).load(); }

std::string refused(const std::string& init) {
  return input_error_of([&] { dmoj(init).load(); });
}

const std::string kOne = "test_cases: [{in: 1.in, out: 1.out}]\n";

// What a checker becomes.
LineComparison comparison_of(const std::string& checker) {
  const Package package = loaded("checker: " + checker + "\n" + kOne);
  REQUIRE(package.tests.at(0).validator.lines);
  return *package.tests[0].validator.lines;
}

}  // namespace

TEST_CASE("DMOJ: cases have the points that they state, or the top's, or one") {
  const Package package = loaded(
      "points: 3\ntest_cases:\n- {in: 1.in, out: 1.out, points: 5}\n- {in: 2.in, out: 2.out}\n"
      "- {in: 3.in, out: 3.out, points: 2.5}\n");
  CHECK(package.format == "dmoj");
  CHECK(package.name == "test");
  CHECK(package.scoring);
  CHECK(package.limits.time == seconds{2});
  CHECK(package.limits.output == mib(24));
  CHECK(package.validation.programs.empty());
  CHECK(names_of_tests(package) == Names{"case-1", "case-2", "case-3"});
  CHECK(package.tests[0].accepted_score == Score(5));
  CHECK(package.tests[1].accepted_score == Score(3));
  CHECK(package.tests[2].accepted_score.text() == "2.5");
  REQUIRE(package.groups.size() == 1);
  CHECK_FALSE(package.groups[0].stop_at_rejection);
  CHECK(package.groups[0].highest->text() == "10.5");
  CHECK(loaded(kOne).tests[0].accepted_score == Score(1));
}

TEST_CASE("DMOJ: a batch is a group of all or nothing that stops at a rejection") {
  const Package package = loaded(
      "test_cases:\n- {in: 1.in, out: 1.out, points: 1}\n"
      "- points: 7\n  batched:\n  - {in: 2.in, out: 2.out}\n  - {in: 3.in, out: 3.out}\n"
      "- points: 4\n  dependencies: [1]\n  batched: [{in: 4.in, out: 4.out}]\n");
  CHECK(names_of_groups(package) == Names{"", "batch-1", "batch-2"});
  CHECK(names_of_tests(package) == Names{"case-1", "batch-1/1", "batch-1/2", "batch-2/1"});
  const TestGroup& first = package.groups[1];
  CHECK(first.score == ScoreMode::minimum);
  CHECK(first.stop_at_rejection);
  CHECK(first.highest == Score(7));
  CHECK(first.required.empty());
  CHECK(package.groups[2].required == Names{"batch-1"});
  CHECK(package.groups[0].highest == Score(12));
  CHECK(package.tests[1].accepted_score == Score(7));
  CHECK(package.tests[1].group_name == "batch-1");
}

TEST_CASE("DMOJ: what a batch doesn't say, the top says") {
  const Package package = loaded(
      "out: 1.out\nchecker: identical\ntest_cases:\n- in: 2.in\n- out: 3.out\n  checker: sorted\n"
      "  batched: [{in: 1.in}, {in: 2.in, out: 4.out, checker: easy}]\n");
  CHECK(package.tests[0].answer == "1.out");
  CHECK(package.tests[0].validator.lines->kind == Kind::identical);
  CHECK(package.tests[1].answer == "3.out");
  CHECK(package.tests[1].validator.lines->kind == Kind::sorted_lines);
  CHECK(package.tests[2].answer == "4.out");
  CHECK(package.tests[2].validator.lines->kind == Kind::easy);
}

TEST_CASE("DMOJ: what comes after a case of 0 points requires it") {
  const Package package = loaded(
      "test_cases:\n- {in: 1.in, out: 1.out, points: 0}\n- {in: 2.in, out: 2.out, points: 0}\n"
      "- {in: 3.in, out: 3.out, points: 5}\n- {points: 0, batched: [{in: 4.in, out: 4.out}]}\n"
      "- {in: 1.in, out: 1.out, points: 5}\n");
  CHECK(names_of_groups(package) == Names{"", "gate-1", "cases-3", "batch-1", "cases-5"});
  CHECK(group_named(package, "gate-1").stop_at_rejection);
  CHECK(group_named(package, "gate-1").required.empty());
  CHECK(group_named(package, "cases-3").required == Names{"gate-1"});
  CHECK(group_named(package, "batch-1").required == Names{"gate-1"});
  CHECK(group_named(package, "cases-5").required == Names{"batch-1"});
}

TEST_CASE("DMOJ: pretests come first and are worth nothing") {
  const Package package = loaded(
      "pretest_test_cases: [{in: 1.in, out: 1.out, points: 9}]\n"
      "checker: check.py\ntest_cases: [{in: 2.in, out: 2.out}]\n");
  CHECK(names_of_tests(package) == Names{"case-1", "case-2"});
  CHECK(package.tests[0].accepted_score == Score(0));
  CHECK(group_named(package, "cases-2").required == Names{"gate-1"});
  CHECK_THAT(package.tests[0].arguments.at(1), Contains("\"case_position\": 1"));
  CHECK_THAT(package.tests[1].arguments.at(1), Contains("\"case_position\": 0"));
}

TEST_CASE("DMOJ: data comes from the archive where there is no such file") {
  const auto directory = dmoj(
      "archive: data.zip\ntest_cases:\n- {in: 1.in, out: deep/x.out}\n"
      "- {in: raw, out: raw2, binary_data: true}\n- {}\n");
  directory.write(
      "data.zip",
      zip_of(
          {{"1.in", "of the archive"}, {"deep/x.out", "a\r\nb"}, {"raw", "a\r"}, {"raw2", "x"}}));
  const Package package = directory.load();
  CHECK(package.tests[0].input == "1.in");
  CHECK(package.tests[0].answer == "data.zip/deep/x.out");
  CHECK(directory.content("1.in") == "1\n");
  CHECK(directory.content("data.zip/deep/x.out") == "a\nb\n");
  CHECK(directory.content("data.zip/raw") == "a\r");
  CHECK(package.tests[2].input.empty());
  CHECK(directory.content("").empty());
  REQUIRE(package.warnings.size() == 1);
  CHECK_THAT(package.warnings[0], Contains("init.yml:5:3: a test case without 'out'"));
}

TEST_CASE("DMOJ: cases are found in the archive by patterns") {
  const std::string zip = zip_of({{"a.1.in", "x"},
                                  {"a.1.out", "x"},
                                  {"a.2.in", "x"},
                                  {"a.2.out", "x"},
                                  {"3.in", "x"},
                                  {"3.out", "x"},
                                  {"notes.txt", "x"}});
  const auto plain = dmoj("archive: d.zip\npoints: 2\n");
  plain.write("d.zip", zip);
  CHECK(names_of_tests(plain.load()) == Names{"case-1", "case-2", "case-3"});
  CHECK(plain.load().tests[2].accepted_score == Score(2));
  const auto own = dmoj(
      "archive: d.zip\ntest_cases:\n"
      "  input_format: ((?P<batch>\\w)\\.)?(?P<case>\\d)\\.in\n"
      "  output_format: ((?P<batch>\\w)\\.)?(?P<case>\\d)\\.out\n"
      "  case_points: [0, 1]\n");
  own.write("d.zip", zip);
  const Package package = own.load();
  CHECK(names_of_tests(package) == Names{"batch-1/1", "batch-1/2", "case-3"});
  CHECK(package.tests[0].input == "d.zip/a.1.in");
  CHECK(package.tests[2].answer == "d.zip/3.out");
  CHECK(package.tests[2].accepted_score == Score(1));
  own.write("init.yml", "archive: d.zip\ntest_cases: {case_points: [1]}\n");
  CHECK_THAT(input_error_of([&] { own.load(); }), Contains("1 values for 3 test cases"));
}

TEST_CASE("DMOJ: the checkers that compare are done by us") {
  CHECK(comparison_of("standard") == LineComparison{});
  CHECK(comparison_of("easy").kind == Kind::easy);
  CHECK(comparison_of("identical").kind == Kind::identical);
  CHECK(comparison_of("linecount").kind == Kind::line_count);
  CHECK(comparison_of("rstripped").kind == Kind::right_stripped);
  CHECK(comparison_of("{name: rstripped, args: {filter_new_line: yes}}").skip_empty_lines);
  CHECK(comparison_of("sorted").kind == Kind::sorted_lines);
  CHECK(comparison_of("{name: sorted, args: {split_on: whitespace}}").kind == Kind::sorted_tokens);
  CHECK(comparison_of("unordered").kind == Kind::sorted_tokens);
  CHECK(comparison_of("floats").epsilon == 1e-6);
  CHECK(comparison_of("{name: floats, args: {precision: 2}}").epsilon == 0.01);
  CHECK(comparison_of("floatsabs").tolerance == LineComparison::Tolerance::absolute);
  CHECK(comparison_of("{name: floats, args: {error_mode: relative}}").tolerance ==
        LineComparison::Tolerance::relative);
  const auto lines = comparison_of("{name: linematches, args: {point_distribution: [3]}}");
  CHECK(lines.kind == Kind::line_matches);
  CHECK(lines.line_points == std::vector<std::uint64_t>{3});
  CHECK(loaded("checker: {name: standard, args: {precision: 3}}\n" + kOne).warnings.size() == 1);
}

TEST_CASE("DMOJ: a Python checker is run for all tests, with what it is told of each") {
  const Package package = loaded(
      "test_cases:\n- {in: 1.in, out: 1.out, points: 5, checker: {name: check.py, args: "
      "{limit: 1.5, words: [a, 'b', no], deep: {x: ~}}}}\n"
      "- {points: 2, batched: [{in: 2.in, out: 2.out, binary_data: true}]}\n");
  REQUIRE(package.validation.programs.size() == 1);
  CHECK(package.validation.protocol == ValidatorProtocol::dmoj);
  CHECK(package.validation.scores);
  const PackageProgram& program = package.validation.programs[0];
  CHECK(program.language == PackageProgram::Language::python3);
  CHECK(program.main == "check.py");
  CHECK(program.files == std::map<std::string, std::string>{{"check.py", "check.py"}});
  CHECK(package.tests[0].arguments ==
        Names{"check.py",
              R"({"point_value": 5, "case_position": 0, "batch": 0, "binary_data": false, "args": )"
              R"({"deep":{"x":null},"limit":1.5,"words":["a","b",false]}})"});
  CHECK(package.tests[1].arguments ==
        Names{"standard",
              R"({"point_value": 2, "case_position": 1, "batch": 1, "binary_data": true, )"
              R"("args": {}})"});
}

TEST_CASE("DMOJ: a bridged checker is called as one with testlib is") {
  const auto directory = dmoj(
      "checker: {name: bridged, args: {files: [c.cpp, testlib.h], lang: "
      "CPP17, type: testlib, time_limit: 3, memory_limit: 1024}}\n" +
      kOne);
  directory.write("c.cpp", "").write("testlib.h", "");
  const Package package = directory.load();
  CHECK(package.validation.protocol == ValidatorProtocol::testlib);
  REQUIRE(package.validation.programs.size() == 1);
  CHECK(package.validation.programs[0].language == PackageProgram::Language::cpp);
  CHECK(package.validation.programs[0].name == "c.cpp");
  CHECK(package.validation.programs[0].files.size() == 2);
  CHECK(package.validation.limits.time == seconds{3});
  CHECK(package.validation.limits.memory == mib(1));
}

TEST_CASE("DMOJ: limits are from init.yml, else from the files beside it") {
  CHECK(loaded("time_limit: 1.5\n" + kOne).limits.time == milliseconds{1500});
  CHECK(loaded("memory_limit: 65536\n" + kOne).limits.memory == mib(64));
  CHECK(loaded("output-limit-length: 1000\n" + kOne).limits.output == Bytes{1000});
  LoadOptions options;
  options.time_limit = seconds{7};
  CHECK(dmoj("time_limit: 1\n" + kOne).load(options).limits.time == seconds{7});
  const auto none = dmoj(kOne, false);
  CHECK_THAT(input_error_of([&] { none.load(); }), Contains("no time limit"));
  options = {};
  options.without_time_limit = true;
  CHECK_FALSE(none.load(options).has_time_limit);
  options.computed_time_limit = seconds{3};
  CHECK(none.load(options).has_time_limit);
  CHECK(none.load(options).limits.time == seconds{3});
}

TEST_CASE("DMOJ: an interactor with testlib has the only word") {
  const auto directory = dmoj(
      "interactive: {files: [talk.cpp, talk.h], type: testlib, memory_limit: 65536}\n"
      "test_cases: [{in: 1.in, points: 5}]\n");
  directory.write("talk.cpp", "").write("talk.h", "");
  const Package package = directory.load();
  CHECK(package.warnings.empty());
  CHECK(package.validation.interactive);
  CHECK(package.validation.scores);
  CHECK(package.validation.protocol == ValidatorProtocol::testlib);
  CHECK(package.validation.limits.memory == mib(64));
  REQUIRE(package.validation.programs.size() == 1);
  CHECK(package.validation.programs[0].name == "talk.cpp");
  CHECK(package.validation.programs[0].language == PackageProgram::Language::cpp);
  CHECK(package.validation.programs[0].files.size() == 2);
}

TEST_CASE("DMOJ: what assize doesn't do is refused by name") {
  for (const char* key : {"custom_judge: a.py", "signature_grader: {entry: a.c}",
                          "generator: gen.py", "grader: output_only", "symlinks: {a: /dev/stdin}",
                          "wall_time_factor: 5", "custom-judge: a.py"}) {
    const std::string text(key);
    std::string name = text.substr(0, text.find(':'));
    std::replace(name.begin(), name.end(), '-', '_');
    CHECK_THAT(refused(text + "\n" + kOne), Contains(name) && Contains("not supported by assize"));
  }
  CHECK_THAT(refused("test_cases: [{in: 1.in, out: 1.out, generator: x}]"), Contains("generator"));
  CHECK_THAT(refused("test_cases+: 'node'\n"), Contains("Python code ('test_cases+')"));
  CHECK_THAT(refused("pretest_test_cases: [{batched: [{}]}]\n" + kOne), Contains("pretest"));
  CHECK_THAT(refused("checker: {name: bridged, args: {files: check.py, lang: PY3}}\n" + kOne),
             Contains("PY3"));
  CHECK_THAT(refused("checker: {name: bridged, args: {files: 1.in, type: coci}}\n" + kOne),
             Contains("coci"));
  CHECK_THAT(refused("checker: 1.in\n" + kOne), Contains("not Python"));
  CHECK_THAT(refused("interactive: {files: 1.in}\n" + kOne), Contains("another type than testlib"));
  CHECK_THAT(refused("interactive: {files: 1.in, type: testlib}\n" + kOne),
             Contains("an interactor that is not C or C++"));
  CHECK_THAT(refused("test_cases: [{in: 1.in, out: 1.out, interactive: {type: testlib}}]"),
             Contains("'interactive' of single cases"));
  CHECK_THAT(refused("test_cases: [{batched: [{in: 1.in, out: 1.out, points: 0}, "
                     "{in: 1.in, out: 1.out}]}]"),
             Contains("both cases of 0 points and others"));
  CHECK_THAT(
      refused("test_cases: [{in: 1.in, out: 1.out}, {in: 1.in, out: 1.out, binary_data: 1}]"),
      Contains("both binary data and not"));
}

TEST_CASE("DMOJ: what is wrong in init.yml is refused with its place") {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "archive"},
      {"[1]", "must be a map"},
      {"test_cases: []", "no test cases"},
      {"test_cases: 5", "must be a list"},
      {"test_cases: [5]", "must be a map"},
      {"test_cases: [{batched: 5}]", "must be a list"},
      {"test_cases: [{batched: []}]", "without test cases"},
      {"test_cases: [{batched: [{batched: [{}]}]}]", "a batch in a batch"},
      {"test_cases: [{in: 9.in}]", "init.yml:1:19: no such file"},
      {"test_cases: [{in: ../x}]", "must be the path of a file"},
      {"test_cases: [{in: /etc/passwd}]", "must be the path of a file"},
      {"test_cases: [{in: [1]}]", "must be a text"},
      {"test_cases: [{in: 1.in, out: 1.out, points: -1}]", "0 or more"},
      {"test_cases: [{in: 1.in, out: 1.out, points: many}]", "0 or more"},
      {"test_cases: [{in: 1.in, out: 1.out, ponts: 1}]", "did you mean 'points'"},
      {"test_cases: [{batched: [{}], dependencies: [1]}]", "a batch before this one"},
      {"test_cases: [{batched: [{}]}, {batched: [{}], dependencies: [0]}]", "a batch before"},
      {"test_cases: [{batched: [{}]}, {batched: [{}], dependencies: [x]}]", "whole number"},
      {"archive: no.zip\n" + kOne, "no such archive"},
      {"archive: 1.in\n" + kOne, "not a zip file"},
      {"archive: [a]\n" + kOne, "must be a text"},
      {"checker: nonsense\n" + kOne, "unknown checker 'nonsense'"},
      {"checker: no.py\n" + kOne, "no such checker"},
      {"checker: {args: {}}\n" + kOne, "'name' is missing"},
      {"checker: {name: standard, arg: 1}\n" + kOne, "did you mean 'args'"},
      {"checker: {name: floats, args: 5}\n" + kOne, "must be a map"},
      {"checker: {name: floats, args: {precision: x}}\n" + kOne, "number of digits"},
      {"checker: {name: floats, args: {precision: 9999}}\n" + kOne, "number of digits"},
      {"checker: {name: floats, args: {error_mode: x}}\n" + kOne, "absolute or relative"},
      {"checker: {name: sorted, args: {split_on: x}}\n" + kOne, "lines or whitespace"},
      {"checker: {name: linematches, args: {point_distribution: [1, 2]}}\n" + kOne, "2 lines"},
      {"checker: {name: linematches, args: {point_distribution: [0]}}\n" + kOne, "at least one"},
      {"checker: {name: bridged}\n" + kOne, "needs 'files'"},
      {"checker: {name: bridged, args: {files: no.cpp}}\n" + kOne, "no such file"},
      {"time_limit: 0\n" + kOne, "number above 0"},
      {"time_limit: 1e9\n" + kOne, "0.001 to 3600"},
      {"memory_limit: 0\n" + kOne, "must be KiB"},
      {"output_limit_length: 0\n" + kOne, "must be bytes"},
      {"test_cases: {input_format: x}", "there must be an 'archive'"}};
  for (const auto& [init, part] : wrong) {
    INFO(init);
    const std::string message = refused(init);
    CHECK_THAT(message, Contains(part) && (Contains("init.yml") || Contains("1.in: is not")));
  }
}

TEST_CASE("DMOJ: all errors of init.yml are told at once") {
  const std::string message = refused(
      "time_limit: soon\nmemory_limit: 0\ngenerator: x.py\nnonsense: 1\npoints: "
      "many\ncustom_judge: "
      "j.py\n\"out+\": 1\ntest_cases:\n- {in: gone.in, out: gone.out}\n- {in: 1.in, out: 1.out, "
      "checker: odd}\n- points: 3\n  batched:\n  - {in: away.in, out: 1.out}\n  - 7\n  "
      "dependencies: "
      "[9]\n- {in: 2.in, out: 2.out}\n");
  for (const char* part :
       {"init.yml:1:13: must be a number", "init.yml:2:15: must be KiB", "the key 'generator'",
        "unknown key 'nonsense'", "init.yml:5:9: must be a number of points",
        "the key 'custom_judge'", "Python code ('out+')", "gone.in", "gone.out",
        "unknown checker 'odd'", "away.in", "init.yml:14:5: must be a map",
        "the number of a batch before"})
    CHECK_THAT(message, Contains(part));
  CHECK(std::count(message.begin(), message.end(), '\n') == 12);
}

TEST_CASE("DMOJ: what is wrong with an archive isn't said again of what is in it") {
  CHECK_THAT(refused("archive: gone.zip\ntest_cases:\n- {in: a.in, out: a.out}\n"),
             !Contains("\n") && EndsWith("/package/gone.zip"));
  CHECK_THAT(refused("archive: gone.zip\n"), EndsWith("/package/gone.zip"));
}

TEST_CASE("DMOJ: all faults of a bridged checker are told at once") {
  const std::string message = refused(
      "checker: {name: bridged, args: {files: [a.cpp, check.py], lang: PAS, flags: [x], "
      "time_limit: 0}}\n" +
      kOne);
  for (const char* part :
       {"package/a.cpp", "not C or C++", "in PAS", "'flags'", "must be a number above 0"})
    CHECK_THAT(message, Contains(part));
}

TEST_CASE("DMOJ: other keys are taken with --lenient") {
  LoadOptions lenient;
  lenient.lenient = true;
  const auto directory = dmoj("author: me\nhints: [x]\nunbuffered: true\n" + kOne);
  CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("unknown key 'author'"));
  CHECK(directory.load(lenient).warnings.size() == 1);
}

TEST_CASE("DMOJ: an alias can't stand for more test cases than a package may have") {
  std::string init = "test_cases:\n- &many\n  batched:\n";
  for (int i = 0; i < 2000; ++i) init += "  - {}\n";
  for (int i = 0; i < 15; ++i) init += "- *many\n";
  CHECK_THAT(refused(init), Contains("more than 20000 test cases"));
}

TEST_CASE("a package with problem.yaml too is an ICPC package") {
  const auto directory = dmoj(kOne);
  directory.write("problem.yaml", "name: X\n")
      .write("data/secret/1.in", "")
      .write("data/secret/1.ans", "");
  CHECK(directory.load().format == "legacy");
}
