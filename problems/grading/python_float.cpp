#include "problems/grading/python_float.h"

#include <locale.h>
#include <stdlib.h>

#include <algorithm>
#include <string>

namespace assize {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool take_digits(std::string_view& rest) {
  const auto end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const auto length = static_cast<std::size_t>(end - rest.begin());
  rest.remove_prefix(length);
  return length > 0;
}

void take_sign(std::string_view& rest) {
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) rest.remove_prefix(1);
}

bool is_word(std::string_view text, std::string_view word) {
  return text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + ('a' - 'A')) : a) == b;
         });
}

bool is_number(std::string_view rest) {
  take_sign(rest);
  if (is_word(rest, "inf") || is_word(rest, "infinity") || is_word(rest, "nan")) return true;
  bool digits = take_digits(rest);
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    digits = take_digits(rest) || digits;
  }
  if (!digits) return false;
  if (!rest.empty() && (rest[0] == 'e' || rest[0] == 'E')) {
    rest.remove_prefix(1);
    take_sign(rest);
    if (!take_digits(rest)) return false;
  }
  return rest.empty();
}

// Nothing where an underscore isn't between two digits.
std::optional<std::string> without_underscores(std::string_view token) {
  std::string plain;
  plain.reserve(token.size());
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '_') {
      plain += token[i];
    } else if (i == 0 || i + 1 == token.size() || !is_digit(token[i - 1]) ||
               !is_digit(token[i + 1])) {
      return std::nullopt;
    }
  }
  return plain;
}

}  // namespace

std::optional<double> parse_python_float(std::string_view token) {
  const auto plain = without_underscores(token);
  if (!plain || !is_number(*plain)) return std::nullopt;
  // strtod and not from_chars: what is too large shall be infinite, and what is too small zero.
  static const locale_t kPlainLocale = ::newlocale(LC_ALL_MASK, "C", nullptr);
  return ::strtod_l(plain->c_str(), nullptr, kPlainLocale);
}

}  // namespace assize
