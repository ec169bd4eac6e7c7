#include "problems/courses/python_text.h"

#include "tests/unit/support/catch2.h"

using namespace assize::courses;

TEST_CASE("a logical line is one statement, without comments and contents of texts") {
  const auto lines = logical_lines(
      "# what\nx = f(1,  # one\n      'a # b')\nif x: \\\n  y = \"\"\"os.system(\n\"\"\"\na = 1; b "
      "= 2\n");
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].number == 2);
  CHECK(lines[0].code == "x = f(1,         '     ')");
  CHECK(lines[0].text == "x = f(1,         'a # b')");
  CHECK(lines[1].number == 4);
  CHECK_FALSE(has_name(lines[1].code, "os.system"));
  CHECK(lines[2].number == 7);
  CHECK(lines[3].code == "b = 2");
  CHECK(logical_lines("").empty());
  CHECK(logical_lines("x = 'not closed\ny = 1").size() == 2);
}

TEST_CASE("imports are found, wherever they stand") {
  const auto imports = imports_of(logical_lines(
      "import os, stack as s\nfrom a.b import (x,\n  y as z)\ndef f():\n    from . import c\n"
      "text = '''\nimport no\n'''\n"));
  REQUIRE(imports.size() == 4);
  CHECK(imports[0].module == "os");
  CHECK(imports[1].module == "stack");
  CHECK(imports[2].module == "a.b");
  CHECK(imports[2].names == std::vector<std::string>{"x", "y"});
  CHECK(imports[2].line == 2);
  CHECK(imports[3].names == std::vector<std::string>{"c"});
}

TEST_CASE("tests are functions of a module or of a class, with their decorators") {
  const auto tests = tests_of(logical_lines(
      "class TestStack(TestCase):\n    def setUp(self):\n        def test_inner(): pass\n"
      "    @weight(2)\n    @number('1')\n    def test_push(self):\n        pass\n"
      "    class Inner:\n        def test_no(self): pass\n\n"
      "def helper(): pass\n@mark(points=3)\nasync def test_alone(): pass\n"));
  REQUIRE(tests.size() == 2);
  CHECK(tests[0].name() == "TestStack.test_push");
  CHECK(tests[0].line == 6);
  REQUIRE(tests[0].decorators.size() == 2);
  CHECK(tests[0].decorators[0].code == "@weight(2)");
  CHECK(tests[1].name() == "test_alone");
  CHECK(tests[1].decorators.size() == 1);
}

TEST_CASE("a name stands for itself only where it is whole") {
  CHECK(has_name("x = os.system(1)", "os.system"));
  CHECK_FALSE(has_name("x = myos.system(1)", "os.system"));
  CHECK_FALSE(has_name("x = a.os.system(1)", "os.system"));
  CHECK_FALSE(has_name("os.systematic()", "os.system"));
  CHECK(is_identifier("_a1"));
  for (const char* no : {"", "1a", "a-b", "class", "a.b", "\u00e9"}) CHECK_FALSE(is_identifier(no));
}
