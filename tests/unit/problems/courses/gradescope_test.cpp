#include "problems/package.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"

using namespace assize;
using namespace assize::test;
using Kind = courses::Note::Kind;

namespace {

constexpr const char* kRun =
    "#!/usr/bin/env bash\n\n# the submission beside the tests\n"
    "cp /autograder/submission/stack.py /autograder/source/stack.py\n\n"
    "cd /autograder/source\n\npython3 run_tests.py > /autograder/results/log\n";
constexpr const char* kRunTests =
    "import unittest\nfrom gradescope_utils.autograder_utils.json_test_runner import "
    "JSONTestRunner\n\n"
    "if __name__ == '__main__':\n    suite = unittest.defaultTestLoader.discover('tests')\n"
    "    with open('/autograder/results/results.json', 'w') as f:\n"
    "        JSONTestRunner(visibility='visible', stream=f).run(suite)\n";
constexpr const char* kTest =
    "import unittest\nfrom gradescope_utils.autograder_utils.decorators import weight\n"
    "from stack import Stack\n\n\nclass TestStack(unittest.TestCase):\n    @weight(2)\n"
    "    def test_push(self):\n        self.assertEqual(len(Stack([1])), 1)\n";

Files autograder() {
  return {{"run_autograder", kRun},
          {"run_tests.py", kRunTests},
          {"setup.sh",
           "#!/usr/bin/env bash\napt-get update\napt-get install -y python3 python3-pip "
           "python3-dev\npip3 install -r /autograder/source/requirements.txt\n"},
          {"requirements.txt", "gradescope-utils>=0.3.1\n"},
          {"tests/__init__.py", ""},
          {"tests/test_stack.py", kTest}};
}

}  // namespace

TEST_CASE("an autograder of Gradescope is taken with its tests unchanged") {
  Files files = autograder();
  files["words.txt"] = "apple\n";
  files["README.md"] = "# A stack\n";
  files["solution/stack.py"] = "class Stack(list): pass\n";
  const auto package = translated(files);
  CHECK(refusals(package).empty());
  CHECK(package.origin == "gradescope");
  CHECK(package.kind == "assignment");
  CHECK(package.tests == 1);
  CHECK(package.files.at("tests/test_stack.py") == kTest);
  CHECK(package.files.at("assignment.yaml") ==
        "name: {en: \"Week 1\"}\nmodules: [stack]\nrunner: unittest\n");
  CHECK(package.files.at("include/words.txt") == "apple\n");
  CHECK(package.files.at("statement/problem.en.md") == "# A stack\n");
  CHECK(package.files.contains("submissions/accepted/stack.py"));
  CHECK_FALSE(package.files.contains("run_tests.py"));
  CHECK(says(notes_of(package, Kind::taken), "tests/test_stack.py: unchanged"));
}

TEST_CASE("an autograder may be in a folder of what is imported") {
  Files files;
  for (const auto& [path, content] : autograder()) files["source/" + path] = content;
  const auto package = translated(files);
  CHECK(refusals(package).empty());
  CHECK(package.files.contains("tests/test_stack.py"));
}

TEST_CASE("what the scripts of an autograder do besides running the tests is refused by its line") {
  Files files = autograder();
  files["run_autograder"] += "python3 plagiarism.py\ncp /autograder/source/a.txt /tmp\ngcc x.c\n";
  files["run_tests.py"] += "    grade_style()\n";
  files["setup.sh"] += "pip install numpy\ncurl example.org\nmake\n";
  const auto refused = refusals(translated(files));
  CHECK(refused.size() == 7);
  CHECK(says(refused, "run_autograder:9: does something besides running the tests"));
  CHECK(says(refused, "run_autograder:10: copies something else than the submission"));
  CHECK(says(refused, "run_autograder:11: does something besides running the tests"));
  CHECK(says(refused, "run_tests.py:8: does something besides running the tests: 'grade_style()'"));
  CHECK(says(refused, "setup.sh:5: installs numpy"));
  CHECK(says(refused, "setup.sh:6: 'curl', which needs a network"));
  CHECK(says(refused, "setup.sh:7: 'make', of another language"));
}

TEST_CASE("packages that requirements name are refused in their file") {
  Files files = autograder();
  files["requirements.txt"] = "# needed\ngradescope-utils\npandas==2.0  # tables\n";
  const auto refused = refusals(translated(files));
  REQUIRE(refused.size() == 1);
  CHECK(says(refused, "requirements.txt:3: installs pandas"));
  files.erase("requirements.txt");
  CHECK(says(refusals(translated(files)), "setup.sh:4: installs from"));
}

TEST_CASE("what a test file does that no test here can is refused by its line") {
  Files files = autograder();
  files["tests/test_more.py"] =
      "import requests\nimport os, subprocess, sys\n"
      "from gradescope_utils.autograder_utils.files import check_submitted_files\n\n"
      "# os.system('no')\ndef test_a():\n    os.system('ls')\n    subprocess.run(['ls'])\n"
      "    subprocess.run([sys.executable, 'stack.py'])\n    open('/autograder/submission/a')\n";
  const auto refused = refusals(translated(files));
  CHECK(refused.size() == 5);
  CHECK_FALSE(translated(files).files.contains("tests/test_more.py"));
  CHECK(translated(files).files.contains("tests/test_stack.py"));
  CHECK(says(refused, "tests/test_more.py:1: imports requests: tests have no network"));
  CHECK(says(refused, "tests/test_more.py:3: imports gradescope_utils.autograder_utils.files"));
  CHECK(says(refused, "tests/test_more.py:7: calls os.system"));
  CHECK(says(refused, "tests/test_more.py:8: calls subprocess.run without sys.executable"));
  CHECK(says(refused, "tests/test_more.py:10: names a place of the other system"));
}

TEST_CASE("modules that the tests import beside them are not shown to submissions") {
  Files files = autograder();
  files["helper.py"] = "def fresh(): return []\n";
  files["reference.py"] = "def answer(): return 42\n";
  files["tests/test_stack.py"] = std::string("import helper\nimport reference\n") + kTest;
  files["drawing.py"] = "def draw(): pass\n";
  const auto package = translated(files);
  CHECK(refusals(package).empty());
  CHECK(package.files.contains("tests/helper.py"));
  CHECK(package.files.contains("tests/reference.py"));
  CHECK(package.files.contains("include/drawing.py"));
  CHECK_FALSE(package.files.contains("include/helper.py"));
  CHECK_FALSE(package.files.contains("include/reference.py"));
}

TEST_CASE("an autograder without tests in Python, or in another language, is refused") {
  Files files = autograder();
  files.erase("tests/test_stack.py");
  CHECK(says(refusals(translated(files)), "there are no tests in Python"));
  CHECK(translated(files).kind.empty());
  files = autograder();
  files["run_autograder"] = "#!/usr/bin/env python3\nprint('points')\n";
  CHECK(says(refusals(translated(files)), "run_autograder:1: is no script for a shell"));
}
