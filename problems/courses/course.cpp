#include "problems/courses/course.h"

#include <array>

#include "problems/courses/translation.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

struct Origin {
  const char* name;
  bool (*is)(const FileTree&);
  void (*translate)(Translation&);
  const char* looked_for;
};

constexpr std::array<Origin, 5> kOrigins{{
    {"Gradescope", is_gradescope, translate_gradescope, "run_autograder"},
    {"GitHub Classroom", is_classroom, translate_classroom,
     ".github/classroom/autograding.json, a workflow with autograding-…-grader actions, or a JSON "
     "file of the schema classroom50/tests/v1"},
    {"OK or otter-grader", is_ok, translate_ok, "Python files in tests/ with test = {…'suites'…}"},
    {"nbgrader", is_nbgrader, translate_nbgrader, "notebooks whose cells have nbgrader's metadata"},
    {"PrairieLearn", is_prairielearn, translate_prairielearn,
     "info.json of a question, with tests/test_*.py"},
}};

[[noreturn]] void fail_unknown() {
  std::string all = "no assignment of a course that can be translated; looked for";
  for (const auto& origin : kOrigins)
    all += std::string(&origin == kOrigins.data() ? " " : "; ") + origin.looked_for + " (" +
           origin.name + ")";
  throw InputError(all);
}

}  // namespace

CoursePackage translate_course(const FileTree& course, const std::string& id) {
  const Origin* found = nullptr;
  for (const auto& origin : kOrigins) {
    if (!origin.is(course)) continue;
    if (found != nullptr)
      throw InputError(std::string("is an assignment of ") + found->name + " and of " +
                       origin.name + ": import a folder with one of them");
    found = &origin;
  }
  if (found == nullptr) fail_unknown();
  CoursePackage package;
  Translation translation(course, id, package);
  found->translate(translation);
  if (package.files.size() >= kMaxPackageFiles)
    throw InputError("more files than a package may have");
  return package;
}

}  // namespace assize::courses
