#include "problems/grading/token_validator.h"

#include <string>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

namespace {

struct Case {
  const char* what;
  std::string output;
  std::string answer;
  bool right;
};

void check(const std::vector<Case>& cases, const ValidatorOptions& options) {
  for (const auto& c : cases) {
    INFO(c.what << ": output '" << c.output << "', answer '" << c.answer << "'");
    CHECK_FALSE(compare_output(c.output, c.answer, options).has_value() == c.right);
  }
}

ValidatorOptions tolerance(std::optional<double> absolute, std::optional<double> relative) {
  ValidatorOptions options;
  options.absolute_tolerance = absolute;
  options.relative_tolerance = relative;
  return options;
}

const ValidatorOptions kDefault{};
const ValidatorOptions kCase = parse_validator_arguments({"case_sensitive"});
const ValidatorOptions kSpace = parse_validator_arguments({"space_change_sensitive"});

}  // namespace

TEST_CASE("tokens are compared, and white space only parts them") {
  check(
      {
          {"the same", "1 2\n", "1 2\n", true},
          {"both empty", "", "", true},
          {"only white space", " \n\t", "", true},
          {"the other way round", "", "\r\n", true},
          {"no line feed at the end", "1 2", "1 2\n", true},
          {"line ends of another system", "1\r\n2\r\n", "1\n2\n", true},
          {"lines are not kept", "1\n2", "1 2", true},
          {"space at the ends", "  1 2  \n\n", "1 2", true},
          {"a tab", "1\t2", "1 2", true},
          {"a vertical tab", "1\v2", "1 2", true},
          {"a form feed", "1\f2", "1 2", true},
          {"a carriage return", "1\r2", "1 2", true},
          {"all six", "1 \t\n\v\f\r2", "1 2", true},
          {"a no-break space is no white space",
           "1\xc2\xa0"
           "2",
           "1 2", false},
          {"a NUL is no white space",
           std::string("1\0"
                       "2",
                       3),
           "1 2", false},
          {"a unit separator is no white space",
           "1\x1f"
           "2",
           "1 2", false},
          {"another token", "1 3", "1 2", false},
          {"missing tokens", "1", "1 2", false},
          {"nothing at all", "", "1", false},
          {"extra tokens", "1 2 3", "1 2", false},
          {"where nothing was expected", "1", "", false},
          {"tokens run together", "12", "1 2", false},
          {"a token torn apart", "1 2", "12", false},
          {"a prefix", "abc", "abcd", false},
          {"longer", "abcd", "abc", false},
          {"numbers are text without a tolerance", "1.0", "1", false},
          {"leading zero", "01", "1", false},
          {"leading plus", "+1", "1", false},
          {"bytes that are no text", "\xff\xfe", "\xff\xfe", true},
          {"other bytes", "\xff\xfe", "\xff\xfd", false},
      },
      kDefault);
}

TEST_CASE("ASCII letters count without their case unless told otherwise") {
  const std::vector<Case> either{
      {"capitals", "YES", "yes", true},
      {"mixed", "pOsSiBlE aZ", "PoSsIbLe Az", true},
      {"beside the letters", "@[`{", "@[`{", true},
      {"@ is no capital of `", "@", "`", false},
      {"[ is no capital of {", "[", "{", false},
      {"only ASCII", "\xc3\x89", "\xc3\xa9", false},
  };
  check(either, kDefault);
  check({{"capitals", "YES", "yes", false}, {"the same", "Yes", "Yes", true}}, kCase);
}

TEST_CASE("with space_change_sensitive white space must match exactly") {
  check(
      {
          {"the same", " 1  2\n", " 1  2\n", true},
          {"both empty", "", "", true},
          {"fewer spaces", "1 2\n", "1  2\n", false},
          {"more spaces", "1  2\n", "1 2\n", false},
          {"another kind", "1\t2\n", "1 2\n", false},
          {"a space before", " 1\n", "1\n", false},
          {"a missing space before", "1\n", " 1\n", false},
          {"no line feed at the end", "1", "1\n", false},
          {"another line feed at the end", "1\n\n", "1\n", false},
          {"a space at the end", "1 \n", "1\n", false},
          {"CRLF", "1\r\n", "1\n", false},
          {"only white space, the same", "\n\n", "\n\n", true},
          {"only white space, other", "\n", "\n\n", false},
          {"case doesn't matter here", "YES\n", "yes\n", true},
          {"tokens still count", "1 3\n", "1 2\n", false},
      },
      kSpace);
}

TEST_CASE("numbers are right within the absolute or the relative tolerance") {
  check(
      {
          {"the same", "1.5", "1.5", true},
          {"written another way", "1.50", "1.5", true},
          {"an exponent", "15e-1", "1.5", true},
          {"a capital exponent", "15E-1", "1.5", true},
          {"a plus in the exponent", "0.15e+1", "1.5", true},
          {"a plus before", "+1.5", "1.5", true},
          {"an integer", "2", "2.0", true},
          {"no digits before the point", ".5", "0.5", true},
          {"no digits after the point", "5.", "5", true},
          {"leading zeros", "0001.5", "1.5", true},
          {"minus zero", "-0.0", "0", true},
          {"within", "1.009", "1", true},
          {"beyond", "1.011", "1", false},
          {"below", "0.991", "1", true},
          {"too far below", "0.989", "1", false},
          {"the wrong sign", "-1", "1", false},
          {"negative", "-1.005", "-1", true},
      },
      tolerance(0.01, std::nullopt));
  check(
      {
          {"within", "101", "100", true},
          {"beyond", "101.1", "100", false},
          {"relative to the answer, not the output", "99", "100", true},
          {"negative", "-99", "-100", true},
          {"zero allows nothing", "0.0000001", "0", false},
          {"zero itself", "0.000", "0", true},
          {"large", "1.005e300", "1e300", true},
          {"small", "1.005e-300", "1e-300", true},
          {"small, beyond", "1.05e-300", "1e-300", false},
      },
      tolerance(std::nullopt, 0.01));
}

TEST_CASE("one tolerance of two is enough") {
  const ValidatorOptions both = tolerance(0.5, 0.01);
  check(
      {
          {"absolute only", "1.4", "1", true},
          {"relative only", "1009", "1000", true},
          {"neither", "1011", "1000", false},
          {"neither, small", "1.6", "1", false},
      },
      both);
}

TEST_CASE("a number at the edge of a tolerance is right") {
  // Values that a double holds exactly.
  check({{"above", "1.5", "1", true},
         {"below", "0.5", "1", true},
         {"past it", "1.5000000000000002", "1", false}},
        tolerance(0.5, std::nullopt));
  check({{"above", "5", "4", true}, {"past it", "5.000000000000001", "4", false}},
        tolerance(std::nullopt, 0.25));
  check({{"equal is right", "1.25", "1.250", true}, {"next to it", "1.26", "1.25", false}},
        tolerance(0.0, 0.0));
}

TEST_CASE("only the decimal grammar is a number") {
  const ValidatorOptions wide = tolerance(1e9, 1e9);
  for (const char* token :
       {"0x10", "0x1p3", "inf",    "-inf",  "+inf", "infinity",     "INF",      "nan",
        "NaN",  "-nan",  "nan(1)", "1e",    "1e+",  "e5",           ".",        "+",
        "-",    "+.",    ".e1",    "1.2.3", "1,5",  "--1",          "+-1",      "-+1",
        "1f",   "1_000", "1e5.5",  "1d5",   "abc",  "\xef\xbc\x91", "1\xc2\xa0"}) {
    INFO(token);
    // As output where a number is expected: wrong.
    const auto difference = compare_output(token, "5", wide);
    REQUIRE(difference);
    CHECK(difference->what == "not a decimal number");
    // As the answer: compared as text.
    CHECK_FALSE(compare_output(token, token, wide));
    CHECK(compare_output("5", token, wide));
  }
  CHECK_FALSE(compare_output("INF", "inf", wide));  // text has no case
}

TEST_CASE("numbers past what a double holds") {
  const std::string zeros(400, '0');
  const ValidatorOptions tight = tolerance(1e-6, 1e-6);
  check(
      {
          {"too large for an answer that isn't", "1e400", "5", false},
          {"too large with the other sign", "-1e400", "1e400", false},
          {"too small is nothing", "1e-400", "0", true},
          {"too small, long", "0." + zeros + "1", "0", true},
          {"too small, long and negative", "-0." + zeros + "1", "0", true},
          {"a long way to write one", "1" + zeros + "e-400", "1", true},
          {"another long way to write one", "0." + zeros + "1e401", "1", true},
          {"zero with a huge exponent", "0e999999", "0", true},
          {"zero with a tiny exponent", "0e-999999", "0", true},
          {"large in spite of a negative exponent", "1" + zeros + "e-10", "0", false},
          {"many digits", "0." + std::string(5000, '3'), "0.3333333333", true},
      },
      tight);
}

TEST_CASE("an answer past what a double holds doesn't make everything right") {
  check({{"another number", "5", "1e400", false},
         {"a larger one", "2e400", "1e400", false},
         {"zero", "0", "-1e400", false}},
        tolerance(1e-6, 1e-6));
}

TEST_CASE("a tolerance concerns numbers only") {
  const ValidatorOptions options = tolerance(0.1, std::nullopt);
  check(
      {
          {"text", "yes", "YES", true},
          {"other text", "no", "yes", false},
          {"mixed", "area: 1.05 m", "area: 1 m", true},
          {"a number with a unit is text", "1.05m", "1m", false},
          {"missing", "1", "1 2", false},
          {"extra", "1 2", "1", false},
      },
      options);
}

TEST_CASE("tolerance, case and space go together") {
  const auto options = parse_validator_arguments(
      {"float_tolerance", "0.1", "case_sensitive", "space_change_sensitive"});
  check(
      {
          {"right", "Area 1.05\n", "Area 1\n", true},
          {"case", "area 1.05\n", "Area 1\n", false},
          {"space", "Area  1.05\n", "Area 1\n", false},
          {"number", "Area 1.2\n", "Area 1\n", false},
          {"space at the end", "Area 1.05", "Area 1\n", false},
      },
      options);
}

TEST_CASE("a difference says where it is") {
  struct Place {
    const char* what;
    std::string output;
    std::string answer;
    std::uint64_t line;
    std::uint64_t column;
    std::string expected;
    std::string got;
  };
  for (const auto& p : {
           Place{"wrong token", "1 2\n3 4\n", "1 2\n3 5\n", 2, 3, "5", "4"},
           Place{"wrong token", "x", "y", 1, 1, "y", "x"},
           Place{"wrong token", "\n\n  ab", "ac", 3, 3, "ac", "ab"},
           Place{"wrong token", "abcdef 1", "abcdeg 1", 1, 1, "abcdeg", "abcdef"},
           Place{"wrong token", "é b", "é c", 1, 4, "c", "b"},  // columns count bytes
           Place{"the output ends early", "1", "1 2", 1, 2, "2", ""},
           Place{"the output ends early", "1\n", "1 2", 2, 1, "2", ""},
           Place{"the output ends early", "", "1", 1, 1, "1", ""},
           Place{"more output than expected", "1\n2", "1", 2, 1, "", "2"},
       }) {
    INFO(p.output << " against " << p.answer);
    const auto difference = compare_output(p.output, p.answer, kDefault);
    REQUIRE(difference);
    CHECK(difference->what == p.what);
    CHECK(difference->line == p.line);
    CHECK(difference->column == p.column);
    CHECK(difference->expected == p.expected);
    CHECK(difference->got == p.got);
  }
}

TEST_CASE("a difference far into a long output is found where it is") {
  std::string answer;
  for (int i = 0; i < 20'000; ++i) answer += std::to_string(i) + (i % 10 == 9 ? "\n" : " ");
  for (const std::size_t at : {std::size_t{0}, std::size_t{4095}, std::size_t{4096},
                               std::size_t{4097}, std::size_t{50'000}, answer.size() - 2}) {
    std::string output = answer;
    while (output[at] == ' ' || output[at] == '\n') break;
    output[at] = '#';
    const auto difference = compare_output(output, answer, kDefault);
    REQUIRE(difference);
    std::uint64_t line = 1;
    for (std::size_t i = 0; i < at; ++i) line += answer[i] == '\n' ? 1 : 0;
    CHECK(difference->line == line);
  }
}

TEST_CASE("a white-space difference says where the white space starts") {
  const auto difference = compare_output("a  b\n", "a b\n", kSpace);
  REQUIRE(difference);
  CHECK(difference->what == "wrong white space");
  CHECK(difference->line == 1);
  CHECK(difference->column == 2);
  const auto last = compare_output("a\nb", "a\nb\n", kSpace);
  REQUIRE(last);
  CHECK(last->line == 2);
  CHECK(last->column == 2);
}

TEST_CASE("excerpts in a difference are short and clean") {
  const auto difference = compare_output("\x1b[2J\xff" + std::string(500, 'x'), "y", kDefault);
  REQUIRE(difference);
  CHECK(difference->got.size() <= 80);
  CHECK(difference->got.starts_with("\\x1b[2J\\xffxxx"));
}

TEST_CASE("the validator's arguments are read as the format writes them") {
  CHECK(parse_validator_arguments({}) == ValidatorOptions{});
  CHECK(parse_validator_arguments({"float_tolerance", "1e-6"}) == tolerance(1e-6, 1e-6));
  CHECK(parse_validator_arguments({"float_absolute_tolerance", "0.5"}) ==
        tolerance(0.5, std::nullopt));
  CHECK(parse_validator_arguments({"float_relative_tolerance", "1E-9"}) ==
        tolerance(std::nullopt, 1e-9));
  CHECK(parse_validator_arguments({"float_relative_tolerance", "1e-9", "float_absolute_tolerance",
                                   "0"}) == tolerance(0.0, 1e-9));
  CHECK(parse_validator_arguments({"float_tolerance", "1", "float_absolute_tolerance", "2"}) ==
        tolerance(2.0, 1.0));
  ValidatorOptions both;
  both.case_sensitive = both.space_change_sensitive = true;
  CHECK(parse_validator_arguments({"space_change_sensitive", "case_sensitive"}) == both);
}

TEST_CASE("arguments that make no sense are refused by name") {
  struct Bad {
    std::vector<std::string> arguments;
    const char* named;
  };
  for (const auto& bad : {
           Bad{{"float_tolerance"}, "float_tolerance"},
           Bad{{"case_sensitive", "float_absolute_tolerance"}, "float_absolute_tolerance"},
           Bad{{"float_tolerance", "case_sensitive"}, "case_sensitive"},
           Bad{{"float_tolerance", ""}, "float_tolerance"},
           Bad{{"float_tolerance", "-1"}, "-1"},
           Bad{{"float_tolerance", "inf"}, "inf"},
           Bad{{"float_tolerance", "nan"}, "nan"},
           Bad{{"float_tolerance", "0x1"}, "0x1"},
           Bad{{"float_tolerance", "1e-6x"}, "1e-6x"},
           Bad{{"float_tolerance", "1,5"}, "1,5"},
           Bad{{"float_tolerance", "1e999"}, "1e999"},
           Bad{{"Case_sensitive"}, "Case_sensitive"},
           Bad{{"--case_sensitive"}, "--case_sensitive"},
           Bad{{"1e-6"}, "1e-6"},
           Bad{{""}, "unknown argument"},
       }) {
    const std::string message = input_error_of([&] { parse_validator_arguments(bad.arguments); });
    INFO(message);
    CHECK(message.find(bad.named) != std::string::npos);
  }
}

TEST_CASE("where tolerances are to be given once, they are given once and in one way") {
  const auto refused = [](const std::vector<std::string>& arguments) {
    return input_error_of([&] { parse_validator_arguments(arguments, ToleranceRules::once); });
  };
  const std::string a = "float_absolute_tolerance";
  const std::string r = "float_relative_tolerance";
  const std::string both = "float_tolerance";
  for (const auto& name : {a, r, both})
    CHECK(refused({name, "1", "case_sensitive", name, "1"}).find("twice") != std::string::npos);
  for (const auto& name : {a, r}) {
    CHECK(refused({name, "1", both, "1"}).find("contradicts " + name) != std::string::npos);
    CHECK(refused({both, "1", name, "1"}).find("contradicts " + both) != std::string::npos);
  }
  CHECK(parse_validator_arguments({a, "1", r, "2"}, ToleranceRules::once) == tolerance(1, 2));
  CHECK(parse_validator_arguments({both, "1", both, "2"}) == tolerance(2, 2));
}
