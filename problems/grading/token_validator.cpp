#include "problems/grading/token_validator.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// The six ASCII white-space bytes, and nothing that depends on a locale.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Eight bytes at a time, the first one lowest (x86-64 is little-endian).
std::uint64_t word_at(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}
constexpr std::uint64_t in_each_byte(std::uint64_t byte) { return byte * 0x0101010101010101U; }

// Has the top bit of a byte of `word` set where that byte is below 0x21, as white space is; above
// the lowest such byte it may be wrong.
constexpr std::uint64_t small_bytes(std::uint64_t word) {
  return (word - in_each_byte(0x21)) & ~word & in_each_byte(0x80);
}

constexpr bool eight_digits(std::uint64_t word) {
  return ((word & in_each_byte(0xF0)) |
          (((word + in_each_byte(0x06)) & in_each_byte(0xF0)) >> 4U)) == in_each_byte(0x33);
}

// Of eight digits in decimal: pairs, then fours, then all.
constexpr std::uint64_t value_of_eight(std::uint64_t word) {
  word = (word & in_each_byte(0x0F)) * 2561 >> 8U;
  word = (word & 0x00FF00FF00FF00FFU) * 6553601 >> 16U;
  return (word & 0x0000FFFF0000FFFFU) * 42949672960001U >> 32U;
}

// Where the token that begins at `from` ends.
std::size_t end_of_token(std::string_view text, std::size_t from) {
  while (from + sizeof(std::uint64_t) <= text.size()) {
    const std::uint64_t small = small_bytes(word_at(text.data() + from));
    if (small == 0) {
      from += sizeof(std::uint64_t);
      continue;
    }
    from += static_cast<std::size_t>(std::countr_zero(small)) / 8;
    if (is_space(text[from])) return from;
    ++from;  // another control character
  }
  while (from < text.size() && !is_space(text[from])) ++from;
  return from;
}

std::size_t end_of_spaces(std::string_view text, std::size_t from) {
  while (from < text.size() && is_space(text[from])) ++from;
  return from;
}

bool same_bytes(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  if (a.size() < kWord) return std::equal(a.begin(), a.end(), b.begin());
  std::size_t at = 0;
  for (; at + kWord <= a.size(); at += kWord)
    if (word_at(a.data() + at) != word_at(b.data() + at)) return false;
  const std::size_t last = a.size() - kWord;  // the rest, with some of what was compared
  return word_at(a.data() + last) == word_at(b.data() + last);
}

bool same_letters(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return lower(x) == lower(y); });
}

// The power of ten of the first digit that isn't 0, of a token that is a decimal number. Exact for
// any length; exponents count up to a million.
long magnitude_of(std::string_view token) {
  if (token[0] == '-' || token[0] == '+') token.remove_prefix(1);
  const auto e = token.find_first_of("eE");
  const std::string_view mantissa = token.substr(0, e);
  long exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view digits = token.substr(e + 1);
    const bool negative = digits[0] == '-';
    if (negative || digits[0] == '+') digits.remove_prefix(1);
    for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), 1'000'000L);
    if (negative) exponent = -exponent;
  }
  const auto point = std::min(mantissa.find('.'), mantissa.size());
  const auto first = mantissa.find_first_of("123456789");
  if (first == std::string_view::npos) return -1;  // zero
  const long place = static_cast<long>(point) - static_cast<long>(first);
  return exponent + (first < point ? place - 1 : place);
}

// Decimal grammar only: [+-] digits [. digits] [e [+-] digits], with a digit before the exponent.
std::optional<double> parse_decimal(std::string_view token) {
  std::string_view rest = token;
  const auto digits = [&] {
    std::size_t n = 0;
    while (n < rest.size() && is_digit(rest[n])) ++n;
    rest.remove_prefix(n);
    return n;
  };
  const auto sign = [&] {
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) rest.remove_prefix(1);
  };
  sign();
  std::size_t mantissa = digits();
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    mantissa += digits();
  }
  if (mantissa == 0) return std::nullopt;
  if (!rest.empty() && lower(rest[0]) == 'e') {
    rest.remove_prefix(1);
    sign();
    if (digits() == 0) return std::nullopt;
  }
  if (!rest.empty()) return std::nullopt;
  if (token[0] == '+') token.remove_prefix(1);
  double value = 0;
  const auto result = std::from_chars(token.data(), token.data() + token.size(), value);
  if (result.ec == std::errc::result_out_of_range) {
    // Too large or too small for a double; from_chars doesn't say which.
    if (magnitude_of(token) < 0) return 0.0;
    return token[0] == '-' ? -HUGE_VAL : HUGE_VAL;
  }
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

// The same for most numbers there are, in one pass: at most 19 digits that make a whole number of
// at most 2^53, no exponent. Then that number and the power of ten below it are doubles, and one
// division of them is rounded as the number itself would be. Nothing: parse_decimal() knows.
std::optional<double> parse_short_decimal(std::string_view token) {
  static constexpr std::array kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                      1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19};
  const char* at = token.data();
  const char* const end = at + token.size();
  const bool negative = at < end && *at == '-';
  if (negative || (at < end && *at == '+')) ++at;
  if (end - at > 20) return std::nullopt;
  std::uint64_t number = 0;
  const auto digits = [&] {
    const char* const first = at;
    for (std::uint64_t word = 0; end - at >= 8 && eight_digits(word = word_at(at)); at += 8)
      number = number * 100'000'000 + value_of_eight(word);
    for (; at < end && is_digit(*at); ++at)
      number = number * 10 + static_cast<std::uint64_t>(*at - '0');
    return static_cast<std::size_t>(at - first);
  };
  const std::size_t whole = digits();
  std::size_t places = 0;
  if (at < end && *at == '.') {
    ++at;
    places = digits();
  }
  constexpr std::uint64_t kExact = 1ULL << 53U;
  if (at != end || whole + places == 0 || whole + places > 19 || number > kExact)
    return std::nullopt;
  const double value = static_cast<double>(number) / kPowers[places];
  return negative ? -value : value;
}

class Comparison {
 public:
  Comparison(std::string_view output, std::string_view answer, const ValidatorOptions& options)
      : output_(output), answer_(answer), options_(options) {}

  std::optional<Difference> run() {
    skip_equal_start();
    while (true) {
      if (auto difference = compare_space()) return difference;
      const std::string_view got = output_.substr(out_, end_of_token(output_, out_) - out_);
      const std::string_view expected = answer_.substr(ans_, end_of_token(answer_, ans_) - ans_);
      if (got.empty() && expected.empty()) return std::nullopt;
      if (got.empty()) return differ("the output ends early", got, expected);
      if (expected.empty()) return differ("more output than expected", got, expected);
      if (auto difference = compare_token(got, expected)) return difference;
      out_ += got.size();
      ans_ += expected.size();
    }
  }

 private:
  // What both have in common needs no look at its tokens. Goes back to the start of the token in
  // which the difference is. With a tolerance too: equal tokens are equal numbers.
  void skip_equal_start() {
    const std::size_t common = std::min(output_.size(), answer_.size());
    std::size_t same = 0;
    constexpr std::size_t kBlock = 4096;
    while (same + kBlock <= common &&
           std::memcmp(output_.data() + same, answer_.data() + same, kBlock) == 0)
      same += kBlock;
    while (same < common && output_[same] == answer_[same]) ++same;
    while (same > 0 && !is_space(output_[same - 1])) --same;
    if (options_.space_change_sensitive)
      while (same > 0 && is_space(output_[same - 1])) --same;
    out_ = ans_ = same;
  }

  std::optional<Difference> compare_space() {
    const std::size_t out = end_of_spaces(output_, out_);
    const std::size_t ans = end_of_spaces(answer_, ans_);
    if (options_.space_change_sensitive) {
      const std::string_view got = output_.substr(out_, out - out_);
      const std::string_view expected = answer_.substr(ans_, ans - ans_);
      if (got != expected) return differ("wrong white space", got, expected);
    }
    out_ = out;
    ans_ = ans;
    return std::nullopt;
  }

  std::optional<Difference> compare_token(std::string_view got, std::string_view expected) {
    if (same_bytes(got, expected)) return std::nullopt;  // of equal numbers too
    if (tolerant_) {
      const auto wanted = parse_short_decimal(expected);
      const auto value = wanted ? parse_short_decimal(got) : std::nullopt;
      if (value && close_enough(*value, *wanted)) return std::nullopt;
      return compare_with_tolerance(got, expected);
    }
    return compare_letters(got, expected);
  }

  std::optional<Difference> compare_with_tolerance(std::string_view got,
                                                   std::string_view expected) const {
    // An answer past what a double holds is compared as text: no tolerance makes sense of it.
    const auto wanted = parse_decimal(expected);
    if (!wanted || !std::isfinite(*wanted)) return compare_letters(got, expected);
    const auto value = parse_decimal(got);
    if (!value) return differ("not a decimal number", got, expected);
    if (close_enough(*value, *wanted)) return std::nullopt;
    return differ("number out of tolerance", got, expected);
  }

  std::optional<Difference> compare_letters(std::string_view got, std::string_view expected) const {
    if (!options_.case_sensitive && same_letters(got, expected)) return std::nullopt;
    if (options_.case_sensitive && got == expected) return std::nullopt;
    return differ("wrong token", got, expected);
  }

  bool close_enough(double value, double wanted) const {
    if (value == wanted) return true;
    const double off = std::fabs(value - wanted);
    return (options_.absolute_tolerance && off <= *options_.absolute_tolerance) ||
           (options_.relative_tolerance && off <= *options_.relative_tolerance * std::fabs(wanted));
  }

  Difference differ(const char* what, std::string_view got, std::string_view expected) const {
    return difference_at(output_, out_, what, got, expected);
  }

  std::string_view output_;
  std::string_view answer_;
  const ValidatorOptions& options_;
  const bool tolerant_ = options_.absolute_tolerance || options_.relative_tolerance;
  std::size_t out_ = 0;  // how far each has been compared
  std::size_t ans_ = 0;
};

double parse_tolerance(const std::string& name, const std::string& text) {
  double value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size() || !(value >= 0) ||
      !std::isfinite(value))
    throw InputError("validator argument " + name + ": '" + clean_excerpt(text, 40) +
                     "' is not a tolerance (a number, 0 or more)");
  return value;
}

// Source: format 2025-09, "Comparing floating-point tokens".
void must_be_alone(const std::string& name, const std::vector<std::string>& before) {
  constexpr const char* kBoth = "float_tolerance";
  for (const auto& other : before) {
    if (other == name)
      throw InputError("validator argument " + name + ": is there twice; give it once");
    if (name == kBoth || other == kBoth)
      throw InputError("validator argument " + name + ": contradicts " + other + ": " + kBoth +
                       " stands for both float_absolute_tolerance and float_relative_tolerance; "
                       "give either it or these");
  }
}

}  // namespace

std::optional<Difference> compare_output(std::string_view output, std::string_view answer,
                                         const ValidatorOptions& options) {
  if (!options.lines) return Comparison(output, answer, options).run();
  const Compared compared = compare_lines(output, answer, *options.lines);
  if (compared.accepted) return std::nullopt;
  return compared.difference;
}

Compared compare(std::string_view output, std::string_view answer,
                 const ValidatorOptions& options) {
  if (options.lines) return compare_lines(output, answer, *options.lines);
  const auto difference = Comparison(output, answer, options).run();
  return {!difference, std::nullopt, difference.value_or(Difference{})};
}

ValidatorOptions parse_validator_arguments(const std::vector<std::string>& arguments,
                                           ToleranceRules rules) {
  ValidatorOptions options;
  std::vector<std::string> tolerances;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "case_sensitive") {
      options.case_sensitive = true;
    } else if (name == "space_change_sensitive") {
      options.space_change_sensitive = true;
    } else if (name == "float_tolerance" || name == "float_absolute_tolerance" ||
               name == "float_relative_tolerance") {
      if (i + 1 == arguments.size())
        throw InputError("validator argument " + name + ": a number must follow");
      if (rules == ToleranceRules::once) must_be_alone(name, tolerances);
      tolerances.push_back(name);
      const double value = parse_tolerance(name, arguments[++i]);
      if (name != "float_relative_tolerance") options.absolute_tolerance = value;
      if (name != "float_absolute_tolerance") options.relative_tolerance = value;
    } else {
      throw InputError("unknown argument of the default output validator: '" +
                       clean_excerpt(name, 60) +
                       "' (known: case_sensitive, space_change_sensitive, float_tolerance, "
                       "float_absolute_tolerance, float_relative_tolerance)");
    }
  }
  return options;
}

}  // namespace assize
