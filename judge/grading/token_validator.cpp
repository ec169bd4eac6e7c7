#include "judge/grading/token_validator.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include "judge/core/errors.h"
#include "judge/core/text.h"

namespace assize {

namespace {

// The six ASCII white-space bytes, and nothing that depends on a locale.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

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

class Comparison {
 public:
  Comparison(std::string_view output, std::string_view answer, const ValidatorOptions& options)
      : output_(output), answer_(answer), options_(options) {}

  std::optional<Difference> run() {
    skip_equal_start();
    while (true) {
      if (auto difference = compare_space()) return difference;
      const std::string_view got = token(output_, out_);
      const std::string_view expected = token(answer_, ans_);
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

  static std::string_view token(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && !is_space(text[end])) ++end;
    return text.substr(from, end - from);
  }

  static std::string_view spaces(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_space(text[end])) ++end;
    return text.substr(from, end - from);
  }

  std::optional<Difference> compare_space() {
    const std::string_view got = spaces(output_, out_);
    const std::string_view expected = spaces(answer_, ans_);
    if (options_.space_change_sensitive && got != expected)
      return differ("wrong white space", got, expected);
    out_ += got.size();
    ans_ += expected.size();
    return std::nullopt;
  }

  std::optional<Difference> compare_token(std::string_view got, std::string_view expected) {
    if (options_.absolute_tolerance || options_.relative_tolerance) {
      // An answer past what a double holds is compared as text: no tolerance makes sense of it.
      if (const auto wanted = parse_decimal(expected); wanted && std::isfinite(*wanted)) {
        const auto value = parse_decimal(got);
        if (!value) return differ("not a decimal number", got, expected);
        if (close_enough(*value, *wanted)) return std::nullopt;
        return differ("number out of tolerance", got, expected);
      }
    }
    if (options_.case_sensitive ? got == expected : same_letters(got, expected))
      return std::nullopt;
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

ValidatorOptions parse_validator_arguments(const std::vector<std::string>& arguments) {
  ValidatorOptions options;
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
