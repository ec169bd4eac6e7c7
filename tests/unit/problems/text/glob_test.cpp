#include "problems/text/glob.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

TEST_CASE("patterns match within names, and braces are alternatives") {
  struct Row {
    const char* pattern;
    const char* path;
    bool matches;
  };
  for (const auto& row : {Row{"a", "a", true},
                          Row{"a", "b", false},
                          Row{"a", "a/b", false},
                          Row{"*", "a", true},
                          Row{"*", "", true},
                          Row{"*", "a/b", false},
                          Row{"*/b", "a/b", true},
                          Row{"a*c", "abc", true},
                          Row{"a*c", "ac", true},
                          Row{"a*c", "abcd", false},
                          Row{"a*c", "a/c", false},
                          Row{"*-easy", "x-easy-easy", true},
                          Row{"**", "a/b", false},
                          Row{"{a,b}.py", "b.py", true},
                          Row{"{a,b}.py", "c.py", false},
                          Row{"{a,{b,c}d}", "cd", true},
                          Row{"{a,b}{1,2}", "b2", true},
                          Row{"{a,}x", "x", true},
                          Row{"[ab]", "a", false},
                          Row{"[ab]", "[ab]", true}}) {
    INFO(row.pattern << " " << row.path);
    CHECK(Glob(row.pattern).matches(row.path) == row.matches);
  }
  CHECK(Glob("accepted").matches_part_of("accepted/a.py"));
  CHECK(Glob("accepted/a.py").matches_part_of("accepted/a.py"));
  CHECK_FALSE(Glob("accept").matches_part_of("accepted/a.py"));
}

TEST_CASE("patterns that stand for too much or don't close are refused") {
  CHECK(input_error_of([] { Glob("{a,b"); }) == "a brace isn't closed");
  std::string pattern;
  for (int i = 0; i < 100; ++i) pattern += "{a,b}";
  CHECK(input_error_of([&] { Glob{pattern}; }).find("alternatives") != std::string::npos);
  input_error_of([] { Glob{std::string(1000, '{')}; });
  CHECK(input_error_of([] { Glob{std::string(1001, 'a')}; }).find("longer") != std::string::npos);
}

TEST_CASE("a pattern of many stars takes no time") {
  std::string stars;
  for (int i = 0; i < 490; ++i) stars += "a*";
  CHECK_FALSE(Glob(stars + "b").matches(std::string(20'000, 'a')));
}
