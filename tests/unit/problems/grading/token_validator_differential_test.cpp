// The validator against a second one that was written to be slow and plain: it splits everything
// into lists first and reads numbers with the C library. ASSIZE_DIFFERENTIAL_PAIRS=1000000 has that
// many random pairs compared instead of the usual number.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "problems/grading/token_validator.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

const std::string kWhite = " \t\n\v\f\r";

// Pieces in turn: white space (perhaps empty), token, white space, …, white space.
std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> list(1);
  bool in_space = true;
  for (const char c : text) {
    const bool white = kWhite.find(c) != std::string::npos;
    if (white != in_space) {
      list.emplace_back();
      in_space = white;
    }
    list.back().push_back(c);
  }
  if (!in_space) list.emplace_back();
  return list;
}

std::string small_letters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool is_number(const std::string& token) {
  static const std::regex grammar("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  return token.find_first_of("0123456789") != std::string::npos && std::regex_match(token, grammar);
}

double value_of(const std::string& token) { return std::strtod(token.c_str(), nullptr); }

bool same_token(const std::string& output, const std::string& answer,
                const ValidatorOptions& options) {
  const bool tolerant = options.absolute_tolerance || options.relative_tolerance;
  if (tolerant && is_number(answer)) {
    if (!is_number(output)) return false;
    const double o = value_of(output);
    const double a = value_of(answer);
    const double distance = o > a ? o - a : a - o;
    if (distance == 0) return true;
    if (options.absolute_tolerance && distance <= options.absolute_tolerance.value()) return true;
    return options.relative_tolerance &&
           distance <= options.relative_tolerance.value() * (a < 0 ? -a : a);
  }
  if (options.case_sensitive) return output == answer;
  return small_letters(output) == small_letters(answer);
}

// Past what a double holds there are no distances to compare.
bool has_infinite(const std::string& text) {
  for (const auto& piece : pieces(text))
    if (is_number(piece) && std::isinf(value_of(piece))) return true;
  return false;
}

bool right(const std::string& output, const std::string& answer, const ValidatorOptions& options) {
  const auto out = pieces(output);
  const auto ans = pieces(answer);
  if (out.size() != ans.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const bool white = i % 2 == 0;
    if (white && options.space_change_sensitive && out[i] != ans[i]) return false;
    if (!white && !same_token(out[i], ans[i], options)) return false;
  }
  return true;
}

std::string random_text(std::mt19937& random, const std::string& letters, std::size_t most) {
  std::string text(random() % (most + 1), ' ');
  for (char& c : text) c = letters[random() % letters.size()];
  return text;
}

std::string changed_a_little(std::mt19937& random, std::string text, const std::string& letters) {
  for (auto changes = random() % 3; changes > 0; --changes) {
    const std::size_t at = random() % (text.size() + 1);
    const char letter = letters[random() % letters.size()];
    switch (random() % 3) {
      case 0:
        text.insert(at, 1, letter);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1);
        break;
      default:
        if (at < text.size()) text[at] = letter;
    }
  }
  return text;
}

ValidatorOptions random_options(std::mt19937& random) {
  static const std::vector<double> kTolerances{0, 0.125, 0.5, 1, 1e-3};
  ValidatorOptions options;
  options.case_sensitive = random() % 2 == 0;
  options.space_change_sensitive = random() % 2 == 0;
  if (random() % 2 == 0) options.absolute_tolerance = kTolerances[random() % kTolerances.size()];
  if (random() % 2 == 0) options.relative_tolerance = kTolerances[random() % kTolerances.size()];
  return options;
}

struct Pair {
  std::string output;
  std::string answer;
};

// Few letters, so that much is the same by chance.
Pair random_letters(std::mt19937& random) {
  static const std::vector<std::string> kAlphabets{
      "aAb \n",      "aB \t\n\v\f\r",      "0123 .-",     "01.eE+- ",
      "0159.e-  \n", "aAbBzZ09.+-eE \r\n", "infNAx0. \n",
  };
  const std::string& letters = kAlphabets[random() % kAlphabets.size()];
  const std::string answer = random_text(random, letters, 12);
  return {random() % 4 == 0 ? random_text(random, letters, 12)
                            : changed_a_little(random, answer, letters),
          answer};
}

// Tokens longer than a word of the machine, with every kind of byte in and between them.
Pair random_bytes(std::mt19937& random) {
  static const std::string kAll = [] {
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    return all;
  }();
  static const std::string kSome = std::string("aAzZ \n\x1f\x21\x80\xa0\xff", 11) + '\0';
  const std::string& letters = random() % 2 == 0 ? kAll : kSome;
  const std::string answer = random_text(random, letters, 60);
  return {changed_a_little(random, answer, letters), answer};
}

std::string random_digits(std::mt19937& random, std::size_t count) {
  std::string digits(count, '0');
  for (char& c : digits) c = static_cast<char>('0' + random() % 10);
  return digits;
}

// Many have from 15 to 21 digits: there what is exact in a double ends, and what fits 64 bits.
std::string random_number(std::mt19937& random) {
  static const std::vector<std::string> kSigns{"", "", "", "-", "+"};
  std::string number = kSigns[random() % kSigns.size()] + random_digits(random, random() % 12);
  if (random() % 5 != 0) number += "." + random_digits(random, random() % 14);
  if (random() % 8 == 0)
    number += "e" + kSigns[random() % kSigns.size()] + std::to_string(random() % 40);
  return number;
}

// A number that is the same as `number`, or near it, or about a tolerance away.
std::string near_number(std::mt19937& random, std::string number) {
  static const std::vector<double> kOffsets{0.125, 0.1249999, 0.5, 1, 1e-3, 1.0001e-3};
  const bool plain = number.find('e') == std::string::npos;
  switch (random() % 5) {
    case 0:
      return changed_a_little(random, number, "0123456789./:");
    case 1:  // the same, in other digits
      if (!plain) return number;
      return number + (number.find('.') == std::string::npos ? ".000" : "000");
    case 2:  // its last digit is another one
      if (plain && !number.empty()) number.back() = static_cast<char>('0' + random() % 10);
      return number;
    case 3: {
      const double value = std::strtod(number.c_str(), nullptr);
      char text[400];
      std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 18),
                    value + kOffsets[random() % kOffsets.size()] * (random() % 2 == 0 ? 1 : -1));
      return text;
    }
    default:
      return number;
  }
}

Pair random_numbers(std::mt19937& random) {
  Pair pair;
  for (auto numbers = 1 + random() % 4; numbers > 0; --numbers) {
    const std::string number = random_number(random);
    pair.answer += number + " ";
    pair.output += near_number(random, number) + (random() % 8 == 0 ? "\n" : " ");
  }
  return pair;
}

Pair random_pair(std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      return random_bytes(random);
    case 1:
      return random_numbers(random);
    default:
      return random_letters(random);
  }
}

int number_of_pairs() {
  const char* const wanted = std::getenv("ASSIZE_DIFFERENTIAL_PAIRS");
  if (wanted == nullptr) return 50'000;
  const int number = std::atoi(wanted);
  if (number <= 0) FAIL("ASSIZE_DIFFERENTIAL_PAIRS: not a number of pairs: " << wanted);
  return number;
}

}  // namespace

TEST_CASE("the validator agrees with a slow and plain one") {
  std::mt19937 random(1729);
  int rights = 0;
  const int pairs = number_of_pairs();
  for (int n = 0; n < pairs; ++n) {
    const auto [output, answer] = random_pair(random);
    if (has_infinite(answer) || has_infinite(output)) continue;
    const ValidatorOptions options = random_options(random);
    const bool expected = right(output, answer, options);
    rights += expected ? 1 : 0;
    if (compare_output(output, answer, options).has_value() != expected) continue;
    INFO("output '" << output << "', answer '" << answer << "', case " << options.case_sensitive
                    << ", space " << options.space_change_sensitive << ", absolute "
                    << options.absolute_tolerance.value_or(-1) << ", relative "
                    << options.relative_tolerance.value_or(-1));
    REQUIRE(compare_output(output, answer, options).has_value() == !expected);
  }
  // The generator must reach both sides.
  CHECK(rights > pairs / 10);
  CHECK(rights < pairs * 9 / 10);
}

TEST_CASE("the validator agrees with a slow and plain one past its first block") {
  std::mt19937 random(6174);
  const std::string letters = "aAb01. \n";
  for (int round = 0; round < 60; ++round) {
    const std::string start = random_text(random, letters, 9000);
    const std::string answer = start + random_text(random, letters, 20);
    const std::string output =
        start + changed_a_little(random, answer.substr(start.size()), letters);
    const ValidatorOptions options = random_options(random);
    REQUIRE(compare_output(output, answer, options).has_value() == !right(output, answer, options));
  }
}
