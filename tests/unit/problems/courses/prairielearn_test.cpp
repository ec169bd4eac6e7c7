#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"

using namespace assize;
using namespace assize::test;
using Kind = courses::Note::Kind;

namespace {

constexpr const char* kInfo =
    "{\n \"uuid\": \"0\",\n \"title\": \"Doubling\",\n \"type\": \"v3\",\n "
    "\"externalGradingOptions\": {\n"
    "  \"image\": \"somebody/grader-python-pytest\",\n  \"timeout\": 20\n }\n}\n";
constexpr const char* kTest =
    "import pytest\nfrom pytest_prairielearn_grader.fixture import StudentFixture\n\n"
    "sandbox_timeout = 2.5\n\n\n@pytest.mark.grading_data(name=\"It doubles\", points=3)\n"
    "def test_double(sandbox: StudentFixture):\n    assert sandbox.query_function(\"double\", 2) "
    "== 4\n";

}  // namespace

TEST_CASE("a question of PrairieLearn is taken with its tests, and the fixture that they use") {
  const auto made = translated({{"info.json", kInfo},
                                {"question.html", "<p>Double it.</p>"},
                                {"tests/test_student.py", kTest},
                                {"tests/initial_code.py", "# yours\n"},
                                {"tests/ans.py", "def double(x): return 2 * x\n"}});
  CHECK(refusals(made).empty());
  CHECK(made.origin == "prairielearn");
  CHECK(made.tests == 1);
  CHECK(made.files.at("tests/test_student.py") == kTest);
  CHECK(made.files.at("assignment.yaml") ==
        "name: {en: \"Doubling\"}\nmodules: [student_code]\nrunner: pytest\n"
        "limits: {time_limit: 2.5}\npoints:\n  \"test_double\": 3\n");
  CHECK(made.files.at("tests/conftest.py").find("StudentFixture(\"student_code\")") !=
        std::string::npos);
  CHECK(made.files.contains("tests/pytest_prairielearn_grader/fixture.py"));
  CHECK(made.files.contains("submissions/accepted/student_code.py"));
  CHECK_FALSE(made.files.contains("tests/initial_code.py"));
  CHECK(says(notes_of(made, Kind::changed), "tests/test_student.py:4: the timeout of 2.5 s"));
}

TEST_CASE("a submission may have another name") {
  const auto made = translated(
      {{"info.json", kInfo},
       {"ans.py", "x = 1\n"},
       {"tests/test_student.py", std::string("student_code_pattern = \"double*.py\"\n") + kTest}});
  CHECK(made.files.at("assignment.yaml").find("modules: [double]") != std::string::npos);
  CHECK(made.files.contains("submissions/accepted/double.py"));
}

TEST_CASE("what the plugin does beyond asking a submission is refused by its line") {
  const auto refused = refusals(translated(
      {{"info.json",
        "{\n \"uuid\": \"0\", \"type\": \"v3\",\n \"externalGradingOptions\": {\n"
        "  \"image\": \"prairielearn/grader-java\",\n  \"serverFilesCourse\": [\"x/\"]}}\n"},
       {"server.py", "def generate(data): pass\n"},
       {"tests/setup_code.py", "n = 3\n"},
       {"tests/test_student.py",
        "import pytest\nnames_for_user = ['n']\nimport_whitelist = ['math']\n\n"
        "@pytest.mark.grading_data(name=\"a\", points=some)\n"
        "def test_a(sandbox, feedback):\n    sandbox.query_function_raw('f')\n"
        "    sandbox.get_accumulated_stdout()\n"},
       {"tests/test.py", "class Test(PLTestCase):\n    pass\n"}}));
  CHECK(says(refused, "info.json:4: is graded by another image than Python's"));
  CHECK(says(refused, "info.json:5: needs files of the course"));
  CHECK(says(refused, "server.py: parameters of a question that are drawn"));
  CHECK(says(refused, "tests/setup_code.py: code that runs before a submission"));
  CHECK(says(refused, "tests/test_student.py:2: variables that a submission finds defined"));
  CHECK(says(refused, "tests/test_student.py:3: a list of modules that may be imported"));
  CHECK(says(refused, "tests/test_student.py:5: test_a has points that are no decimal number"));
  CHECK(says(refused, "tests/test_student.py:6: uses the fixture feedback"));
  CHECK(
      says(refused,
           "tests/test_student.py:7: asks the sandbox for what it has not: query_function_raw(…)"));
  CHECK(says(refused, "tests/test_student.py:8: asks the sandbox for what it has not"));
  CHECK(says(refused, "tests/test.py:1: tests of PrairieLearn's older grader"));
}
