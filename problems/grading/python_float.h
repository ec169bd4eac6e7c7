// Numbers as Python's float() reads them from bytes: what DMOJ's checkers take for a number.
#pragma once

#include <optional>
#include <string_view>

namespace assize {

// Decimal numbers, "inf", "infinity" and "nan" in any case, with a sign and with single underscores
// between digits ("1_000.5"). Nothing for anything else; `token` has no white space. Doesn't depend
// on the locale.
// Source: the Python Language Reference's built-in float() and PEP 515.
std::optional<double> parse_python_float(std::string_view token);

}  // namespace assize
