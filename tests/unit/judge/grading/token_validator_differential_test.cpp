// The validator against a second one that was written to be slow and plain: it splits everything
// into lists first and reads numbers with the C library.
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include "judge/grading/token_validator.h"

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

}  // namespace

TEST_CASE("the validator agrees with a slow and plain one") {
  std::mt19937 random(1729);
  const std::vector<std::string> alphabets{
      "aAb \n",      "aB \t\n\v\f\r",      "0123 .-",     "01.eE+- ",
      "0159.e-  \n", "aAbBzZ09.+-eE \r\n", "infNAx0. \n",
  };
  int rights = 0;
  constexpr int kRounds = 200'000;
  for (int round = 0; round < kRounds; ++round) {
    const std::string& letters = alphabets[random() % alphabets.size()];
    const std::string answer = random_text(random, letters, 12);
    const std::string output = random() % 4 == 0 ? random_text(random, letters, 12)
                                                 : changed_a_little(random, answer, letters);
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
  CHECK(rights > kRounds / 10);
  CHECK(rights < kRounds * 9 / 10);
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
