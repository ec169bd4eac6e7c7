#include "problems/grading/score.h"

#include <algorithm>
#include <random>
#include <vector>

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

Score score(std::string_view text) { return Score::parse(text).value(); }

}  // namespace

TEST_CASE("a score is read exactly, and written as a plain decimal") {
  struct Row {
    const char* text;
    const char* written;
  };
  const auto row = GENERATE(values<Row>({
      {"0", "0"},
      {"-0", "0"},
      {"7", "7"},
      {"+7", "7"},
      {"007", "7"},
      {"-0.25", "-0.25"},
      {".5", "0.5"},
      {"5.", "5"},
      {"1e2", "100"},
      {"1E-2", "0.01"},
      {"2.50e+1", "25"},
      {"100.000000000", "100"},
      {"0.000000001", "0.000000001"},
      {"0.0000000004", "0"},
      {"-0.0000000004", "0"},
      {"0.0000000005", "0.000000001"},
      {"-0.0000000005", "-0.000000001"},
      {"0.9999999999", "1"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"0e999999999999", "0"},
      {"1e29", "100000000000000000000000000000"},
      {"1e00000000000000000001", "10"},
      {"1000000e-29", "0"},
  }));
  CAPTURE(row.text);
  const auto parsed = Score::parse(row.text);
  REQUIRE(parsed);
  CHECK(parsed->text() == row.written);
}

TEST_CASE("a score can be rounded for the eye") {
  CHECK(score("73.333333333").text(2) == "73.33");
  CHECK(score("0.005").text(2) == "0.01");
  CHECK(score("-0.005").text(2) == "-0.01");
  CHECK(score("99.996").text(2) == "100");
  CHECK(score("-0.004").text(2) == "0");
  CHECK(score("12.5").text(0) == "13");
  CHECK(score("120").text(0) == "120");
}

TEST_CASE("what isn't a decimal number within the bounds is no score") {
  const auto* const text =
      GENERATE("", " ", "-", "+", ".", "-.", "e5", ".e5", "1e", "1e+", "1 ", " 1", "1\n", "--1",
               "+-1", "1.2.3", "1,5", "0x10", "1_0", "inf", "-inf", "nan", "1/2", "12a", "1e5.0",
               "1e30", "1e-31", "1e999999999999999999999", "1234567890123456789012345678901",
               "0000000000000000000000000000001", "0.1234567890123456789012345678901", "0.5e-30");
  CAPTURE(text);
  CHECK_FALSE(Score::parse(text));
}

TEST_CASE("sums and averages of scores are exact in any order") {
  std::vector<Score> tenths(1000, score("0.1"));
  Score sum;
  for (const auto& tenth : tenths) sum += tenth;
  CHECK(sum == Score(100));
  CHECK(sum.text() == "100");

  // With doubles the small one is lost beside the large ones.
  CHECK(score("1e29") + score("1e-30") + score("-1e29") == score("1e-30"));

  const Score third = Score(100) / 3;
  CHECK(third.text() == "33.333333333");
  CHECK(third + third + third == Score(100));
  CHECK((Score(200) / 3).text() == "66.666666667");
  CHECK((Score(-200) / 3).text() == "-66.666666667");
  CHECK(third * 3 == Score(100));

  std::vector<Score> mixed;
  for (int n = 1; n <= 60; ++n) mixed.push_back(Score(n % 7 - 3) / n);
  Score forwards;
  for (const auto& part : mixed) forwards += part;
  std::mt19937 random(7);  // NOLINT: the same every time
  std::shuffle(mixed.begin(), mixed.end(), random);
  Score shuffled;
  for (const auto& part : mixed) shuffled += part;
  CHECK(forwards == shuffled);
}

TEST_CASE("scores are ordered by their values") {
  const std::vector<Score> rising{score("-1e29"), -2, score("-0.5"), 0, score("1e-30"),
                                  Score(1) / 3,   1,  score("1.5"),  2, score("1e29")};
  for (std::size_t a = 0; a < rising.size(); ++a)
    for (std::size_t b = 0; b < rising.size(); ++b) {
      CHECK((rising[a] < rising[b]) == (a < b));
      CHECK((rising[a] == rising[b]) == (a == b));
    }
  CHECK(score("0.50") == score("5e-1"));
}
