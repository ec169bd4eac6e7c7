// Packages of Polygon that can't be taken, and what is only warned of.
#include <algorithm>
#include <sstream>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/polygon.h"

using namespace assize;
using namespace assize::test;
using namespace assize::test::polygon_parts;
using Catch::Matchers::EndsWith;

TEST_CASE("Polygon: what assize doesn't do is refused by name") {
  for (const char* name : {"scorer", "arbiter", "strategy"})
    CHECK_THAT(refused(with_assets(kChecker + "<" + name + "/>")),
               Contains("<" + std::string(name) + "> is not supported by assize"));
  for (const char* attributes :
       {"input-file=\"a/b\"", "output-file=\"..\"", "output-file=\"main.py\"", "run-count=\"2\"",
        "treat-points-from-checker-as-percent=\"true\""}) {
    Parts parts;
    parts.judging = attributes;
    const std::string text(attributes);
    CHECK_THAT(refused(parts), Contains(text.substr(0, text.find('='))));
  }
  CHECK_THAT(refused(with_assets("<checker type=\"other\"/>")), Contains("type 'other'"));
  CHECK_THAT(refused(with_assets("<checker><source path=\"files/check.cpp\" "
                                 "type=\"java11\"/></checker>")),
             Contains("not C or C++ (files/check.cpp, type 'java11')"));
  Parts grader;
  grader.more =
      "<files><resources><file path=\"files/g.py\" for-types=\"python.*\"/></resources>"
      "</files>";
  CHECK_THAT(refused(grader), Contains("a resource for submissions (files/g.py)"));
}

TEST_CASE("Polygon: what is wrong in problem.xml is refused with its place") {
  const std::string good = xml_of({});
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string xml = good;
    REQUIRE(xml.find(from) != std::string::npos);
    return xml.replace(xml.find(from), from.size(), to);
  };
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "No document element"},
      {"<problem>", "problem.xml:1:"},
      {"<problem><judging></problem>", "mismatch"},
      {"<contest/>", "must be a <problem>"},
      {"text", "problem.xml:1:"},
      {"\xff", "is not UTF-8"},
      {"<problem/>", "<judging> is missing"},
      {"<problem><judging/></problem>", "<testset> is missing"},
      {changed("1500", "fast"), "problem.xml:5:1: <time-limit> must be a whole number"},
      {changed("1500", "0"), "from 1 to 3600000"},
      {changed("1500", "99999999999999999999"), "whole number"},
      {changed("268435456", "5"), "must be bytes"},
      {changed("tests/%02d<", "tests<"), "one number"},
      {changed("tests/%02d<", "tests/%s<"), "one number"},
      {changed("tests/%02d<", "tests/%99999d<"), "one number"},
      {changed("tests/%02d<", "../%02d<"), "one number"},
      {changed("tests/%02d<", "/%02d<"), "one number"},
      {changed("tests/%02d<", "%d/%d<"), "one number"},
      {changed("tests/%02d<", "data/%02d<"), "data/01: a package of the kind 'full'"},
      {changed("tests/%02d.a", "tests/%02d.b"), "01.b: a package of the kind 'full'"},
      {changed("<tests>", "<test-count>7</test-count><tests>"), "<test-count> is 7"},
      {changed("<tests>", "<test-count>x</test-count><tests>"), "whole number"},
      {changed("files/check.cpp", "files/no.cpp"), "there is no"},
      {changed(" path=\"files/check.cpp\"", ""), "needs an attribute 'path'"},
      {xml_of(with_assets("")), "<checker> is missing"},
      {xml_of(with_assets("<checker/>")), "<source> of the checker is missing"},
      {xml_of(with_tests("")), "no test cases"},
      {xml_of(with_tests("<test/><test/><test/><test/><test/><test/>")), "06: a package"},
      {xml_of(with_tests("<test points=\"-1\"/>")), "0 or more"},
      {xml_of(with_tests("<test points=\"\"/>")), "0 or more"},
      {xml_of(with_tests("<test group=\"\"/>")), "needs an attribute 'group'"},
      {xml_of(with_tests("<test group=\"a/b\"/>")), "a group's name"},
      {xml_of(with_tests("<test/>", "<group/>")), "needs an attribute 'name'"},
      {xml_of(with_tests("<test/>", "<group name=\"a\"/><group name=\"a\"/>")), "there twice"},
      {xml_of(with_tests("<test/>", "<group name=\"a\" points-policy=\"best\"/>")), "'best'"},
      {xml_of(with_tests("<test/>",
                         "<group name=\"a\"><dependencies><dependency group=\"b\"/>"
                         "</dependencies></group>")),
       "depends on 'b'"},
      {xml_of(with_tests("<test group=\"a\"/>",
                         "<group name=\"a\"><dependencies><dependency "
                         "group=\"a\"/></dependencies></group>")),
       "in a circle"}};
  for (const auto& [xml, part] : wrong) {
    INFO(xml);
    CHECK_THAT(refused(xml), Contains(part) && Contains("problem.xml"));
  }
}

TEST_CASE("Polygon: all errors of problem.xml are told at once") {
  Parts parts;
  parts.judging = "run-count=\"2\" input-file=\"a/b\"";
  parts.tests =
      "<test points=\"x\"/>\n<test group=\"a/b\"/>\n<test points=\"-1\" group=\"c\"/><test/><test/>"
      "<test/>\n";
  parts.groups =
      "<groups>\n<group name=\"c\" points-policy=\"odd\" points=\"y\"/>\n<group name=\"d\">"
      "<dependencies><dependency group=\"gone\"/></dependencies></group>\n<group name=\"c\"/>"
      "</groups>";
  parts.assets =
      "<checker type=\"other\"><source path=\"files/gone.cpp\" type=\"cpp.g++17\"/></checker>\n"
      "<validators><validator/><validator><source path=\"files/v.cpp\"/></validator></validators>"
      "<scorer/>";
  const std::string message = refused(parts);
  for (const char* part :
       {"a 'run-count' other than 1", "'input-file' must be",
        "points must be a number, 0 or more, "
        "not 'x'",
        "no '/' or control", "not '-1'", "unknown points-policy 'odd'", "not 'y'",
        "depends on 'gone'", "the group 'c' is there twice", "a checker of type 'other'",
        "package/files/gone.cpp", "<source> of the validator is missing", "package/files/v.cpp",
        "<scorer> is not supported", "package/tests/06: ", "package/tests/06.a: "})
    CHECK_THAT(message, Contains(part));
  // Each once, with file and line.
  CHECK(std::count(message.begin(), message.end(), '\n') == 15);
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);)
    CHECK_THAT(line, Contains("/package/problem.xml:"));
}

TEST_CASE("Polygon: of very many errors fifty are told, and how many there are besides") {
  Parts parts;
  parts.tests.clear();
  for (int i = 0; i < 60; ++i) parts.tests += "<test points=\"x\"/>\n";
  // 60 wrong points, and 55 tests without input and answer.
  const std::string message = refused(parts);
  CHECK(std::count(message.begin(), message.end(), '\n') == 50);
  CHECK_THAT(message, EndsWith("\n… and 120 errors more"));
}

TEST_CASE("Polygon: what isn't known is warned of once") {
  Parts parts = with_tests("<test colour=\"red\"/><test colour=\"blue\"/>");
  parts.assets += "<gadget/>";
  parts.more = "<tags><tag value=\"dp\"/></tags><properties/>";
  const auto warnings = polygon(xml_of(parts)).load().warnings;
  REQUIRE(warnings.size() == 2);
  CHECK_THAT(warnings[0], Contains("attribute 'colour'"));
  CHECK_THAT(warnings[1], Contains("element <gadget>"));
}
