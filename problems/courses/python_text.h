// Python sources of teachers as far as a translation has to understand them: their lines, imports
// and tests. They are read as text and never executed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assize::courses {

// A logical line: one statement, over all lines that it takes.
struct PythonLine {
  std::size_t number = 0;  // of its first line, from 1
  std::size_t indent = 0;  // blanks in front; a tab counts as one
  std::string code;        // without comments, and without what is between quotes
  std::string text;        // without comments
};

// Empty lines and comments aside. What isn't Python gives lines, too; nothing is refused.
std::vector<PythonLine> logical_lines(std::string_view source);

struct PythonImport {
  std::string module;              // "a.b"
  std::vector<std::string> names;  // of `from a.b import x, y`
  std::size_t line = 0;
};
std::vector<PythonImport> imports_of(const std::vector<PythonLine>& lines);

// A function whose name begins with "test": in a class, or on its own.
struct PythonTest {
  std::string in_class;  // or empty
  std::string function;
  std::size_t line = 0;
  std::vector<PythonLine> decorators;
  std::string name() const { return in_class.empty() ? function : in_class + "." + function; }
};
std::vector<PythonTest> tests_of(const std::vector<PythonLine>& lines);

// True if `word` stands in `code` as a name of its own: "os.system" in "x = os.system(y)".
bool has_name(std::string_view code, std::string_view word);

bool is_identifier(std::string_view text);  // ASCII only, and no keyword

// The text between the first quotes of a line, without prefix and escapes; or empty.
std::string first_string(std::string_view text);

}  // namespace assize::courses
