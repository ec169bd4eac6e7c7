#include "tools/assize/roster.h"

#include "tests/unit/support/catch2.h"
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
      // As manifests may be written.
      {"sep=|\r\nName|SUBMITTER \r\nx|ada\r\n", {"ada"}},
      {"Name, first;Submitter\nL;ada\n;\n", {"ada"}},
      {"ada\rbob\r", {"ada", "bob"}},
  }));
  CHECK(parse_roster(row.text, "r").names == row.names);
}

TEST_CASE("rosters have the encodings that manifests have") {
  const auto windows = parse_roster("ada\nZo\xeb\n", "class.csv");
  CHECK(windows.names == Names{"ada", "Zoë"});
  CHECK(windows.note.starts_with("class.csv:2: is not UTF-8, and was read as Windows-1252"));
  CHECK(parse_roster(std::string("\xFF\xFEs\0u\0b\0m\0i\0t\0t\0e\0r\0\n\0\xeb\0", 24), "r").names ==
        Names{"ë"});
}

TEST_CASE("all wrong lines of a roster are named at once") {
  const std::string message = input_error_of(
      [] { parse_roster("submitter,x\nada,1\n,2\nc\x01,4\n\"bob,3\n", "class.csv"); });
  for (const char* part : {"class.csv:3: the submitter is empty",
                           "class.csv:4: the submitter has control", "class.csv:5: a quote"}) {
    INFO(message);
    CHECK(message.find(part) != std::string::npos);
  }
}

TEST_CASE("a roster that can't be understood is refused with what to do") {
  CHECK(input_error_of([] {
          parse_roster("name,mail\nada,x\n", "r.csv");
        }).starts_with("r.csv:1: of several columns one must be called submitter"));
  CHECK(input_error_of([] { parse_roster("\n\n", "r.csv"); }) == "r.csv: there are no names in it");
  CHECK(input_error_of([] { parse_roster("caf\x81\n", "r.csv"); }).find("UTF-8") !=
        std::string::npos);
}
