#include "tools/report/csv.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("no cell begins as a formula does, however a spreadsheet splits the line") {
  struct Case {
    std::string text;
    std::string cell;
  };
  const std::vector<Case> cases{
      {"", ""},
      {"Ada", "Ada"},
      {"a-b=c", "a-b=c"},
      {"=1+1", "'=1+1"},
      {"+1", "'+1"},
      {"-1", "'-1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"＝1", "'＝1"},
      {"＋1", "'＋1"},
      {"－1", "'－1"},
      {"＠A", "'＠A"},
      {"﹦1", "'﹦1"},
      {" =1", "' =1"},
      {"  \u00a0\u3000=1", "'  \u00a0\u3000=1"},
      {"'=1", "''=1"},
      {"\"=1", "\"'\"\"=1\""},
      {" ' \" =1", "\"' ' \"\" =1\""},
      {"“=1", "'“=1"},
      {"a;=1", "a;'=1"},
      {"a; =1;b;-2", "a;' =1;b;'-2"},
      {"a,=1", "\"a,'=1\""},
      {"a, b", "\"a, b\""},
      {"a;\"=1\"", "\"a;'\"\"=1\"\"\""},
      {"say \"hi\"", "\"say \"\"hi\"\"\""},
      {"\t=1", "\\x09=1"},  // no cell has a tab or a line end
      {"\r=1", "\\x0d=1"},
      {"a\n=1", "a\\x0a=1"},
      {"\u200b=1", "\\u{200b}=1"},
      {"\x1b[2J\xff", "\\x1b[2J\\xff"},
  };
  for (const auto& c : cases) {
    INFO(c.text);
    CHECK(csv_cell(c.text) == c.cell);
  }
}

TEST_CASE("a negative number of ours stays a number") {
  CHECK(csv_line({"ada", "-2.5", "-2.5"}, {1}) == "ada,-2.5,'-2.5\r\n");
}
