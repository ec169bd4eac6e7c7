#include <algorithm>
#include <catch2/catch.hpp>
#include <sstream>

#include "problems/formats/polygon/solutions.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using Catch::Contains;
using Catch::EndsWith;
using std::chrono::milliseconds;
using Names = std::vector<std::string>;
using Verdicts = std::set<Verdict>;

namespace {

const std::string kChecker =
    "<checker name=\"std::wcmp.cpp\" type=\"testlib\"><source path=\"files/check.cpp\" "
    "type=\"cpp.g++17\"/></checker>";

struct Parts {
  std::string tests = "<test method=\"manual\" sample=\"true\"/><test/><test/>";
  std::string groups;
  std::string judging;  // attributes
  std::string assets = kChecker;
  std::string more;
};

std::string xml_of(const Parts& parts) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<problem short-name=\"sum\">\n<names><name "
         "language=\"russian\" value=\"Summa\"/><name language=\"english\" value=\"The "
         "sum\"/></names>\n<judging " +
         parts.judging +
         ">\n<testset name=\"tests\"><time-limit>1500</time-limit>"
         "<memory-limit>268435456</memory-limit>"
         "<input-path-pattern>tests/%02d</input-path-pattern>"
         "<answer-path-pattern>tests/%02d.a</answer-path-pattern>\n<tests>" +
         parts.tests + "</tests>\n" + parts.groups + "</testset></judging>\n<assets>" +
         parts.assets + "</assets>" + parts.more + "</problem>\n";
}

// A Polygon package with up to five tests.
FormatDirectory polygon(const std::string& xml) {
  FormatDirectory directory;
  directory.write("problem.xml", xml);
  directory.write("files/check.cpp", "#include \"testlib.h\"\n").write("files/testlib.h", "");
  for (const char* number : {"01", "02", "03", "04", "05"}) {
    directory.write("tests/" + std::string(number), number);
    directory.write("tests/" + std::string(number) + ".a", number);
  }
  return directory;
}

std::string refused(const std::string& xml) {
  return input_error_of([&] { polygon(xml).load(); });
}

std::string refused(const Parts& parts) { return refused(xml_of(parts)); }

Parts with_tests(const std::string& tests, const std::string& groups = "") {
  Parts parts;
  parts.tests = tests;
  if (!groups.empty()) parts.groups = "<groups>" + groups + "</groups>";
  return parts;
}

Parts with_assets(const std::string& assets) {
  Parts parts;
  parts.assets = assets;
  return parts;
}

std::vector<PackageSubmission> solutions_of(const std::string& solutions, Parts parts = {}) {
  parts.assets += "<solutions>" + solutions + "</solutions>";
  const auto directory = polygon(xml_of(parts));
  for (const char* name : {"a.py", "b.cpp", "c.py"})
    directory.write("solutions/" + std::string(name), "");
  return find_polygon_solutions(DirectoryTree(directory.root()), directory.load());
}

std::string solution(const std::string& tag, const std::string& path = "a.py",
                     const std::string& type = "python.3") {
  return "<solution tag=\"" + tag + "\"><source path=\"solutions/" + path + "\" type=\"" + type +
         "\"/></solution>";
}

}  // namespace

TEST_CASE("Polygon: a problem without points is pass-fail, and ends at the first rejection") {
  const Package package = polygon(xml_of({})).load();
  CHECK(package.format == "polygon");
  CHECK(package.name == "The sum");
  CHECK_FALSE(package.scoring);
  CHECK(package.limits.time == milliseconds{1500});
  CHECK(package.limits.memory == mib(256));
  CHECK(names_of_tests(package) == Names{"1", "2", "3"});
  CHECK(package.tests[0].sample);
  CHECK_FALSE(package.tests[1].sample);
  CHECK(package.tests[2].input == "tests/03");
  CHECK(package.tests[2].answer == "tests/03.a");
  REQUIRE(package.groups.size() == 1);
  CHECK(package.groups[0].verdict == VerdictMode::first_error);
  CHECK(package.groups[0].stop_at_rejection);
  CHECK(package.warnings.empty());
}

TEST_CASE("Polygon: the checker is compiled with testlib.h of the package") {
  const Package package = polygon(xml_of({})).load();
  CHECK(package.validation.protocol == ValidatorProtocol::testlib);
  CHECK_FALSE(package.validation.scores);
  REQUIRE(package.validation.programs.size() == 1);
  CHECK(package.validation.programs[0].name == "files/check.cpp");
  CHECK(package.validation.programs[0].language == PackageProgram::Language::cpp);
  CHECK(package.validation.programs[0].files ==
        std::map<std::string, std::string>{{"check.cpp", "files/check.cpp"},
                                           {"testlib.h", "files/testlib.h"}});
  const auto top = polygon(xml_of(with_assets("<checker><source path=\"check.cpp\"/></checker>")));
  top.write("check.cpp", "#include \"testlib.h\"").write("testlib.h", "");
  CHECK(top.load().validation.programs[0].files.at("testlib.h") == "testlib.h");
}

TEST_CASE("Polygon: a package without testlib.h is told where to put it") {
  FormatDirectory directory = polygon(xml_of({}));
  std::filesystem::remove(directory.root() + "/files/testlib.h");
  CHECK_THAT(input_error_of([&] { directory.load(); }),
             Contains("problem.xml:8:") && Contains("files/testlib.h"));
  directory.write("files/check.cpp", "int main() {}");
  CHECK(directory.load().validation.programs[0].files.size() == 1);
}

TEST_CASE("Polygon: points without groups are added up") {
  const Package package =
      polygon(xml_of(with_tests("<test points=\"10.5\"/><test/><test points=\"20\"/>"))).load();
  CHECK(package.scoring);
  CHECK(package.validation.scores);
  CHECK_FALSE(package.groups[0].stop_at_rejection);
  CHECK(package.groups[0].highest->text() == "30.5");
  CHECK(package.tests[0].accepted_score.text() == "10.5");
  CHECK(package.tests[1].accepted_score == Score(0));
}

TEST_CASE("Polygon: points of 0 everywhere are none") {
  CHECK_FALSE(
      polygon(xml_of(with_tests("<test points=\"0.0\"/><test points=\"0.0\"/>"))).load().scoring);
}

TEST_CASE("Polygon: groups are all or nothing, or add up their tests") {
  const Package package =
      polygon(xml_of(with_tests(
                  "<test group=\"0\"/><test group=\"2\" points=\"5\"/><test group=\"1\" "
                  "points=\"7\"/><test group=\"1\" points=\"8\"/><test group=\"2\" points=\"5\"/>",
                  "<group name=\"0\" points-policy=\"each-test\" feedback-policy=\"complete\"/>"
                  "<group name=\"1\" points-policy=\"each-test\"><dependencies><dependency "
                  "group=\"0\"/></dependencies></group>"
                  "<group name=\"2\" points=\"40\" points-policy=\"complete-group\"><dependencies>"
                  "<dependency group=\"0\"/><dependency group=\"1\"/></dependencies></group>")))
          .load();
  CHECK(names_of_groups(package) == Names{"", "group-0", "group-1", "group-2"});
  CHECK(names_of_tests(package) ==
        Names{"group-0/1", "group-1/3", "group-1/4", "group-2/2", "group-2/5"});
  const TestGroup& each = group_named(package, "group-1");
  CHECK(each.score == ScoreMode::sum);
  CHECK_FALSE(each.stop_at_rejection);
  CHECK(each.highest == Score(15));
  CHECK(each.required == Names{"group-0"});
  const TestGroup& complete = group_named(package, "group-2");
  CHECK(complete.score == ScoreMode::all_or_nothing);
  CHECK(complete.stop_at_rejection);
  CHECK(complete.highest == Score(40));
  CHECK(complete.required == Names{"group-0", "group-1"});
  CHECK(package.groups[0].highest == Score(55));
}

TEST_CASE("Polygon: a complete group without points of its own has those of its tests") {
  const Package package =
      polygon(xml_of(with_tests("<test group=\"a\" points=\"3\"/><test group=\"a\" points=\"4\"/>",
                                "<group name=\"a\" points-policy=\"complete-group\"/>")))
          .load();
  CHECK(group_named(package, "group-a").highest == Score(7));
}

TEST_CASE("Polygon: groups of a problem without points only order its tests") {
  const Package package =
      polygon(xml_of(with_tests("<test group=\"b\"/><test group=\"a\"/><test group=\"b\"/>",
                                "<group name=\"a\"/><group name=\"b\"/>")))
          .load();
  CHECK_FALSE(package.scoring);
  CHECK(names_of_tests(package) == Names{"group-b/1", "group-b/3", "group-a/2"});
}

TEST_CASE("Polygon: solutions have the expectations of their tags") {
  const auto found = solutions_of(solution("main", "c.py") + solution("time-limit-exceeded") +
                                  solution("rejected", "b.cpp", "cpp.g++17"));
  REQUIRE(found.size() == 3);
  CHECK(found[0].path == "solutions/a.py");
  CHECK(found[0].language == "python3");
  CHECK(found[0].main == "a.py");
  CHECK(found[0].files == std::map<std::string, std::string>{{"a.py", "solutions/a.py"}});
  CHECK(found[0].shall_be_too_slow);
  CHECK_FALSE(found[0].counts_for_time_limit);
  CHECK(found[0].expectations.at(0).permitted == Verdicts{Verdict::time_limit_exceeded});
  CHECK_THAT(found[0].expectations[0].source, Contains("problem.xml:"));
  CHECK(found[1].language == "cpp");
  CHECK(found[1].expectations[0].permitted.count(Verdict::accepted) == 0);
  CHECK(found[1].expectations[0].permitted.count(Verdict::run_time_error) == 1);
  CHECK(found[2].counts_for_time_limit);
  CHECK(found[2].expectations[0].permitted == Verdicts{Verdict::accepted});
  const auto language = [](const std::string& type) {
    return solutions_of(solution("main", "a.py", type)).at(0).language;
  };
  CHECK(language("python.pypy3-64") == "python3");
  CHECK(language("python.2") == "python2");
  CHECK(language("java11") == "java");
  CHECK(language("pas.fpc") == "pascal");
  CHECK(language("kotlin16") == "kotlin16");
  CHECK(language("") == "python3");
}

TEST_CASE("Polygon: where a problem scores, rejected solutions may be partial, also per group") {
  const auto found = solutions_of(
      "<solution tag=\"wrong-answer\"><source path=\"solutions/a.py\"/><extra-tags><extra-tag "
      "group=\"1\" tag=\"accepted\"/><extra-tag testset=\"tests\" tag=\"x\"/></extra-tags>"
      "</solution>",
      with_tests("<test group=\"1\" points=\"3\"/>"));
  REQUIRE(found.at(0).expectations.size() == 2);
  CHECK(found[0].expectations[0].permitted == Verdicts{Verdict::wrong_answer, Verdict::partial});
  CHECK(found[0].expectations[1].scope == "group-1");
  CHECK(found[0].expectations[1].permitted == Verdicts{Verdict::accepted});
}

TEST_CASE("Polygon: wrong solutions are refused with their place") {
  const auto wrong = [](const std::string& solutions) {
    return input_error_of([&] { solutions_of(solutions); });
  };
  CHECK_THAT(wrong(solution("perfect")), Contains("unknown tag 'perfect'"));
  CHECK_THAT(wrong(solution("main", "no.py")), Contains("there is no"));
  CHECK_THAT(wrong(solution("main") + solution("accepted")), Contains("is there twice"));
  CHECK_THAT(wrong("<solution tag=\"main\"/>"), Contains("<source> of the solution is missing"));
  CHECK_THAT(wrong("<solution><source path=\"solutions/a.py\"/></solution>"), Contains("'tag'"));
  CHECK_THAT(wrong("<solution tag=\"main\"><source path=\"solutions/a.py\"/><extra-tags><extra-tag "
                   "group=\"9\" tag=\"main\"/></extra-tags></solution>"),
             Contains("no group '9'"));
}

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

TEST_CASE("Polygon: all wrong solutions are told at once") {
  Parts parts;
  parts.assets +=
      "<solutions><solution tag=\"odd\"><source path=\"gone.py\"/></solution>\n<solution "
      "tag=\"main\"/></solutions>";
  const auto directory = polygon(xml_of(parts));
  const std::string message = input_error_of(
      [&] { find_polygon_solutions(DirectoryTree(directory.root()), directory.load()); });
  for (const char* part : {"package/gone.py", "unknown tag 'odd'", "<source> of the solution"})
    CHECK_THAT(message, Contains(part));
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

TEST_CASE("Polygon: other testsets are not used, and statements are kept") {
  std::string xml = xml_of({});
  xml.replace(xml.find("<testset"), 0, "<testset name=\"pretests\"/>");
  xml.replace(
      xml.find("<judging"), 0,
      "<statements><statement language=\"english\" path=\"statements/english/problem.tex\"/>"
      "<statement language=\"english\" path=\"no.pdf\"/></statements>");
  const auto directory = polygon(xml);
  directory.write("statements/english/problem.tex", "");
  const Package package = directory.load();
  CHECK_THAT(package.warnings.at(0), Contains("the testset 'pretests' is not used"));
  CHECK(package.tests.size() == 3);
  CHECK(package.statements ==
        std::vector<PackageStatement>{{"en", "statements/english/problem.tex"}});
}

TEST_CASE("Polygon: submissions may read and write files") {
  Parts parts;
  parts.judging = "input-file=\"in.txt\" output-file=\"stdout\"";
  CHECK(polygon(xml_of(parts)).load().input_file == "in.txt");
  CHECK(polygon(xml_of(parts)).load().output_file.empty());
  parts.assets += "<interactor><source path=\"files/check.cpp\" type=\"cpp.g++17\"/></interactor>";
  CHECK_THAT(refused(parts), Contains("an <interactor> for submissions that use files"));
}

TEST_CASE("Polygon: an interactor comes before the checker, which judges what it writes") {
  const auto with_interactor = [](const std::string& type) {
    return with_assets(kChecker + "<interactor><source path=\"files/talk.cpp\" type=\"" + type +
                       "\"/><runs><run>1</run></runs></interactor>");
  };
  const auto directory = polygon(xml_of(with_interactor("cpp.g++17")));
  CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("files/talk.cpp"));
  directory.write("files/talk.cpp", "#include \"testlib.h\"\n");
  const Package package = directory.load();
  CHECK(package.warnings.empty());
  CHECK(package.validation.interactive);
  CHECK(package.validation.protocol == ValidatorProtocol::testlib);
  REQUIRE(package.validation.programs.size() == 2);
  CHECK(package.validation.programs[0].name == "files/talk.cpp");
  CHECK(package.validation.programs[0].files.count("testlib.h") == 1);
  CHECK(package.validation.programs[1].name == "files/check.cpp");
  CHECK_THAT(refused(with_interactor("java11")), Contains("an interactor that is not C or C++"));
}

TEST_CASE("Polygon: validators are called for every test's input, with its testset and group") {
  Parts parts = with_tests("<test group=\"1\"/><test/>", "<group name=\"1\"/>");
  parts.assets +=
      "<validators><validator><source path=\"files/check.cpp\" type=\"cpp.g++17\"/>"
      "</validator><validator><source path=\"files/v.py\" type=\"python.3\"/>"
      "</validator></validators>";
  const Package package = polygon(xml_of(parts)).load();
  REQUIRE(package.input_validators.size() == 1);
  CHECK(package.input_validators[0].name == "files/check.cpp");
  CHECK(package.input_validators[0].files.count("testlib.h") == 1);
  CHECK(package.input_protocol == ValidatorProtocol::testlib);
  CHECK(package.skipped_input_validators == 1);
  REQUIRE(package.warnings.size() == 1);
  CHECK_THAT(package.warnings[0], Contains("files/v.py"));
  CHECK(test_named(package, "2").input_arguments == Names{"--testset", "tests"});
  CHECK(test_named(package, "group-1/1").input_arguments ==
        Names{"--testset", "tests", "--group", "1"});
}

TEST_CASE("Polygon: the tests of checker and validator") {
  using Kind = ValidatorTest::Kind;
  const std::string inputs =
      "<testset><input-path-pattern>v/%02d</input-path-pattern><tests>"
      "<test verdict=\"invalid\"/><test verdict=\"valid\"/></tests></testset>";
  const std::string outputs =
      "<testset><input-path-pattern>c/%d</input-path-pattern>"
      "<output-path-pattern>c/%d.o</output-path-pattern>"
      "<answer-path-pattern>c/%d.a</answer-path-pattern><tests><test verdict=\"crashed\"/>"
      "<test verdict=\"wrong-answer\"/><test verdict=\"ok\"/></tests></testset>";
  const std::string source = "<source path=\"files/check.cpp\" type=\"cpp.g++17\"/>";
  const auto parts = [&](const std::string& of_validator) {
    return with_assets("<checker>" + source + outputs + "</checker><validators><validator>" +
                       source + of_validator + "</validator></validators>");
  };
  const auto directory = polygon(xml_of(parts(inputs)));
  for (const char* path : {"v/01", "v/02", "c/2", "c/2.o", "c/2.a", "c/3", "c/3.o"})
    directory.write(path, "");
  CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("c/3.a"));
  directory.write("c/3.a", "");
  const Package package = directory.load();
  REQUIRE(package.validator_tests.size() == 4);
  CHECK(package.validator_tests[0].kind == Kind::invalid_output);
  CHECK(package.validator_tests[0].test.name == "checker-tests/2");
  CHECK(package.validator_tests[1].kind == Kind::valid_output);
  CHECK(package.validator_tests[1].output == "c/3.o");
  CHECK(package.validator_tests[2].kind == Kind::invalid_input);
  CHECK(package.validator_tests[2].test.input == "v/01");
  CHECK(package.validator_tests[3].kind == Kind::valid_input);
  directory.write("problem.xml", xml_of(parts(outputs)));
  CHECK_THAT(input_error_of([&] { directory.load(); }), Contains("validator doesn't say"));
}
