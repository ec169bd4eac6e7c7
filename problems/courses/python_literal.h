// A reader of Python files that hold nothing but values: OK's tests are such files, and whoever
// runs them trusts whoever wrote them. Here they are read, never executed: what isn't a literal is
// an error with its line.
// Source: The Python Language Reference, 2.4 (literals) and 6.2 (atoms).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assize::courses {

// Bounds: bytes of a file, values in it, and how deep they are nested.
constexpr std::size_t kMostLiteralText = 4U << 20U;
constexpr std::size_t kMostLiterals = 100'000;
constexpr std::size_t kMostLiteralDepth = 50;

struct PythonValue {
  enum class Kind : std::uint8_t { none, flag, number, text, list, dict };
  Kind kind = Kind::none;
  bool flag = false;
  std::string text;                // of a number as it is written, without '_'
  std::vector<PythonValue> items;  // of a list or a tuple
  std::vector<std::pair<std::string, PythonValue>> entries{};  // of a dict; its keys are texts
  std::size_t line = 0;                                        // where it begins, from 1

  bool is(Kind wanted) const { return kind == wanted; }
  const PythonValue* find(std::string_view key) const;  // of a dict
};

// The values of a file that is nothing but `name = value`, comments, and texts that stand alone; in
// its order. A name that is there twice has its last value, as in Python. Throws InputError
// ("place:line: what") for anything else: names, calls, operators, f-strings, bytes, imports, keys
// that aren't texts or are there twice; and past a bound.
std::vector<std::pair<std::string, PythonValue>> read_python_literals(std::string_view source,
                                                                      const std::string& place);

}  // namespace assize::courses
