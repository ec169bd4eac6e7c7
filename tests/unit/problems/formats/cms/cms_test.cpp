#include <algorithm>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;
using Kind = LineComparison::Kind;
using Names = std::vector<std::string>;

namespace {

const std::string kHead =
    "name: sum\ntitle: The sum\ntime_limit: 1.5\nmemory_limit: 64\ninfile: \"\"\noutfile: \"\"\n";

// A CMS task with four tests.
FormatDirectory cms(const std::string& more = "n_input: 4\n", const std::string& gen = "") {
  FormatDirectory directory;
  directory.write("task.yaml", kHead + more);
  if (!gen.empty()) directory.write("gen/GEN", gen);
  for (const char* number : {"0", "1", "2", "3"}) {
    directory.write("input/input" + std::string(number) + ".txt", number);
    directory.write("output/output" + std::string(number) + ".txt", number);
  }
  return directory;
}

std::string refused(const std::string& more, const std::string& gen = "") {
  return input_error_of([&] { cms(more, gen).load(); });
}

Package grouped(const std::string& type, const std::string& parameters) {
  return cms("n_input: 4\nscore_type: " + type + "\nscore_type_parameters: " + parameters + "\n")
      .load();
}

}  // namespace

TEST_CASE("CMS: without subtasks each test has the same part of the total") {
  const Package package = cms().load();
  CHECK(package.format == "cms");
  CHECK(package.name == "The sum");
  CHECK(package.scoring);
  CHECK(package.limits.time == milliseconds{1500});
  CHECK(package.limits.memory == mib(64));
  CHECK(names_of_tests(package) == Names{"0", "1", "2", "3"});
  CHECK(names_of_groups(package) == Names{""});
  CHECK(package.tests[3].input == "input/input3.txt");
  CHECK(package.tests[3].answer == "output/output3.txt");
  CHECK(package.tests[3].accepted_score == Score(25));
  CHECK(package.tests[3].validator.lines->kind == Kind::white_diff);
  CHECK(package.groups[0].highest == Score(100));
  CHECK_FALSE(package.groups[0].stop_at_rejection);
  CHECK(package.plain_lines.empty());
  const Package thirds = cms("n_input: 3\ntotal_value: 10\n").load();
  CHECK(thirds.tests[0].accepted_score.text() == "3.333333333");
  CHECK(thirds.groups[0].highest == Score(10));
}

TEST_CASE("CMS: gen/GEN says which tests are in which subtask") {
  const Package package = cms("",
                              "# a comment\n#ST: 0\n#COPY: sample.txt\n\n# ST: 40\n"
                              "10 20 # big\n#ST:60\n 1 2 3\n4 5\n")
                              .load();
  CHECK(names_of_groups(package) == Names{"", "subtask-1", "subtask-2", "subtask-3"});
  CHECK(names_of_tests(package) ==
        Names{"subtask-1/0", "subtask-2/1", "subtask-3/2", "subtask-3/3"});
  const TestGroup& last = group_named(package, "subtask-3");
  CHECK(last.score == ScoreMode::minimum);
  CHECK(last.stop_at_rejection);
  CHECK(last.highest == Score(60));
  CHECK(package.tests[3].accepted_score == Score(60));
  CHECK(package.tests[3].group_name == "subtask-3");
  CHECK(package.groups[0].highest == Score(100));
  CHECK(cms("", "1\n2\n#COPY: x\n4 # four\n").load().tests[0].accepted_score == Score(25));
}

TEST_CASE("CMS: score_type_parameters may count, match or name the tests of a subtask") {
  const Package counted = grouped("GroupMin", "[[40, 1], [60, 3]]");
  CHECK(names_of_tests(counted) ==
        Names{"subtask-1/0", "subtask-2/1", "subtask-2/2", "subtask-2/3"});
  const Package matched = grouped("GroupMin", "[[40, '00[01]'], [60, '.*']]");
  CHECK(matched.tests.size() == 6);
  CHECK(matched.tests[2].name == "subtask-2/0");
  CHECK(matched.tests[2].input == "input/input0.txt");
  const Package named = grouped("GroupMul", "[{max_score: 7.5, testcases: ['003', '001']}]");
  CHECK(names_of_tests(named) == Names{"subtask-1/3", "subtask-1/1"});
  CHECK(named.tests[0].accepted_score.text() == "7.5");
  CHECK_THAT(named.warnings.at(0), Contains("2 test cases are in no subtask"));
  CHECK(grouped("GroupThreshold", "[[100, 4, 1]]").groups.size() == 2);
  CHECK(grouped("Sum", "12").tests[0].accepted_score == Score(12));
}

TEST_CASE("CMS: public tests are samples") {
  const auto samples = [](const std::string& value) {
    std::string text;
    for (const auto& test : cms("n_input: 4\n" + value + "\n").load().tests)
      text += test.sample ? 's' : '-';
    return text;
  };
  CHECK(samples("public_testcases: 0,2") == "s-s-");
  CHECK(samples("risultati: '1, 3'") == "-s-s");
  CHECK(samples("public_testcases: all") == "ssss");
  CHECK(samples("public_testcases: ''") == "----");
  CHECK(samples("public_testcases: 3") == "---s");
}

TEST_CASE("CMS: a checker is compiled with the headers beside it") {
  const auto directory = cms();
  directory.write("check/checker.cpp", "")
      .write("check/testlib.h", "")
      .write("check/other.cpp", "");
  const Package package = directory.load();
  CHECK(package.validation.protocol == ValidatorProtocol::cms);
  CHECK(package.validation.scores);
  REQUIRE(package.validation.programs.size() == 1);
  CHECK(package.validation.programs[0].name == "check/checker.cpp");
  CHECK(package.validation.programs[0].language == PackageProgram::Language::cpp);
  CHECK(package.validation.programs[0].files ==
        std::map<std::string, std::string>{{"checker.cpp", "check/checker.cpp"},
                                           {"testlib.h", "check/testlib.h"}});
  const auto old = cms();
  old.write("cor/correttore.py", "").write("cor/x.h", "");
  CHECK(old.load().validation.programs.at(0).main == "correttore.py");
  CHECK(old.load().validation.programs.at(0).files.size() == 1);
}

TEST_CASE("CMS: old names of keys, and what doesn't change the judging") {
  FormatDirectory directory = cms();
  directory.write("task.yaml",
                  "nome_breve: s\nnome: La somma\ntimeout: 2\nmemlimit: 128\nn_input: 4\n"
                  "infile: ''\noutfile: ''\nrisultati: ''\ntoken_mode: disabled\n"
                  "score_mode: max_subtask\nfeedback_level: full\nversion: x\n");
  const Package package = directory.load();
  CHECK(package.name == "La somma");
  CHECK(package.limits.time == seconds{2});
  CHECK(package.limits.memory == mib(128));
}

TEST_CASE("CMS: statements are kept with their language") {
  const auto directory = cms();
  directory.write("statement/english.pdf", "")
      .write("statement/it.pdf", "")
      .write("testo/testo.pdf", "");
  const auto statements = directory.load().statements;
  CHECK(statements == std::vector<PackageStatement>{{"en", "statement/english.pdf"},
                                                    {"it", "statement/it.pdf"},
                                                    {"it", "testo/testo.pdf"}});
}

TEST_CASE("CMS: submissions may read and write files, and do where the keys are missing") {
  CHECK(cms().load().input_file.empty());
  CHECK(cms().load().output_file.empty());
  const auto files = cms();
  const auto with = [&](const std::string& keys) {
    files.write("task.yaml", "n_input: 4\ntime_limit: 1\n" + keys);
    return files.load();
  };
  CHECK(with("infile: a.in\noutfile: stdout\n").input_file == "a.in");
  CHECK(with("infile: a.in\noutfile: stdout\n").output_file.empty());
  CHECK(with("").input_file == "input.txt");
  CHECK(with("").output_file == "output.txt");
  CHECK(with("infile:\noutfile: b.out\n").input_file.empty());
  for (const char* name : {"a/b", "..", ".", "main.py", "\"a\\nb\"", "/x"})
    CHECK_THAT(input_error_of([&] { with("infile: " + std::string(name) + "\n"); }),
               Contains("task.yaml:3:9: must be empty, or the plain name of a file"));
}

TEST_CASE("CMS: what assize doesn't do is refused by name") {
  CHECK_THAT(refused("n_input: 4\noutput_only: true\n"), Contains("task.yaml:8:14: a task with"));
  CHECK_THAT(refused("n_input: 4\noutput_only_testcases: '1'\n"),
             Contains("output_only_testcases"));
  for (const char* path : {"sol/grader.py", "sol/grader.cpp", "check/manager.cpp", "cor/manager"}) {
    const auto directory = cms();
    directory.write(path, "");
    CHECK_THAT(input_error_of([&] { directory.load(); }),
               Contains(path) && Contains("not supported by assize"));
  }
  for (const char* path : {"check/checker", "cor/correttore"}) {
    const auto directory = cms();
    directory.write(path,
                    "\x7f"
                    "ELF");
    CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("without its source"));
  }
  CHECK_THAT(refused("n_input: 4\nscore_type: GroupMin2\nscore_type_parameters: []\n"),
             Contains("'GroupMin2' is not supported"));
  CHECK_THAT(
      refused("n_input: 4\nscore_type: GroupThreshold\nscore_type_parameters: [[1, 4, 0.5]]\n"),
      Contains("a threshold below 1"));
  for (const char* type : {"GroupMul", "GroupThreshold"}) {
    const auto directory = cms("n_input: 4\nscore_type: " + std::string(type) +
                               "\nscore_type_parameters: [[100, 4, 1]]\n");
    directory.write("check/checker.cpp", "");
    CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("together with a checker"));
  }
}

TEST_CASE("CMS: what is wrong in task.yaml or gen/GEN is refused with its place") {
  const std::string min = "n_input: 4\nscore_type: GroupMin\nscore_type_parameters: ";
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "number of test cases is missing"},
      {"n_input: 0\n", "no test cases"},
      {"n_input: -1\n", "whole number"},
      {"n_input: x\n", "whole number"},
      {"n_input: 99999999\n", "up to 20000"},
      {"n_input: 5\n", "input4.txt: no such file; there are 5"},
      {"n_input: [4]\n", "must be a text"},
      {"n_input: 4\nn_imput: 4\n", "did you mean 'n_input'"},
      {"n_input: 4\nn_input: 4\n", "is there twice"},
      {"n_input: 4\ntotal_value: -5\n", "0 or more"},
      {"n_input: 4\npublic_testcases: 4\n", "from 0 to 3"},
      {"n_input: 4\npublic_testcases: 1,,2\n", "from 0 to 3"},
      {"n_input: 4\npublic_testcases: some\n", "from 0 to 3"},
      {"n_input: 4\npublic_testcases: [1]\n", "must be a text"},
      {"n_input: 4\noutput_only: maybe\n", "true or false"},
      {min + "5\n", "must be a list"},
      {min + "[]\n", "at least one subtask"},
      {min + "[5]\n", "must be a list"},
      {min + "[[5]]\n", "needs its points and its test cases"},
      {min + "[[x, 4]]\n", "0 or more"},
      {min + "[[50, 2], [50, '0']]\n", "of one kind"},
      {min + "[[50, 2], [50, 3]]\n", "more test cases than the 4"},
      {min + "[[50, 0], [50, 4]]\n", "no test case is in this subtask"},
      {min + "[[100, '9']]\n", "no test case is in this subtask"},
      {min + "[[100, '(']]\n", "the pattern '('"},
      {min + "[[100, ['7']]]\n", "no test case '7'"},
      {min + "[{max_score: 1, testcase: 4}]\n", "did you mean 'testcases'"},
      {min + "[{max_score: 1}]\n", "needs its points"},
      {"n_input: 4\nscore_type: GroupThreshold\nscore_type_parameters: [[1, 4]]\n", "a threshold"},
      {"n_input: 4\nscore_type: Sum\nscore_type_parameters: [1]\n", "must be a text"}};
  for (const auto& [more, part] : wrong) {
    INFO(more);
    CHECK_THAT(refused(more), Contains(part));
  }
  const std::vector<std::pair<std::string, std::string>> gen{
      {"#ST: 50\n1\n", "must be 100 together, not 50"},
      {"1\n#ST: 100\n2\n", "gen/GEN:2:1: a test case before"},
      {"#ST: 50\n#ST: 50\n1\n", "gen/GEN:2:1: the subtask before"},
      {"#ST: 100\n", "has no test cases"},
      {"#ST: ten\n1\n", "not 'ten'"},
      {"#ST: 200\n1\n", "from 0 to 100"},
      {"1 #ST: 100\n", "a test case and a command"},
      {"1 #COPY: x\n", "a test case and a command"},
      {"# nothing\n", "no test cases"}};
  for (const auto& [text, part] : gen) {
    INFO(text);
    CHECK_THAT(refused("", text), Contains(part));
  }
  CHECK_THAT(refused("n_input: 3\n", "1\n2\n3\n4\n"), Contains("gen/GEN has 4 test cases"));
}

TEST_CASE("CMS: all errors of a task are told at once") {
  auto directory = cms("timeout: 3\nnonsense: 1\noutput_only: true\npublic_testcases: 0,x,9\n",
                       "1\n#ST: many\n2\n#ST: 40\n#ST: 60\n3 #ST: 4\n4\n5\n");
  directory.write("sol/grader.cpp", "").write("check/manager.cpp", "").write("check/checker", "");
  const std::string message = input_error_of([&] { directory.load(); });
  for (const char* part :
       {"unknown key 'nonsense'", "'output_only'", "sol/grader.cpp: a grader",
        "check/manager.cpp: a manager", "check/checker: a checker without its source",
        "GEN:2:1: a test case before the first", "GEN:5:1: the subtask before has no test cases",
        "GEN:6:1: a test case and a command"})
    CHECK_THAT(message, Contains(part));
  CHECK(std::count(message.begin(), message.end(), '\n') == 7);
  const std::string files = refused("n_input: 6\npublic_testcases: 0,x,9\nscore_mode: max\n");
  for (const char* part :
       {"input/input4.txt: no such", "output/output5.txt: no such", "not 'x'", "not '9'"})
    CHECK_THAT(files, Contains(part));
}

TEST_CASE("CMS: score_type alone is ignored with a warning, as in CMS") {
  const Package package = cms("n_input: 4\nscore_type: GroupMin\n").load();
  CHECK(package.groups.size() == 1);
  CHECK_THAT(package.warnings.at(0), Contains("task.yaml:8:1: only used together"));
}
