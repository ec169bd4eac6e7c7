#include "problems/grading/line_comparison.h"

#include <cmath>

#include "problems/grading/python_float.h"
#include "problems/grading/token_validator.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

using namespace assize;
using Kind = LineComparison::Kind;
using Tolerance = LineComparison::Tolerance;

namespace {

struct Row {
  const char* output;
  const char* answer;
  bool right;
};

void check(LineComparison comparison, const std::vector<Row>& rows) {
  for (const auto& [output, answer, right] : rows) {
    INFO("output '" << output << "' answer '" << answer << "'");
    CHECK(compare_lines(output, answer, comparison).accepted == right);
  }
}

LineComparison kind(Kind which) {
  LineComparison comparison;
  comparison.kind = which;
  return comparison;
}

std::string share_of(std::string_view output, std::string_view answer,
                     const LineComparison& comparison) {
  const auto compared = compare_lines(output, answer, comparison);
  return compared.share ? compared.share->text() : "";
}

}  // namespace

TEST_CASE("standard: tokens, and the line ends between them") {
  check(kind(Kind::standard), {{"", "", true},
                               {"  \n", "", true},
                               {"a b", "a  \t b\n\n", true},
                               {"\n\na b", "a b", true},
                               {"a\nb", "a\r\n\r\nb", true},
                               {"a\n \nb", "a\nb", true},
                               {"a b", "a\nb", false},
                               {"a\nb", "a b", false},
                               {"a", "A", false},
                               {"a b", "a", false},
                               {"a", "a b", false},
                               {"ab", "a", false},
                               {"a", "ab", false},
                               {"a\n\n", "a", true}});
}

TEST_CASE("easy: the same characters, whatever their order and case") {
  check(kind(Kind::easy),
        {{"cb a", "ABC", true}, {"aab", "abb", false}, {"", " \n", true}, {"\xc3", "\xe3", false}});
}

TEST_CASE("floats: tokens of a line, numbers with a tolerance") {
  LineComparison floats = kind(Kind::floats);
  floats.epsilon = 0.01;
  check(floats, {{"1.001 x", "1.0 x", true},
                 {"1.02", "1.0", false},
                 {"100.9", "100", true},
                 {"1\n\n2", "1\n2", true},
                 {"1 2", "1\n2", false},
                 {"1", "1 2", false},
                 {"x", "1", false},
                 {"X", "x", false},
                 {"nan", "nan", false},
                 {"inf", "inf", false},
                 {"1_0", "10", true},
                 {"0.005", "0", true},
                 {" ", "", false}});
  floats.tolerance = Tolerance::absolute;
  check(floats, {{"100.9", "100", false}, {"0.009", "0", true}});
  floats.tolerance = Tolerance::relative;
  check(floats, {{"100.9", "100", true},
                 {"0.009", "0", false},
                 {"-100.9", "-100", true},
                 {"inf", "inf", true}});
}

TEST_CASE("identical: byte by byte") {
  check(kind(Kind::identical), {{"a\n", "a\n", true}, {"a", "a\n", false}, {"a ", "a b", false}});
  CHECK(compare_lines("a", "a\n", kind(Kind::identical)).difference.what == "wrong white space");
  CHECK(compare_lines("a", "b\n", kind(Kind::identical)).difference.what == "not identical");
}

TEST_CASE("linecount: each right line earns its share") {
  const auto lines = kind(Kind::line_count);
  check(lines, {{"a\nb\n", "a\nb", true},
                {" a \n\nb", "a\nb", true},
                {"", "", true},
                {"a\nx", "a\nb", false},
                {"a", "a\nb", false},
                {"a\nb\nc", "a\nb", false}});
  CHECK(share_of("a\nx", "a\nb", lines) == "0.5");
  CHECK(share_of("a", "a\nb\nc", lines) == "0.333333333");
  CHECK(share_of("a\nb\nc", "a\nb", lines).empty());
  CHECK(compare_lines("a\nx", "a\nb", lines).difference.line == 2);
}

TEST_CASE("linematches: one right line is enough to be accepted") {
  auto lines = kind(Kind::line_matches);
  lines.line_points = {1, 3};
  CHECK(compare_lines("a\nb", "a\nb", lines).accepted);
  CHECK(share_of("a\nb", "a\nb", lines).empty());
  CHECK(compare_lines("a\nx", "a\nb", lines).accepted);
  CHECK(share_of("a\nx", "a\nb", lines) == "0.25");
  CHECK_FALSE(compare_lines("x\ny", "a\nb", lines).accepted);
  CHECK(share_of("x\ny", "a\nb", lines) == "0");
  CHECK_FALSE(compare_lines("a", "a\nb", lines).accepted);
  CHECK(share_of("a", "a\nb", lines).empty());
  lines.all_lines_required = false;
  CHECK(share_of("a", "a\nb", lines) == "0.25");
  CHECK_THROWS_AS(compare_lines("a", "a", lines), JudgeError);
  CHECK(count_lines("a\r\nb\n\nc") == 3);
}

TEST_CASE("rstripped: white space at line ends doesn't count, empty lines do") {
  auto lines = kind(Kind::right_stripped);
  check(lines, {{"a \nb\t", "a\nb", true},
                {" a", "a", false},
                {"a\n", "a", false},
                {"a\r\nb", "a\nb", false},
                {"a\n\nb", "a\n \nb", true}});
  lines.skip_empty_lines = true;
  check(lines, {{"a\n", "a", true}, {"a\r\nb", "a\nb", true}, {"a\n \nb", "a\nb", false}});
}

TEST_CASE("sorted: the same lines or tokens in any order") {
  check(kind(Kind::sorted_lines), {{"b\na", "a\nb", true},
                                   {"b 1\na", "a\nb   1\n", true},
                                   {"1 b\na", "a\nb 1\n", false},
                                   {"a\na\nb", "a\nb\nb", false},
                                   {"a\n ", "a", false},
                                   {"a", "a\nb", false}});
  check(
      kind(Kind::sorted_tokens),
      {{"b a\nc", "a b c", true}, {"a a b", "a b b", false}, {"", " ", true}, {"a", "a a", false}});
}

TEST_CASE("white_diff: line by line, whatever the spaces, and blank lines at the end") {
  check(kind(Kind::white_diff), {{"a  b \n", "a b", true},
                                 {"a\n\n \n", "a", true},
                                 {"a", "a\n\n", true},
                                 {"\na", "a", false},
                                 {"a b", "a\nb", false},
                                 {"a\n\nb", "a\nb", false},
                                 {"a\rb", "a b", true},
                                 {"a\nb", "a", false},
                                 {"a", "a\nb", false},
                                 {"A", "a", false}});
}

TEST_CASE("the default validator hands over to them") {
  ValidatorOptions options;
  options.lines = kind(Kind::identical);
  CHECK_FALSE(compare_output("a", "a", options));
  REQUIRE(compare_output("A", "a", options));
  CHECK(compare_output("x\nA", "x\na", options)->line == 2);
  options.lines = kind(Kind::line_count);
  CHECK(compare("a\nx", "a\nb", options).share->text() == "0.5");
  CHECK(compare("a", "A", {}).accepted);
  CHECK_FALSE(compare("a", "b", {}).accepted);
}

TEST_CASE("numbers are what Python's float() takes") {
  for (const char* good : {"1", "-1.5", "+.5", "5.", "1e5", "1E-5", "1_000", "1_0.0_1e1_0", "inf",
                           "-Infinity", "NaN", "00", "1e999"})
    CHECK(parse_python_float(good));
  for (const char* bad : {"", ".", "1__0", "_1", "1_", "1_.5", "0x10", "1e", "e5", "nan(1)",
                          "infin", "1,5", "++1", "1e5.5", "1f", "\xd9\xa1"})
    CHECK_FALSE(parse_python_float(bad));
  CHECK(parse_python_float("1_0.5") == 10.5);
  CHECK(parse_python_float("1e999") == HUGE_VAL);
  CHECK(parse_python_float("-1e-999") == 0.0);
  CHECK(std::isnan(*parse_python_float("nan")));
}
