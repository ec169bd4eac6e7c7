#include "problems/courses/python_literal.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

using namespace assize;
using namespace assize::courses;
using Kind = PythonValue::Kind;

namespace {

PythonValue value_of(const std::string& literal) {
  const auto values = read_python_literals("x = " + literal + "\n", "file.py");
  REQUIRE(values.size() == 1);
  return values[0].second;
}

std::string text_of(const std::string& literal) {
  const PythonValue value = value_of(literal);
  REQUIRE(value.is(Kind::text));
  return value.text;
}

void is_refused(const std::string& source, const std::string& why) {
  INFO(source);
  REQUIRE_THROWS_WITH(read_python_literals(source, "file.py"), test::Contains(why));
}

}  // namespace

TEST_CASE("texts of Python are read as Python reads them") {
  CHECK(text_of(R"("a\tb\\n")") == "a\tb\\n");
  CHECK(text_of(R"('it''s')") == "its");
  CHECK(text_of(R"('a' "b" u'c')") == "abc");
  CHECK(text_of(R"(r"\n")") == "\\n");
  CHECK(text_of(R"(R'\'')") == "\\'");
  CHECK(text_of("\"\"\"\n>>> f(1)\n\"quoted\"\n\"\"\"") == "\n>>> f(1)\n\"quoted\"\n");
  CHECK(text_of("'a\\\nb'") == "ab");
  CHECK(text_of(R"('\x41\101\u00e9\U0001F600\q')") == "AA\u00e9\U0001F600\\q");
  CHECK(text_of("('a'\n  'b')") == "ab");
  CHECK(text_of("''").empty());
}

TEST_CASE("values of Python are read, nested as they are") {
  CHECK(value_of("None").is(Kind::none));
  CHECK(value_of("True").flag);
  CHECK_FALSE(value_of("False").flag);
  CHECK(value_of("-1_000.5e-3").text == "-1000.5e-3");
  CHECK(value_of(".5").text == ".5");
  CHECK(value_of("()").items.empty());
  CHECK(value_of("(1,)").items.size() == 1);
  CHECK(value_of("(1)").is(Kind::number));
  const PythonValue value = value_of("{'a': [1, {'b': (2, 3),},], # why\n  'c': None}");
  REQUIRE(value.find("a") != nullptr);
  CHECK(value.find("a")->items.at(1).find("b")->items.size() == 2);
  CHECK(value.find("c")->line == 2);
  CHECK(value.find("d") == nullptr);
}

TEST_CASE("a file of values may have comments, several names, and a text at its top") {
  const auto values = read_python_literals(
      "\"\"\"What it is.\"\"\"\n\nOK_FORMAT = True  # of otter\ntest = {\n  'name': 'q1',\n}\n"
      "test = {'name': 'q2'}",
      "file.py");
  REQUIRE(values.size() == 2);
  CHECK(values[0].first == "OK_FORMAT");
  CHECK(values[1].second.find("name")->text == "q2");
  CHECK(values[1].second.line == 7);
  CHECK(read_python_literals("", "file.py").empty());
  CHECK(read_python_literals("# nothing", "file.py").empty());
}

TEST_CASE("what would have to be executed is refused with its line") {
  is_refused("import os\n", "file.py:1: something that is not 'name = value'");
  is_refused("x = 1\nos.system('id')\n", "file.py:2: something that is not");
  is_refused("x = f()\n", "file.py:1: 'f' is no literal");
  is_refused("x = y\n", "file.py:1: 'y' is no literal");
  is_refused("x = 1 + 1\n", "'+ 1' behind a value");
  is_refused("x = 'a'.strip()\n", "'.strip()' behind a value");
  is_refused("x = ['a'.strip()]\n", "',' or ']' is missing");
  is_refused("x = f'{y}'\n", "an f-string is no literal");
  is_refused("x = b'a'\n", "bytes are not taken");
  is_refused("x = [i for i in y]\n", "'i' is no literal");
  is_refused("x = {**y}\n", "'*' is no literal");
  is_refused("x == 1\n", "something that is not");
  is_refused("class X:\n  pass\n", "file.py:1: something that is not");
  is_refused(" x = 1\n", "a statement that is indented");
  is_refused("x = y = 1\n", "'y' is no literal");
  is_refused("x = 0x10\n", "is no decimal number");
  is_refused("if = 1\n", "something that is not");
}

TEST_CASE("what is damaged is refused with its line") {
  is_refused("x = 'a\n", "file.py:1: a text that is not closed");
  is_refused("\nx = '''a\n\n", "file.py:2: a text that is not closed");
  is_refused("x = [1, 2\n", "',' or ']' is missing");
  is_refused("x = {'a' 1}\n", "':' is missing");
  is_refused("x = {1: 2}\n", "a key that is not a text");
  is_refused("x = {'a': 1, 'a': 2}\n", "'a' is there twice");
  is_refused("x = '\\xZZ'\n", "an escape that is cut off");
  is_refused("x = '\\ud800'\n", "an escape that is no character");
  is_refused("x = '\\N{DASH}'\n", "a character by its name");
  is_refused("x = -\n", "is no decimal number");
  is_refused("x = 1e\n", "a number without its exponent");
  is_refused("x = ", "'' is no literal");
  is_refused(std::string("x = 1\n\0", 7), "file.py:2: a NUL");
  is_refused("x = '\xff'", "is not UTF-8");
}

TEST_CASE("a file of values has bounds") {
  is_refused("x = " + std::string(200, '['), "nested deeper than 50");
  std::string many = "x = [";
  for (std::size_t i = 0; i <= kMostLiterals; ++i) many += "1,";
  is_refused(many + "]", "more than 100000 values");
  is_refused("x = '" + std::string(kMostLiteralText, 'a') + "'", "larger than 4194304 bytes");
  CHECK_NOTHROW(read_python_literals("x = " + std::string(50, '[') + std::string(50, ']'), "f"));
}
