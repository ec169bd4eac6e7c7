#include "tools/assize/roster.h"

#include <catch2/catch.hpp>

#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;
using Names = std::vector<std::string>;

TEST_CASE("a roster is a list of names, or a table with a column submitter") {
  struct Row {
    const char* text;
    Names names;
  };
  const auto row = GENERATE(values<Row>({
      {"ada\nbob\n", {"ada", "bob"}},
      {"\xEF\xBB\xBF"
       "ada\r\n\r\n  bob \r\n",
       {"ada", "bob"}},
      {"submitter\nada\n", {"ada"}},
      {"ada\nLovelace, Ada\n\"x\"\n", {"ada", "Lovelace, Ada", "x"}},
      {"name,submitter,section\nAda,ada,1\nBob,bob,2\n", {"ada", "bob"}},
      {"Name;Submitter\n\"L; Ada\";ada\nB;\"Bo \"\"b\"\"\"\n", {"ada", "Bo \"b\""}},
      {"submitter\te-mail\nada\ta@example.org\n", {"ada"}},
  }));
  CHECK(parse_roster(row.text, "r") == row.names);
}

TEST_CASE("all wrong lines of a roster are named at once") {
  const std::string message = input_error_of(
      [] { parse_roster("submitter,x\nada,1\n,2\n\"bob,3\nc\x01,4\n", "class.csv"); });
  for (const char* part : {"class.csv:3: the submitter is empty", "class.csv:4: a quote",
                           "class.csv:5: the submitter has control"}) {
    INFO(message);
    CHECK(message.find(part) != std::string::npos);
  }
}

TEST_CASE("a roster that can't be understood is refused with what to do") {
  CHECK(input_error_of([] {
          parse_roster("name,mail\nada,x\n", "r.csv");
        }).starts_with("r.csv:1: of several columns one must be called submitter"));
  CHECK(input_error_of([] { parse_roster("\n\n", "r.csv"); }) == "r.csv: there are no names in it");
  CHECK(input_error_of([] { parse_roster("caf\xe9\n", "r.csv"); }).find("UTF-8") !=
        std::string::npos);
}
