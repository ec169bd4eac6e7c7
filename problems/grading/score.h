// Scores: exact numbers, so that the same results give the same score in whatever order they are
// added up.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace assize {

class Score {
 public:
  Score() = default;
  Score(std::int64_t whole);  // NOLINT: a whole number is a score

  // A decimal number as packages and validators write it: "7", "-0.25", "+1e2", ".5", "5."; nothing
  // but that. Nothing for any other text, and for more than kMostDigits digits before or after the
  // point, as it is written or once the exponent is applied.
  static std::optional<Score> parse(std::string_view decimal);
  static constexpr int kMostDigits = 30;

  // A plain decimal: exact where that takes at most nine digits after the point, else rounded to
  // nine, half away from zero. "0", "33.333333333", "-2.5". With fewer `places` it is for the eye.
  static constexpr int kPlaces = 9;
  std::string text(int places = kPlaces) const;

  Score& operator+=(const Score& other);
  friend Score operator+(Score a, const Score& b) { return a += b; }
  friend Score operator*(const Score& a, const Score& b);
  friend Score operator/(const Score& a, const Score& b);  // `b` is not zero
  friend bool operator==(const Score& a, const Score& b) { return (a <=> b) == 0; }
  friend std::strong_ordering operator<=>(const Score& a, const Score& b);

  // A fraction of big numbers, whose library only score.cpp needs to know.
  struct Value;

 private:
  explicit Score(Value value);
  const Value& value() const;
  std::shared_ptr<const Value> value_;  // never changed; none: zero
};

}  // namespace assize
