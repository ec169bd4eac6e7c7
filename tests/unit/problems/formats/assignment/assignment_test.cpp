#include <nlohmann/json.hpp>

#include "problems/formats/assignment/found_tests.h"
#include "problems/unit_tests/programs.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using Names = std::vector<std::string>;

namespace {

using nlohmann::json;

json found(const std::string& name, json more = json::object()) {
  json test{{"name", name}, {"file", "test_a.py"}, {"line", 3}, {"partial", false}};
  test.update(more);
  return test;
}

json answer(std::vector<json> tests) {
  return {{"modules", {"stack"}},
          {"tests", std::move(tests)},
          {"errors", json::array()},
          {"warnings", json::array()}};
}

FormatDirectory assignment(const std::string& yaml) {
  FormatDirectory directory;
  directory.write("assignment.yaml", yaml);
  directory.write("tests/test_a.py", "import stack\n");
  directory.write("include/words.txt", "a\n");
  return directory;
}

Package load(const FormatDirectory& directory, const json& told) {
  return load_package(
      *with_found_tests(std::make_unique<DirectoryTree>(directory.root()), told.dump()), "test",
      {});
}

Package loaded(const std::string& yaml, const json& told) { return load(assignment(yaml), told); }

std::string refused_because(const std::string& yaml, const json& told) {
  return input_error_of([&] { loaded(yaml, told); });
}

Names points_of(const Package& package) {
  Names points;
  for (const auto& test : package.tests) points.push_back(test.accepted_score.text());
  return points;
}

}  // namespace

TEST_CASE("unit tests: an empty assignment.yaml is one") {
  const Package package = loaded("", answer({found("T.test_a"), found("T.test_b")}));
  CHECK(package.format == "assignment");
  CHECK(package.name == "test");
  CHECK(package.scoring);
  CHECK(package.limits.time == std::chrono::seconds{1});
  CHECK(package.limits.memory == mib(256));
  CHECK(names_of_tests(package) == Names{"T.test_a", "T.test_b"});
  CHECK(points_of(package) == Names{"1", "1"});
  CHECK(package.groups[0].highest == Score(2));
  CHECK_FALSE(package.groups[0].stop_at_rejection);
  CHECK(package.tests[0].sample);
  CHECK(package.tests[0].arguments == Names{"T.test_a", "visible"});
  CHECK(package.submission_name == "stack.py");
  CHECK(package.included.at("main.py") == kSubmissionServer);
  CHECK(package.included.at("words.txt") == "include/words.txt");
}

TEST_CASE("unit tests: the submission has nothing of the tests") {
  const Package package = loaded("", answer({found("T.test_a")}));
  for (const auto& [name, path] : package.included) {
    CHECK_FALSE(path.starts_with("tests/"));
    CHECK(path != kFoundTests);
  }
  const auto& files = package.validation.programs.at(0).files;
  CHECK(files.at("main.py") == kTester);
  CHECK(files.at("tests/test_a.py") == "tests/test_a.py");
  CHECK(files.at("tests.json") == kFoundTests);
  for (const auto& path : {kSubmissionServer, kTester, kTestFinder}) CHECK(added_program(path));
  CHECK_FALSE(added_program("tests/test_a.py"));
}

TEST_CASE("unit tests: points are shared, and 0 where others have some") {
  const json tests = answer({found("T.test_len_a"), found("T.test_len_b"), found("T.test_len_c"),
                             found("U.test_x"), found("U.test_y", {{"weight", "2.5"}})});
  CHECK(points_of(loaded("points: {\"test_len*\": 10, U.test_x: 1}\n", tests)) ==
        Names{"3.333333333", "3.333333333", "3.333333333", "1", "2.5"});
  CHECK(points_of(loaded("points: {\"test_len*\": 10, test_len_b: 4}\n", tests)) ==
        Names{"5", "4", "5", "0", "2.5"});
  CHECK(points_of(loaded("", tests)) == Names{"0", "0", "0", "0", "2.5"});
  CHECK(loaded("points: {\"*\": 10}\n",
               answer({found("T.test_a[1]"), found("T.test_a[2]"), found("T.test_b")}))
            .groups[0]
            .highest == Score(10));
}

TEST_CASE("unit tests: who sees a test, and what it may leave to the submission") {
  const json tests = answer(
      {found("T.test_a", {{"visibility", "hidden"}}), found("T.test_b"), found("T.test_secret")});
  const Package package = loaded(
      "visibility: {test_secret: after_published}\ntrust: {test_b: [contains, eq]}\n", tests);
  CHECK_FALSE(package.tests[0].sample);
  CHECK(package.tests[1].sample);
  CHECK_FALSE(package.tests[2].sample);
  CHECK(package.tests[1].arguments == Names{"T.test_b", "visible", "contains", "eq"});
  CHECK(package.tests[2].arguments == Names{"T.test_secret", "hidden"});
  CHECK(loaded("visibility: {test_a: visible}\n", tests).tests[0].sample);
}

TEST_CASE("unit tests: all that is wrong is said at once, with its place") {
  const std::string message = refused_because(
      "modules: [a-b]\nrunner: nose\npoints: {test_a: -1}\nvisibility: {test_a: secret}\n"
      "trust: {test_a: [all]}\nlimits: {time: 1}\nmodule: x\n",
      answer({found("T.test_a", {{"weight", "much"}})}));
  for (const char* part : {"assignment.yaml:1:", "assignment.yaml:2:", "assignment.yaml:3:",
                           "assignment.yaml:4:", "assignment.yaml:5:", "assignment.yaml:6:",
                           "assignment.yaml:7:", "'modules'", "test_a.py:3: T.test_a: its weight"})
    CHECK_THAT(message, test::Contains(part));
}

TEST_CASE("unit tests: a pattern that fits no test is an error") {
  const std::string message =
      refused_because("points: {test_b: 1}\nvisibility: {test_c: hidden}\ntrust: {\"x*\": [eq]}\n",
                      answer({found("T.test_a")}));
  CHECK_THAT(message, test::Contains("1:10: there is no test 'test_b'"));
  CHECK_THAT(message, test::Contains("2:14: there is no test 'test_c'"));
  CHECK_THAT(message, test::Contains("3:9: there is no test 'x*'"));
}

TEST_CASE("unit tests: what the finder refuses is refused with the package's places") {
  json told = answer({found("T.test_a")});
  told["errors"] = {"tests/test_a.py:7: uses stack.f", "tests/: there is none"};
  told["warnings"] = {"tests/test_a.py:1: slow"};
  const std::string message = refused_because("", told);
  CHECK_THAT(message, test::Contains("/package/tests/test_a.py:7: uses stack.f"));
  CHECK_THAT(message, test::Contains("/package/tests/: there is none"));
  told["errors"] = json::array();
  const auto warnings = loaded("", told).warnings;
  REQUIRE(warnings.size() == 1);
  CHECK_THAT(warnings[0], test::Contains("/package/tests/test_a.py:1: slow"));
}

TEST_CASE("unit tests: what is no answer of the finder is no package's fault") {
  const FormatDirectory directory = assignment("");
  const auto load_with = [&](const std::string& text) {
    load_package(*with_found_tests(std::make_unique<DirectoryTree>(directory.root()), text), "test",
                 {});
  };
  for (const char* text : {"", "[]", "{}", R"({"modules": 1, "tests": [], "errors": []})"})
    CHECK_THROWS_AS(load_with(text), JudgeError);
}

TEST_CASE("unit tests: files of the package that are in the way") {
  const json tests = answer({found("T.test_a")});
  FormatDirectory directory = assignment("");
  directory.write("include/main.py", "").write("include/stack.py", "");
  const std::string message = input_error_of([&] { load(directory, tests); });
  CHECK_THAT(message, test::Contains("include/main.py: main.py is the program"));
  CHECK_THAT(message, test::Contains("include/stack.py: is the module"));
}

TEST_CASE("unit tests: tests have to be found first, and only of such a package") {
  const FormatDirectory directory = assignment("");
  CHECK(must_find_tests(DirectoryTree(directory.root())));
  CHECK_THAT(input_error_of([&] { directory.load(); }),
             test::Contains("the tests of this package have not been looked for"));
  directory.write("problem.yaml", "name: x\n");
  CHECK_FALSE(must_find_tests(DirectoryTree(directory.root())));
}

TEST_CASE("unit tests: a module called main is taken beside the program that imports it") {
  json told = answer({found("T.test_a")});
  told["modules"] = {"main"};
  CHECK(loaded("", told).submission_name == kOwnMain);
}
