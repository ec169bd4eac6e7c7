#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"

using namespace assize;
using namespace assize::test;
using Kind = courses::Note::Kind;

namespace {

constexpr const char* kSettings =
    "{\n \"name\": \"Homework 1\",\n \"src\": [\"hw01.py\"],\n \"tests\": {\"tests/*.py\": "
    "\"ok_test\"}\n}\n";

std::string test_of(const std::string& cases, const std::string& more = "") {
  return "test = {\n  'name': 'q1',\n  'points': 3,\n" + more +
         "  'suites': [\n    {\n      'cases': [\n" + cases +
         "      ],\n      'type': 'doctest'\n    }\n  ]\n}\n";
}

const std::string kCase =
    "        {'code': r'''\n        >>> square(3)\n        9\n        '''},\n";

}  // namespace

TEST_CASE("tests of OK become docstrings over the submission's module") {
  const auto made = translated({{"hw01.ok", kSettings},
                                {"hw01.py", "# yours\n"},
                                {"tests/q1.py", test_of(kCase)},
                                {"words.txt", "a\n"}});
  CHECK(refusals(made).empty());
  CHECK(made.origin == "ok");
  CHECK(made.kind == "assignment");
  CHECK(made.files.at("tests/q1.py") ==
        "# q1: translated from tests/q1.py\nfrom hw01 import *\n\n\ndef test():\n    r\"\"\"\n"
        "    >>> square(3)\n    9\n    \"\"\"\n");
  CHECK(
      made.files.at("assignment.yaml") ==
      "name: {en: \"Homework 1\"}\nmodules: [hw01]\nrunner: doctest\npoints:\n  \"q1.test\": 3\n");
  CHECK(made.files.contains("include/words.txt"));
}

TEST_CASE("cases of otter-grader count all or nothing, and hide what doesn't say otherwise") {
  const std::string cases =
      "{'code': '>>> f(1)\\n1', 'hidden': False}, {'code': '>>> f(2)\\n2'},\n";
  const auto made =
      translated({{"lab.ipynb", "{}"}, {"tests/q1.py", "OK_FORMAT = True\n\n" + test_of(cases)}});
  CHECK(refusals(made).empty());
  CHECK(made.tests == 1);
  CHECK(made.files.at("tests/q1.py").find("    >>> f(1)\n    1\n\n    >>> f(2)\n    2\n") !=
        std::string::npos);
  CHECK(made.files.at("assignment.yaml").find("visibility:\n  \"q1.test\": hidden\n") !=
        std::string::npos);
  CHECK(made.files.at("assignment.yaml").find("modules: [lab]") != std::string::npos);
  CHECK(
      says(notes_of(made, Kind::changed), "its 2 cases, which count all or nothing, are one test"));
}

TEST_CASE("cases that count in parts share the points, or have their own") {
  const std::string cases = "{'code': '>>> 1\\n1', 'hidden': False}, {'code': '>>> 2\\n2'},\n";
  auto made = translated({{"tests/q1.py", test_of(cases, "'all_or_nothing': False,\n")}});
  CHECK(made.files.at("assignment.yaml")
            .find("points:\n  \"q1.test_1\": 1.5\n  \"q1.test_2\": 1.5\nvisibility:\n  "
                  "\"q1.test_2\": hidden\n") != std::string::npos);
  made = translated(
      {{"tests/q1.py",
        test_of("{'code': '>>> 1\\n1', 'points': 2}, {'code': '>>> 2\\n2', 'points': 1},\n")}});
  CHECK(made.files.at("assignment.yaml").find("\"q1.test_1\": 2\n  \"q1.test_2\": 1\n") !=
        std::string::npos);
}

TEST_CASE("a docstring holds its case exactly") {
  const auto made = translated(
      {{"tests/q-1.py",
        test_of("{'code': '''>>> print(\"a\\\\n\")\\na\\n>>> s = \"\"\"x\"\"\"'''},\n")}});
  REQUIRE(made.files.contains("tests/q_1.py"));
  CHECK(made.files.at("tests/q_1.py")
            .find("    \"\"\"\n    >>> print(\\\"a\\\\n\\\")\n    a\n    >>> s = "
                  "\\\"\\\"\\\"x\\\"\\\"\\\"\n    \"\"\"\n") != std::string::npos);
}

TEST_CASE("setup and teardown stand around every case") {
  const auto made =
      translated({{"tests/q1.py",
                   "test = {'name': 'q1', 'suites': [{'cases': [{'code': '>>> x\\n1'}], "
                   "'setup': '>>> x = 1\\n', 'teardown': '>>> del x'}]}\n"}});
  CHECK(made.files.at("tests/q1.py").find("    >>> x = 1\n\n    >>> x\n    1\n\n    >>> del x\n") !=
        std::string::npos);
}

TEST_CASE("tests of OK are read and never executed; what isn't taken is refused by its line") {
  const auto refused = refusals(translated(
      {{"hw.ok", "{\"src\": [\"a.py\", \"b.py\"],\n \"tests\": {\n  \"a.py\": \"doctest\"}}\n"},
       {"tests/q1.py", test_of(kCase)},
       {"tests/q2.py", "import os\n" + test_of(kCase)},
       {"tests/q3.py", test_of("{'code': '''\n>>> a\nhash\n''', 'locked': True},\n")},
       {"tests/q4.py", test_of("{'question': 'What?'},\n")},
       {"tests/q5.py", "test = {'name': 'q5',\n 'suites': [{'type': 'wwpp',\n  'cases': []}]}\n"},
       {"tests/q6.py", "test = {'name': 'q6', 'points': [1, 2], 'suites': []}\n"},
       {"tests/q7.py", test_of("{'code': '>>> a\\x07'},\n")},
       {"tests/q8.py", "def test_q8():\n    pass\n"}}));
  CHECK(says(refused, "hw.ok:1: a second file that is handed in, b.py"));
  CHECK(says(refused, "hw.ok:3: tests of the kind doctest"));
  CHECK(says(refused, "tests/q2.py:1: something that is not 'name = value'"));
  CHECK(says(refused, "tests/q3.py:10: a locked case"));
  CHECK(says(refused, "tests/q4.py:7: a case without a doctest"));
  CHECK(says(refused, "tests/q5.py:2: a suite of the type wwpp"));
  CHECK(says(refused, "tests/q6.py:1: points for each case"));
  CHECK(says(refused, "tests/q7.py:7: a case with a control character"));
  CHECK(says(refused, "tests/q8.py: is no OK test"));
}
