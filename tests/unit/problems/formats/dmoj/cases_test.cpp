#include "problems/formats/dmoj/cases.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;

namespace {

using Names = std::vector<std::string>;

// "[a.in>a.out b.in>b.out]" for a batch, "a.in>a.out" for a single case.
std::string text_of(const std::vector<CaseEntry>& entries) {
  std::string text;
  for (const auto& entry : entries) {
    std::string cases;
    for (const auto& files : entry.cases)
      cases += (cases.empty() ? "" : " ") + files.input + ">" + files.output;
    text += (text.empty() ? "" : " ") + (entry.batched ? "[" + cases + "]" : cases);
  }
  return text;
}

std::string by_default(const Names& names) {
  return text_of(
      match_test_cases(names, default_case_pattern("in"), default_case_pattern("out"), "init.yml"));
}

std::string refused(const Names& names, const std::string& in, const std::string& out) {
  return input_error_of([&] { match_test_cases(names, in, out, "init.yml:2:3"); });
}

}  // namespace

TEST_CASE("the usual names of test cases are understood without a pattern") {
  CHECK(by_default({"x.10.in", "x.10.out", "x.9.out", "x.9.in", "readme"}) ==
        "x.9.in>x.9.out x.10.in>x.10.out");
  CHECK(by_default({"p.1.2.in", "p.1.2.out", "p.1-3.in", "p.1-3.OUT", "b2.in", "b2.out"}) ==
        "[p.1.2.in>p.1.2.out p.1-3.in>p.1-3.OUT] b2.in>b2.out");
  CHECK(by_default({"input7.txt", "OUTPUT7.txt"}) == "input7.txt>OUTPUT7.txt");
  CHECK(by_default({"a1-2.in", "d/3.4.in", "x.in.y"}) == "a1-2.in> [d/3.4.in>]");
}

TEST_CASE("numbers are sorted as numbers, after names that are none") {
  const std::string in = R"(((?P<batch>\w+)\.)?(?P<case>\d+)\.in)";
  const std::string out = R"(((?P<batch>\w+)\.)?(?P<case>\d+)\.out)";
  CHECK(text_of(match_test_cases(
            {"10.2.in", "10.2.out", "9.in", "9.out", "easy.1.in", "easy.1.out"}, in, out, "")) ==
        "[easy.1.in>easy.1.out] 9.in>9.out [10.2.in>10.2.out]");
  CHECK(text_of(match_test_cases({"s.10.in", "s.9.in", "s.9.out"}, in, out, "")) ==
        "[s.9.in>s.9.out s.10.in>]");
}

TEST_CASE("a pattern matches from the start of a name, whatever the case of its letters") {
  const std::string in = R"(in(?P<case>\d+))";
  CHECK(text_of(match_test_cases({"IN1.txt", "xin2", "in3"}, in, "none(?P<case>x)", "")) ==
        "IN1.txt> in3>");
}

TEST_CASE("a bad pattern is refused with its place") {
  CHECK_THAT(refused({"a"}, "(?P<case>", "x(?P<case>1)"), Contains("init.yml:2:3"));
  CHECK_THAT(refused({"a"}, "no group", "x(?P<case>1)"), Contains("must have a group"));
  CHECK_THAT(refused({"a"}, std::string(1001, 'a'), "x"), Contains("longer than 1000"));
  CHECK_THAT(refused({"a"}, "[z-a](?P<case>1)", "x(?P<case>1)"), Contains("pattern"));
  CHECK_THAT(refused({"ab"}, "a(?P<case>1)?", "x(?P<case>1)"), Contains("no number"));
}

TEST_CASE("names that don't fit together are refused") {
  const std::string in = R"(.*?(?P<case>\d+)\.in)";
  const std::string out = R"(.*?(?P<case>\d+)\.out)";
  CHECK_THAT(refused({"a1.in", "b01.in"}, in, out), Contains("two files for test case 1"));
}

TEST_CASE("a pattern that takes forever is given up") {
  const std::string slow = R"((a+)+b(?P<case>\d+))";
  CHECK_THAT(refused({std::string(60, 'a') + "c1"}, slow, "x(?P<case>1)"), Contains("pattern"));
}
