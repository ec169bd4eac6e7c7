#include "tools/report/order.h"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace assize {

namespace {

// Of one locale that every glibc has, so that the order isn't the user's.
wint_t lower(char32_t c) {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  const auto wide = static_cast<wint_t>(c);
  return kLocale == nullptr ? ::towlower(wide) : ::towlower_l(wide, kLocale);
}

// Takes a character from the beginning of a text; a byte that is none by itself.
char32_t take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = byte(0) < 0xC0 ? 1 : byte(0) < 0xE0 ? 2 : byte(0) < 0xF0 ? 3 : 4;
  char32_t c = byte(0);
  if (size > 1 && size <= text.size()) {
    c = byte(0) & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) c = c << 6U | (byte(i) & 0x3FU);
    text.remove_prefix(size);
  } else {
    text.remove_prefix(1);
  }
  return c;
}

bool begins_with_digit(std::string_view text) {
  return !text.empty() && text[0] >= '0' && text[0] <= '9';
}

// Takes the digits from the beginning of a text, without leading zeros.
std::string_view take_number(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && begins_with_digit(text.substr(end))) ++end;
  std::string_view number = text.substr(0, end);
  text.remove_prefix(end);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

}  // namespace

bool NaturalOrder::operator()(const std::string& a, const std::string& b) const {
  std::string_view left = a;
  std::string_view right = b;
  while (!left.empty() && !right.empty()) {
    if (begins_with_digit(left) && begins_with_digit(right)) {
      const std::string_view one = take_number(left);
      const std::string_view other = take_number(right);
      if (one.size() != other.size()) return one.size() < other.size();
      if (one != other) return one < other;
    } else {
      const wint_t one = lower(take(left));
      const wint_t other = lower(take(right));
      if (one != other) return one < other;
    }
  }
  if (left.empty() != right.empty()) return left.empty();
  return a < b;
}

}  // namespace assize
