#include "judge/runtime/policy_view.h"

#include <algorithm>
#include <filesystem>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;
namespace fs = std::filesystem;

namespace {

// A runtime whose one folder of modules is somewhere else on the host than in the jail.
struct Case {
  TemporaryDirectory directory;
  Runtime runtime;
  Policy policy;
  std::vector<std::string> asked;

  Case() {
    for (const char* file : {"lib/math.py", "lib/big/__init__.py", "lib/big/part.py", "secret"})
      directory.write(file, "");
    fs::create_symlink(directory.path("secret"), directory.path("lib/link.py"));
    runtime.version = "CPython 3.11.2";
    runtime.program = "/usr/bin/python3";
    runtime.libraries = {"/lib/python"};
    runtime.view.mounts = {{host("lib"), "/lib/python", Mount::Kind::directory},
                           {host("secret"), "/etc/other", Mount::Kind::file}};
    policy.imports = {"big", "math"};
  }
  std::string host(const std::string& path) const { return fs::canonical(directory.path(path)); }
  FileView view(const std::string& said, const IncludedFiles& included = {}) {
    const auto ask = [&](const Runtime&, const auto& arguments, const IncludedFiles& files) {
      asked = arguments;
      CHECK(files == included);
      return said;
    };
    return view_under(runtime, policy, ask, included);
  }
  // Where in the jail something of the host is shown.
  std::vector<std::string> shown(const std::string& said) {
    std::vector<std::string> targets;
    for (const auto& mount : view(said).mounts) targets.push_back(mount.target);
    std::sort(targets.begin(), targets.end());
    return targets;
  }
};

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("only what the allowed modules need of the library is shown") {
  Case test;
  CHECK(test.shown("D /lib/python/big\nF /lib/python/big/part.py\nF /lib/python/math.py\n.\n") ==
        Paths{"/etc/other", "/lib/python/big", "/lib/python/math.py"});
  REQUIRE(test.asked.size() > 4);
  CHECK(test.asked.front() == "/usr/bin/python3");
  CHECK(Paths(test.asked.end() - 3, test.asked.end()) == Paths{"big", "math", "--"});
  for (const auto& mount : test.view("F /lib/python/math.py\n.\n").mounts)
    if (mount.target == "/lib/python/math.py") CHECK(mount.source == test.host("lib/math.py"));
}

TEST_CASE("the package's own files are looked at, and are no part of the list") {
  Case test;
  const FileView view = test.view(".\n", {{"main.py", "import json"}});
  CHECK(Paths(test.asked.end() - 4, test.asked.end()) == Paths{"big", "math", "--", "main.py"});
  REQUIRE(view.files.size() == 1);
  CHECK_THAT(view.files[0].content, Contains("_guard(frozenset(('big', 'math', )))"));
}

TEST_CASE("what a module prints shows nothing that the whole view doesn't") {
  Case test;
  const Paths nothing{"/etc/other"};
  CHECK(test.shown("F /etc/shadow\nD /etc\nF /etc/other\nF \nX /lib/python/math.py\n.\n") ==
        nothing);
  CHECK(test.shown("F /lib/python/../../secret\nF /lib/python/gone.py\nF lib\n.\n") == nothing);
  CHECK(test.shown("F /lib/python/link.py\n.\n") == nothing);
  CHECK(test.shown("F " + test.host("secret") + "\nF " + test.host("lib/math.py") + "\n.\n") ==
        nothing);
}

TEST_CASE("modules that can't be imported, or end the interpreter, are refused") {
  Case test;
  CHECK_THAT(input_error_of([&] { test.view("E big: ImportError: no \x1b[2J\n.\n"); }),
             Contains("CPython 3.11.2 can't import big: ImportError: no \\x1b[2J"));
  CHECK_THAT(input_error_of([&] { test.view(""); }), Contains("a module ends it"));
  CHECK_THAT(input_error_of([&] { test.view("F /lib/python/math.py\n"); }),
             Contains("a module ends it"));
}

TEST_CASE("without an import allowlist nothing is asked") {
  Case test;
  test.policy.imports.reset();
  CHECK(view_under(test.runtime, test.policy, {}) == test.runtime.view);
}
