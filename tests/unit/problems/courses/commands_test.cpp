#include "problems/courses/commands.h"

#include "tests/unit/support/catch2.h"

using namespace assize::courses;

namespace {

Command only(const std::string& text) {
  const auto commands = commands_in(text);
  INFO(text);
  REQUIRE(commands.size() == 1);
  return commands[0];
}

void is_other(const std::string& text, const std::string& why) {
  const Command command = only(text);
  INFO(text);
  CHECK(command.kind == Command::Kind::other);
  CHECK_THAT(command.why, assize::test::Contains(why));
}

}  // namespace

TEST_CASE("a command that starts a Python file is told by its file") {
  for (const char* text : {"python3 main.py", "python main.py", "python3.11 -u ./main.py",
                           "/usr/bin/python3 'main.py'", "./main.py", "exec python3 main.py"}) {
    const Command command = only(text);
    INFO(text);
    CHECK(command.kind == Command::Kind::program);
    CHECK(command.file == "main.py");
    CHECK(command.arguments.empty());
  }
  CHECK(only("python3 main.py 3 'a b'").arguments == std::vector<std::string>{"3", "a b"});
}

TEST_CASE("a command that runs tests is told by what it selects") {
  CHECK(only("pytest").selections.at(0).file.empty());
  CHECK(only("python3 -m pytest -v .").runner == "pytest");
  const Command one = only("pytest -q tests/test_a.py::TestA::test_b test_c.py::test_d");
  REQUIRE(one.selections.size() == 2);
  CHECK(one.selections[0].in_class == "TestA");
  CHECK(one.selections[0].function == "test_b");
  CHECK(one.selections[1].function == "test_d");
  const Command unit = only("python -m unittest -v tests.test_a.TestA.test_b");
  CHECK(unit.runner == "unittest");
  CHECK(unit.selections.at(0).file == "tests/test_a.py");
  CHECK(unit.selections.at(0).function == "test_b");
  CHECK(only("python3 -m unittest discover -s tests -p 'test*.py'").selections.at(0).file.empty());
}

TEST_CASE("what is installed is named") {
  const Command pip =
      only("sudo -H pip3 install -q 'Numpy>=1.2' gradescope_utils -r requirements.txt");
  CHECK(pip.kind == Command::Kind::installs);
  CHECK(pip.packages ==
        std::vector<std::string>{"numpy", "gradescope-utils", "-r requirements.txt"});
  CHECK(commands_in("apt-get update").empty());
  CHECK(only("python -m pip install pytest").packages == std::vector<std::string>{"pytest"});
  CHECK(is_provided("pytest"));
  CHECK_FALSE(is_provided("numpy"));
}

TEST_CASE("commands are cut where a shell would") {
  const auto commands = commands_in(
      "#!/bin/sh\n# it's nothing\nset -e\npip install pytest && pytest; python3 a.py\necho "
      "'a;b'\n");
  REQUIRE(commands.size() == 3);
  CHECK(commands[0].kind == Command::Kind::installs);
  CHECK(commands[1].kind == Command::Kind::tests);
  CHECK(commands[2].kind == Command::Kind::program);
  CHECK(commands_in("").empty());
}

TEST_CASE("what would need a shell, a network or another language is said") {
  is_other("echo 3 | python3 main.py", "an expression for a shell");
  is_other("python3 main.py > out.txt", "an expression for a shell");
  is_other("python3 \"$FILE\"", "an expression for a shell");
  is_other("python3 -c 'print(1)'", "on a command line");
  is_other("python3 -m flake8", "the module 'flake8'");
  is_other("python3", "python without a file");
  is_other("pytest -k 'not slow'", "the option -k");
  is_other("pytest other", "no file of tests");
  is_other("gcc main.c", "of another language");
  is_other("curl example.org", "needs a network");
  is_other("diff a b", "the command 'diff'");
  is_other("python3 'main.py", "an expression for a shell");
}
