#include "problems/courses/course.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "problems/courses/course_source.h"
#include "problems/courses/json_text.h"
#include "problems/courses/translation.h"
#include "problems/write_package.h"
#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("a folder of no course is told what was looked for") {
  REQUIRE_THROWS_WITH(translated({{"main.py", "print(1)\n"}}),
                      Contains("looked for run_autograder (Gradescope)") &&
                          Contains("autograding.json") && Contains("suites") &&
                          Contains("nbgrader's metadata (nbgrader)") && Contains("info.json"));
  REQUIRE_THROWS_AS(translated({}), InputError);
}

TEST_CASE("a folder of two courses is not guessed at") {
  REQUIRE_THROWS_WITH(translated({{"run_autograder", "#!/bin/sh\n"},
                                  {".github/classroom/autograding.json", "{\"tests\": []}"}}),
                      Contains("is an assignment of Gradescope and of GitHub Classroom"));
}

TEST_CASE("a course is not changed, and gives the same package each time") {
  const Files files{
      {".github/classroom/autograding.json",
       R"({"tests": [{"name": "a", "run": "python3 a.py", "output": "1", "points": 1}]})"}};
  CHECK(translated(files).files == translated(files).files);
  CHECK(translated(files, "other").files != translated(files).files);
}

TEST_CASE("points that are shared are the whole again") {
  using courses::shared;
  CHECK(shared("10", 4) == std::vector<std::string>{"2.5", "2.5", "2.5", "2.5"});
  CHECK(shared("10", 3) == std::vector<std::string>{"3.33", "3.33", "3.34"});
  CHECK(shared("20", 3) == std::vector<std::string>{"6.66", "6.66", "6.68"});
  CHECK(shared("0.01", 3) == std::vector<std::string>{"0", "0", "0.01"});
  CHECK(shared("7", 1) == std::vector<std::string>{"7"});
}

TEST_CASE("a value of a JSON text is found with its line") {
  const std::string text =
      "{\n \"a\": [1,\n  {\"b\\u0063\": \"}]\",\n   \"d\": null}],\n \"e\": 2\n}";
  using courses::line_in_json;
  CHECK(line_in_json(text, {}) == 1);
  CHECK(line_in_json(text, {std::string("a"), std::size_t{1}}) == 3);
  CHECK(line_in_json(text, {std::string("a"), std::size_t{1}, std::string("bc")}) == 3);
  CHECK(line_in_json(text, {std::string("a"), std::size_t{1}, std::string("d")}) == 4);
  CHECK(line_in_json(text, {std::string("e")}) == 5);
  CHECK(line_in_json(text, {std::string("a"), std::size_t{7}}) == 2);
  CHECK(line_in_json(text, {std::string("no")}) == 1);
  REQUIRE_THROWS_WITH(courses::parse_json("{\n,}", "x.json"), Contains("x.json:2: is not JSON"));
  REQUIRE_THROWS_WITH(courses::parse_json(std::string(5000, '['), "x.json"),
                      Contains("x.json: nested deeper than 100"));
}

TEST_CASE("a package is written whole, or not at all") {
  const TemporaryDirectory directory;
  const std::string folder = directory.path() + "/sets/week-1";
  CHECK(check_new_package(folder) == "week-1");
  write_package(folder, {{"assignment.yaml", "x"}, {"tests/a/b.py", "y"}});
  std::stringstream content;
  content << std::ifstream(folder + "/tests/a/b.py").rdbuf();
  CHECK(content.str() == "y");
  REQUIRE_THROWS_WITH(write_package(folder, {{"a", "b"}}), Contains("is there already"));
  // A file that is a folder, too: the second can't be written.
  REQUIRE_THROWS_WITH(write_package(directory.path() + "/sets/week-2", {{"a", ""}, {"a/b", ""}}),
                      Contains("can't be written"));
  std::size_t entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path() + "/sets")) {
    CHECK(entry.path().filename() == "week-1");
    ++entries;
  }
  CHECK(entries == 1);
  REQUIRE_THROWS_WITH(check_new_package("two words"), Contains("is the problem's id"));
}

TEST_CASE("hidden files of a course are read, and those of tools are not") {
  const TemporaryDirectory directory;
  for (const char* path : {".github/classroom/autograding.json", ".git/config", "a.py"}) {
    const std::filesystem::path file = directory.path() + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << "x";
  }
  std::filesystem::create_symlink("a.py", directory.path() + "/link.py");
  const courses::CourseTree course(directory.path());
  CHECK(course.files().size() == 2);
  CHECK(course.has(".github/classroom/autograding.json"));
  CHECK(course.warnings().size() == 1);
  CHECK(course.place("a.py") == directory.path() + "/a.py");
  REQUIRE_THROWS_WITH(courses::CourseTree(directory.path() + "/no"), Contains("no such folder"));
}
