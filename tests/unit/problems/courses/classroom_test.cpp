#include "problems/package.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"

using namespace assize;
using namespace assize::test;
using Kind = courses::Note::Kind;

namespace {

constexpr const char* kJson = ".github/classroom/autograding.json";
constexpr const char* kWorkflow = ".github/workflows/classroom.yml";

// autograding.json with these tests, one a line from line 3 on.
Files with_tests(const std::vector<std::string>& tests) {
  std::string text = "{\n  \"tests\": [\n";
  for (std::size_t i = 0; i < tests.size(); ++i)
    text += "    {" + tests[i] + "}" + (i + 1 < tests.size() ? "," : "") + "\n";
  return {{kJson, text + "  ]\n}\n"}, {"main.py", "# yours\n"}, {"README.md", "# Doubling\n"}};
}

const std::string kTwo =
    R"("name": "doubles two", "setup": "", "run": "python3 main.py", "input": "2\n", "output": "4", )"
    R"("comparison": "exact", "timeout": 2, "points": 5)";
const std::string kSays =
    R"("name": "says it", "run": "python3 main.py", "input": "3", "output": "6", "points": 2.5)";

// Loads what was made as every package is loaded.
Package loaded(const courses::CoursePackage& made) {
  const MemoryTree tree(made.files);
  return load_package(tree, "week-1", {});
}

Files workflow(const std::string& steps) {
  return {{kWorkflow,
           "name: Autograding\non: push\njobs:\n  grade:\n    runs-on: ubuntu-latest\n"
           "    steps:\n      - uses: actions/checkout@v4\n" +
               steps + "      - uses: classroom-resources/autograding-grading-reporter@v1\n"}};
}

}  // namespace

TEST_CASE("programs of a Classroom become a package with points and comparisons") {
  const auto made = translated(with_tests({kTwo, kSays}));
  CHECK(refusals(made).empty());
  CHECK(made.origin == "classroom");
  CHECK(made.kind == "stdin");
  CHECK(made.files.at("data/secret/1-doubles-two/1.in") == "2\n");
  CHECK(made.files.at("data/secret/1-doubles-two/1.ans") == "4");
  CHECK(made.files.at("data/secret/2-says-it/test_group.yaml") ==
        "# says it\nmax_score: 25\nscore_aggregation: pass-fail\noutput_validator_args: "
        "[included]\n");
  CHECK(made.files.at("statement/problem.en.md") == "# Doubling\n");
  CHECK(says(notes_of(made, Kind::changed), "all points are 10 times as many"));
  CHECK(says(notes_of(made, Kind::changed),
             ":3: the timeout of 2 min of the clock is a time limit of 120 s"));
  const Package package = loaded(made);
  CHECK(package.name == "Week 1");
  CHECK(package.scoring);
  CHECK(package.limits.time == std::chrono::seconds(120));
  REQUIRE(package.tests.size() == 2);
  CHECK(package.tests[0].arguments == std::vector<std::string>{"exact"});
  CHECK(package.groups[0].highest == Score(75));
  CHECK(package.validation.programs.size() == 1);
}

TEST_CASE("programs without points are a problem that scores nothing") {
  const auto made = translated(with_tests({R"("name": "runs", "run": "python3 main.py")"}));
  CHECK(refusals(made).empty());
  const Package package = loaded(made);
  CHECK_FALSE(package.scoring);
  CHECK(package.tests.at(0).arguments == std::vector<std::string>{"any"});
  CHECK(package.limits.time == std::chrono::seconds(60));
}

TEST_CASE("what a Classroom's test does that none can here is refused, all of it by its line") {
  const auto refused = refusals(translated(with_tests(
      {kTwo, R"("name": "a", "run": "python3 main.py 3", "output": "x")",
       R"("name": "b", "run": "echo 1 | python3 main.py", "output": "x")",
       R"("name": "c", "run": "python3 other.py", "output": "x")",
       R"("name": "d", "run": "python3 main.py", "output": "[0-9]", "comparison": "regex")",
       R"("name": "e", "setup": "npm install", "run": "npm test")",
       R"("name": "f", "setup": "pip install numpy", "run": "python3 main.py", "output": "x")",
       R"("name": "g", "run": "pytest", "output": "passed")",
       R"("name": "h", "run": "python3 main.py", "output": "x", "points": "many")",
       R"("name": "i", "run": "python3 main.py", "output": "x", "timeout": -1)",
       R"("name": "j", "run": "python3 main.py", "shell": "fish")", R"("name": "k")"})));
  CHECK(says(refused, ":4: the test 'a': starts main.py with arguments"));
  CHECK(says(refused, ":5: the test 'b': an expression for a shell"));
  CHECK(says(refused, ":6: the test 'c': starts other.py, and tests before it main.py"));
  CHECK(says(refused, ":7: the test 'd': compares by a regular expression"));
  CHECK(says(refused, ":8: 'npm', of another language than Python: 'npm install'"));
  CHECK(says(refused, ":8: the test 'e': 'npm', of another language"));
  CHECK(says(refused, ":9: installs numpy"));
  CHECK(says(refused, ":10: the test 'g': compares what pytest prints"));
  CHECK(says(refused, ":11: points that are no decimal number: 'many'"));
  CHECK(says(refused, ":12: a timeout of '-1' minutes"));
  CHECK(says(refused, ":13: the unknown key 'shell'"));
  CHECK(says(refused, ":14: the test 'k': a test without a command"));
}

TEST_CASE("a workflow's graders are read with their lines") {
  const auto made = translated(workflow(
      "      - uses: classroom-resources/autograding-io-grader@v1\n        with:\n"
      "          test-name: Shout\n          command: python3 main.py\n          input: |\n"
      "            hello\n          expected-output: HELLO\n          comparison-method: exact\n"
      "          timeout: '10'\n          max-score: '10'\n"
      "      - name: Ends well\n        uses: education/autograding-command-grader@v1\n        "
      "with:\n"
      "          test-name: Ends well\n          setup-command: pip install pytest\n"
      "          command: python3 main.py\n          timeout: 1\n          max-score: 5\n"));
  CHECK(refusals(made).empty());
  CHECK(made.files.at("data/secret/1-Shout/1.in") == "hello");
  CHECK(says(notes_of(made, Kind::changed), kWorkflow + std::string(":16: the timeout of 10 min")));
  const Package package = loaded(made);
  CHECK(package.tests.at(0).arguments == std::vector<std::string>{"exact"});
  CHECK(package.tests.at(1).arguments == std::vector<std::string>{"any"});
  CHECK(package.limits.time == std::chrono::seconds(600));
}

TEST_CASE("what else a workflow does is refused") {
  const auto refused = refusals(translated(
      workflow("      - run: pip install numpy\n      - uses: somebody/their-action@v2\n"
               "      - uses: classroom-resources/autograding-java-grader@v1\n"
               "      - uses: classroom-resources/autograding-io-grader@v1\n        with:\n"
               "          command: python3 main.py\n          expected-output: x\n")));
  CHECK(refused.size() == 3);
  CHECK(says(refused, ":8: installs numpy"));
  CHECK(says(refused, ":9: the action somebody/their-action@v2 is not taken"));
  CHECK(says(refused, ":10: the action classroom-resources/autograding-java-grader@v1"));
}

TEST_CASE("tests of Classroom 50 are read with their files") {
  Files files{{"tests.json",
               "{\"schema\": \"classroom50/tests/v1\",\n \"tests\": [\n"
               "  {\"name\": \"one\", \"type\": \"io\", \"run\": \"python3 main.py\",\n"
               "   \"input-file\": \"one.in\", \"expected-file\": \"one.out\", \"comparison\": "
               "\"exact\", \"timeout\": 5, \"points\": 3},\n"
               "  {\"name\": \"two\", \"type\": \"run\", \"run\": \"python3 main.py\", \"points\": "
               "1}\n ]}\n"},
              {"one.in", "1\n"},
              {"one.out", "2\n"}};
  const auto made = translated(files);
  CHECK(refusals(made).empty());
  CHECK(made.files.at("data/secret/1-one/1.ans") == "2\n");
  CHECK_FALSE(made.files.contains("include/default/one.out"));
  CHECK(loaded(made).limits.time == std::chrono::seconds(10));
  files["tests.json"] =
      "{\"schema\": \"classroom50/tests/v1\", \"tests\": [\n"
      "  {\"name\": \"one\", \"type\": \"run\", \"run\": \"python3 main.py\", \"exit-code\": 3},\n"
      "  {\"name\": \"two\", \"type\": \"io\", \"run\": \"python3 main.py\", \"input-file\": "
      "\"no.in\", \"comparison\": \"exact\"}]}\n";
  const auto refused = refusals(translated(files));
  CHECK(says(refused, "tests.json:2: expects the exit code 3"));
  CHECK(says(refused, "tests.json:3: names no.in, which is not here"));
}

TEST_CASE("tests that run pytest become an assignment, their points shared") {
  Files files =
      with_tests({R"("name": "push", "run": "pytest test_stack.py::test_push", "points": 4)",
                  R"("name": "rest", "run": "python3 -m pytest test_more.py", "points": 10)"});
  files["test_stack.py"] = "import stack\n\n\ndef test_push():\n    assert stack.push\n";
  files["test_more.py"] =
      "from stack import pop\n\n\ndef test_a(): pass\ndef test_b(): pass\ndef test_c(): pass\n";
  files["stack.py"] = "# yours\n";
  files["words.csv"] = "a,b\n";
  const auto made = translated(files);
  CHECK(refusals(made).empty());
  CHECK(made.kind == "assignment");
  CHECK(made.tests == 2);
  CHECK(made.files.at("tests/test_stack.py") == files["test_stack.py"]);
  CHECK(made.files.contains("include/words.csv"));
  CHECK_FALSE(made.files.contains("include/stack.py"));
  CHECK(
      made.files.at("assignment.yaml") ==
      "name: {en: \"Week 1\"}\nmodules: [stack]\nrunner: pytest\nlimits: {time_limit: 60}\n"
      "points:\n  \"test_push\": 4\n  \"test_a\": 3.33\n  \"test_b\": 3.33\n  \"test_c\": 3.34\n");
  CHECK(says(notes_of(made, Kind::changed),
             ":4: 'rest' was all or nothing: its 10 points are shared by its 3 tests"));
  CHECK(says(notes_of(made, Kind::left_out),
             "stack.py: is the submitter's to write: the module stack"));
}

TEST_CASE("tests of files that are not here, and tests of two kinds, are refused") {
  Files files = with_tests({R"("name": "gone", "run": "pytest test_gone.py", "points": 4)",
                            R"("name": "no", "run": "pytest test_stack.py::test_no", "points": 4)",
                            R"("name": "prints", "run": "python3 main.py", "output": "x")"});
  files["test_stack.py"] = "def test_push(): pass\n";
  const auto made = translated(files);
  CHECK(made.kind == "assignment");
  const auto refused = refusals(made);
  CHECK(refused.size() == 3);
  CHECK(says(refused, ":3: runs test_gone.py, which is not here"));
  CHECK(says(refused, ":4: no such test in test_stack.py"));
  CHECK(says(refused, ":5: the test 'prints': a package is of one kind"));
}

TEST_CASE("files of tests that can't be read are errors with their place") {
  REQUIRE_THROWS_WITH(translated({{kJson, "{\n \"tests\": [\n"}}),
                      Contains("package/.github/classroom/autograding.json:3: is not JSON"));
  REQUIRE_THROWS_WITH(translated({{kJson, "[]"}}), Contains("has no list 'tests'"));
  Files files = workflow("      - uses: classroom-resources/autograding-io-grader@v1\n");
  files[".github/workflows/second.yml"] = files[kWorkflow];
  REQUIRE_THROWS_WITH(translated(files), Contains("several files say what the tests are"));
}
