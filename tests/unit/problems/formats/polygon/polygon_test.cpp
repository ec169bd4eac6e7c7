#include "tests/unit/support/polygon.h"

#include "tests/unit/support/catch2.h"

using namespace assize;
using namespace assize::test;
using namespace assize::test::polygon_parts;
using std::chrono::milliseconds;
using Names = std::vector<std::string>;

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
