#include "judge/runtime/template_choice.h"

#include <fstream>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {

Interpreter cpython(const std::string& language, const std::string& build = "") {
  Interpreter interpreter;
  interpreter.is_cpython = true;
  interpreter.language = language;
  interpreter.version = "CPython " + language + build;
  return interpreter;
}

}  // namespace

TEST_CASE("the versions that the template knows are those of cpython.h") {
  for (const char* version :
       {"CPython 3.11.0", "CPython 3.11.2", "CPython 3.11.15", "CPython 3.12.1", "CPython 3.12.3",
        "CPython 3.13.5", "CPython 3.14.5", "CPython 3.14.10"})
    CHECK(template_knows(version));
  for (const char* version :
       {"CPython 3.10.12", "CPython 3.12.0", "CPython 3.15.0", "CPython 3.1.1", "CPython 4.11.2",
        "CPython 3.14.4", "CPython 3.13.5 (free-threaded)", "CPython 3.13.5 (debug build)",
        "PyPy 7.3.11 (Python 3.11.9)", "3.11.2", "CPython ", "CPython 3", "CPython 3.", ""})
    CHECK_FALSE(template_knows(version));
  CHECK(template_versions() == "CPython 3.11, 3.12 (from 3.12.1), 3.13 and 3.14 (from 3.14.5)");
}

TEST_CASE("an interpreter gets the template of its minor version") {
  const TemporaryDirectory folder;
  const std::string jail = folder.path() + "/assize-jail";
  const std::string object = folder.path() + "/assize-template-3.13.so";
  std::ofstream(object) << "x";
  const TemplateChoice choice = choose_template(cpython("3.13.5"), jail, "");
  CHECK(choice.found());
  CHECK(choice.object == object);
  CHECK(choice.why_none.empty());

  // The one of another version isn't taken.
  const TemplateChoice missing = choose_template(cpython("3.11.2"), jail, "");
  CHECK_FALSE(missing.found());
  CHECK_THAT(missing.why_none, Contains("without a template for CPython 3.11"));
  CHECK_THAT(missing.mend, Contains("python3-dev"));
}

TEST_CASE("what the template doesn't know has none, and is named") {
  const TemporaryDirectory folder;
  const std::string jail = folder.path() + "/assize-jail";
  for (const char* version : {"3.12", "3.13", "3.14", "3.15", "3.1"})
    std::ofstream(folder.path() + "/assize-template-" + version + ".so") << "x";
  for (const auto& interpreter :
       {cpython("3.15.0"), cpython("3.12.0"), cpython("3.14.2"),
        cpython("3.13.5", " (free-threaded)"), cpython("3.13.5", " (with its JIT compiler on)")}) {
    const TemplateChoice choice = choose_template(interpreter, jail, "");
    CHECK_FALSE(choice.found());
    CHECK_THAT(choice.why_none, Contains("this is " + interpreter.version));
    CHECK(choice.mend.empty());
  }
}
