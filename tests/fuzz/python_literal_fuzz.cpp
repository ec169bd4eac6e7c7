// Python files of nothing but values, as courses keep tests in them: whatever the text is, it is
// read within its bounds or refused by an InputError with a line; it is never executed. What is
// read of texts is UTF-8.
#include <cstdlib>
#include <string>
#include <string_view>

#include "problems/courses/python_literal.h"
#include "problems/courses/python_text.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace {

void check(const assize::courses::PythonValue& value, std::size_t depth, std::size_t& count) {
  using namespace assize::courses;
  if (++count > kMostLiterals || depth > kMostLiteralDepth || value.line == 0) std::abort();
  if (!assize::is_utf8(value.text)) std::abort();
  for (const auto& item : value.items) check(item, depth + 1, count);
  for (const auto& [key, entry] : value.entries) {
    if (value.find(key) != &entry) std::abort();
    check(entry, depth + 1, count);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    std::size_t count = 0;
    for (const auto& [name, value] : courses::read_python_literals(text, "f.py"))
      check(value, 0, count);
  } catch (const InputError& error) {
    if (!std::string_view(error.what()).starts_with("f.py:")) std::abort();
  }
  const auto lines = courses::logical_lines(text);
  for (const auto& line : lines)
    if (line.number == 0 || line.code.size() != line.text.size()) std::abort();
  courses::imports_of(lines);
  courses::tests_of(lines);
  return 0;
}
