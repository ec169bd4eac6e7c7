#include "problems/grading/score.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

namespace assize {

using Rational = boost::multiprecision::cpp_rational;

struct Score::Value {
  Rational number;
};

namespace {

using boost::multiprecision::cpp_int;

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

cpp_int power_of_ten(int exponent) {
  return cpp_int("1" + std::string(static_cast<std::size_t>(exponent), '0'));
}

// A decimal number, read: the digits of its mantissa, and the power of ten of the last of them.
struct Decimal {
  bool negative = false;
  std::string digits;
  int exponent = 0;
};

std::string_view take_digits(std::string_view& rest) {
  const auto* const end = std::find_if_not(rest.begin(), rest.end(), is_digit);
  const std::string_view digits = rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  rest.remove_prefix(digits.size());
  return digits;
}

bool take(std::string_view& rest, std::string_view any_of) {
  if (rest.empty() || any_of.find(rest[0]) == std::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

// An exponent that no number can have within the digits that a score may have.
constexpr int kHugeExponent = 1000;

std::optional<int> take_exponent(std::string_view& rest) {
  if (!take(rest, "eE")) return 0;
  const bool negative = rest.starts_with('-');
  take(rest, "+-");
  const std::string_view digits = take_digits(rest);
  if (digits.empty()) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = std::min(value * 10 + (c - '0'), kHugeExponent);
  return negative ? -value : value;
}

std::optional<Decimal> read_decimal(std::string_view text) {
  Decimal number;
  number.negative = text.starts_with('-');
  take(text, "+-");
  const std::string_view whole = take_digits(text);
  const std::string_view fraction = take(text, ".") ? take_digits(text) : std::string_view{};
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (whole.size() > Score::kMostDigits || fraction.size() > Score::kMostDigits)
    return std::nullopt;
  const auto exponent = take_exponent(text);
  if (!exponent || !text.empty()) return std::nullopt;
  number.digits.append(whole).append(fraction);
  number.exponent = *exponent - static_cast<int>(fraction.size());
  // Zeros at either end say nothing: "0.50e1" has one digit.
  number.digits.erase(0, std::min(number.digits.find_first_not_of('0'), number.digits.size()));
  while (!number.digits.empty() && number.digits.back() == '0') {
    number.digits.pop_back();
    ++number.exponent;
  }
  return number;
}

}  // namespace

Score::Score(std::int64_t whole) : Score(Value{Rational(whole)}) {}
Score::Score(Value value) : value_(std::make_shared<const Value>(std::move(value))) {}

const Score::Value& Score::value() const {
  static const Value zero{};
  return value_ ? *value_ : zero;
}

std::optional<Score> Score::parse(std::string_view decimal) {
  const auto number = read_decimal(decimal);
  if (!number) return std::nullopt;
  if (number->digits.empty()) return Score{};
  const int digits = static_cast<int>(number->digits.size());
  if (digits + number->exponent > kMostDigits || -number->exponent > kMostDigits)
    return std::nullopt;
  cpp_int mantissa(number->digits);
  if (number->negative) mantissa = -mantissa;
  if (number->exponent >= 0)
    return Score(Value{Rational(mantissa * power_of_ten(number->exponent))});
  return Score(Value{Rational(mantissa, power_of_ten(-number->exponent))});
}

std::string Score::text(int places) const {
  const Rational& number = value().number;
  const bool negative = number < 0;
  cpp_int top = numerator(number);
  if (negative) top = -top;
  const cpp_int bottom = denominator(number);
  // Rounding is to add a half and cut off; an exact value isn't changed by that.
  const cpp_int scaled = (top * power_of_ten(places) * 2 + bottom) / (bottom * 2);
  std::string digits = scaled.str();
  const auto after = static_cast<std::size_t>(places);
  if (digits.size() <= after) digits.insert(0, after + 1 - digits.size(), '0');
  digits.insert(digits.size() - after, 1, '.');
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return (negative && scaled != 0 ? "-" : "") + digits;
}

Score& Score::operator+=(const Score& other) {
  return *this = Score(Value{value().number + other.value().number});
}

Score operator*(const Score& a, const Score& b) {
  return Score(Score::Value{a.value().number * b.value().number});
}

Score operator/(const Score& a, const Score& b) {
  return Score(Score::Value{a.value().number / b.value().number});
}

std::strong_ordering operator<=>(const Score& a, const Score& b) {
  const int order = a.value().number.compare(b.value().number);
  if (order < 0) return std::strong_ordering::less;
  return order > 0 ? std::strong_ordering::greater : std::strong_ordering::equal;
}

}  // namespace assize
