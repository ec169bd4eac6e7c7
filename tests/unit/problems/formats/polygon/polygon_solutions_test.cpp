// What a package of Polygon expects of its solutions.

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/polygon.h"

using namespace assize;
using namespace assize::test;
using namespace assize::test::polygon_parts;
using Verdicts = std::set<Verdict>;

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
