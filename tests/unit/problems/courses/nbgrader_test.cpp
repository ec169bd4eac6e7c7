#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/courses.h"

using namespace assize;
using namespace assize::test;
using Kind = courses::Note::Kind;

namespace {

std::string cell(const std::string& marks, const std::string& source = "assert square(3) == 9") {
  return "  {\"cell_type\": \"code\", \"metadata\": {\"nbgrader\": {\"schema_version\": 3, " +
         marks + "}},\n   \"source\": [\"" + source + "\"]}";
}

std::string notebook(const std::vector<std::string>& cells,
                     const std::string& language = "python") {
  std::string text = "{\n \"cells\": [\n";
  for (std::size_t i = 0; i < cells.size(); ++i)
    text += cells[i] + (i + 1 < cells.size() ? ",\n" : "\n");
  return text + " ],\n \"metadata\": {\"kernelspec\": {\n  \"language\": \"" + language +
         "\"}},\n \"nbformat\": 4\n}\n";
}

const std::string kSolution = cell(R"("grade": false, "solution": true, "grade_id": "square")");
const std::string kGraded = cell(
    R"("grade": true, "solution": false, "locked": true, "points": 2.5, "grade_id": "test_square")");

}  // namespace

TEST_CASE("a notebook of nbgrader is its own copy of the tests, and a submission that is right") {
  const std::string text = notebook({kSolution, kGraded});
  const auto made = translated({{"source/ps1/squares.ipynb", text},
                                {"source/ps1/words.csv", "a\n"},
                                {"release/ps1/squares.ipynb", text}});
  CHECK(refusals(made).empty());
  CHECK(made.origin == "nbgrader");
  CHECK(made.files.at("tests/squares.ipynb") == text);
  CHECK(made.files.at("submissions/accepted/squares.ipynb") == text);
  CHECK(made.files.contains("include/words.csv"));
  CHECK(made.files.at("assignment.yaml") ==
        "name: {en: \"Week 1\"}\nmodules: [squares]\npoints:\n  \"test_square\": 2.5\n");
}

TEST_CASE("a cell with hidden tests is hidden, and that is said") {
  const auto made = translated(
      {{"squares.ipynb",
        notebook({cell(R"("grade": true, "solution": false, "points": 1, "grade_id": "t")",
                       R"(### BEGIN HIDDEN TESTS\nassert 1\n### END HIDDEN TESTS)")})}});
  CHECK(refusals(made).empty());
  CHECK(made.files.at("assignment.yaml").find("visibility:\n  \"t\": hidden\n") !=
        std::string::npos);
  CHECK(says(notes_of(made, Kind::changed), "squares.ipynb:4: the cell 't' has hidden tests"));
}

TEST_CASE("cells that no test can grade are refused by their lines") {
  const auto made = translated(
      {{"a.ipynb",
        notebook({cell(R"("grade": true, "solution": true, "points": 1, "grade_id": "essay")"),
                  cell(R"("grade": false, "task": true, "points": 1, "grade_id": "task")"),
                  cell(R"("grade": true, "solution": false, "points": 1, "grade_id": "magic")",
                       R"(x = 1\n%timeit f())"),
                  cell(R"("grade": true, "solution": false, "points": "?", "grade_id": "points")"),
                  kGraded, kGraded})},
       {"b.ipynb", notebook({kGraded}, "R")},
       {"c d.ipynb", notebook({kGraded})}});
  const auto refused = refusals(made);
  CHECK(refused.size() == 7);
  CHECK(says(refused, "a.ipynb:4: the cell 'essay' is an answer that a person grades"));
  CHECK(says(refused, "a.ipynb:6: the cell 'task' is a task"));
  CHECK(says(refused, "a.ipynb:8: the cell 'magic' has a magic"));
  CHECK(says(refused, "a.ipynb:10: the cell 'points' has points that are no decimal number"));
  CHECK(says(refused, "a.ipynb:14: the cell 'test_square' has no grade_id of its own"));
  CHECK(says(refused, "b.ipynb:7: a notebook in another language"));
  CHECK(says(refused, "c d.ipynb: a notebook whose name"));
}

TEST_CASE("a course with several assignments is asked for one of them") {
  REQUIRE_THROWS_WITH(translated({{"source/ps1/a.ipynb", notebook({kGraded})},
                                  {"source/ps2/b.ipynb", notebook({kGraded})}}),
                      Contains("several assignments: source/ps1/, source/ps2/"));
}
