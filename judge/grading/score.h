// Scores: exact numbers, so that the same results give the same score in whatever order they are
// added up.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assize {

class Score {
 public:
  Score() = default;
  Score(std::int64_t whole) : value_(whole) {}  // NOLINT: a whole number is a score

  // A decimal number as packages and validators write it: "7", "-0.25", "+1e2", ".5", "5."; nothing
  // but that. Nothing for any other text, and for more than kMostDigits digits before or after the
  // point, as it is written or once the exponent is applied.
  static std::optional<Score> parse(std::string_view decimal);
  static constexpr int kMostDigits = 30;

  // A plain decimal: exact where that takes at most nine digits after the point, else rounded to
  // nine, half away from zero. "0", "33.333333333", "-2.5".
  std::string text() const;

  Score& operator+=(const Score& other);
  friend Score operator+(Score a, const Score& b) { return a += b; }
  friend Score operator*(const Score& a, const Score& b);
  friend Score operator/(const Score& a, const Score& b);  // `b` is not zero
  friend bool operator==(const Score& a, const Score& b) { return a.value_ == b.value_; }
  friend std::strong_ordering operator<=>(const Score& a, const Score& b);

 private:
  using Rational = boost::multiprecision::cpp_rational;
  explicit Score(Rational value) : value_(std::move(value)) {}
  Rational value_;
};

}  // namespace assize
