
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("tests are in the order of their paths, samples first, part by part") {
  const PackageDirectory directory;
  for (const char* name : {"secret/2", "secret/10", "secret/b/2", "secret/b/1", "secret/b-a/1",
                           "secret/c", "secret/a", "sample/2", "secret/b/x/1", "secret/b.1"})
    directory.pair(name);
  CHECK(names_of_tests(directory.load()) ==
        std::vector<std::string>{"sample/1", "sample/2", "secret/1", "secret/10", "secret/2",
                                 "secret/a", "secret/b/1", "secret/b/2", "secret/b/x/1",
                                 "secret/b-a/1", "secret/b.1", "secret/c"});
}

TEST_CASE("a test's group is the directory it is in") {
  const PackageDirectory directory;
  directory.pair("secret/g/h/1");
  const Package package = directory.load();
  CHECK(test_named(package, "secret/g/h/1").group_name == "secret/g/h");
  CHECK(test_named(package, "secret/1").group_name == "secret");
}

TEST_CASE("files beside the tests are not tests") {
  const PackageDirectory directory;
  for (const char* name : {"secret/1.desc", "secret/1.hint", "secret/1.png", "secret/README",
                           "secret/generator.py", "bad/1.in"})
    directory.write("data/" + std::string(name), "x");
  CHECK(directory.load().tests.size() == 2);
}

TEST_CASE("an input without its answer, or the other way round, is refused by name") {
  const PackageDirectory directory;
  directory.write("data/secret/g/7.in", "");
  CHECK(mentions(refused(directory), "data/secret/g/7.ans"));
  directory.remove("data/secret/g/7.in");
  directory.write("data/sample/7.ans", "");
  CHECK(mentions(refused(directory), "data/sample/7.in"));
}

TEST_CASE("a package without tests is refused") {
  const PackageDirectory directory;
  directory.remove("data");
  CHECK(mentions(refused(directory), "no test cases"));
}

TEST_CASE("samples are tests enough") {
  const PackageDirectory directory;
  directory.remove("data/secret");
  CHECK_FALSE(directory.load().tests.empty());
}

TEST_CASE("a package needs no samples") {
  const PackageDirectory directory;
  directory.remove("data/sample");
  CHECK(directory.load().tests.size() == 1);
}

TEST_CASE("arguments and files of a test are refused by name") {
  const PackageDirectory directory;
  SECTION("arguments") { directory.write("data/secret/1.args", "x"); }
  SECTION("files") { directory.write("data/secret/1.files/x", "x"); }
  CHECK(mentions(refused(directory), "data/secret/1."));
  CHECK(mentions(refused(directory, kLenient), "not supported"));
}

TEST_CASE("tests in other directories of data get a warning") {
  const PackageDirectory directory;
  directory.write("data/secrets/1.in", "").write("data/secrets/2.in", "");
  directory.write("data/invalid_input/1.in", "");
  directory.write("data/secret/statement.in.statement", "");
  const Package package = directory.load();
  REQUIRE(package.warnings.size() == 1);
  CHECK(mentions(package.warnings[0], "data/secrets/1.in"));
}

TEST_CASE("tests of the validators are apart from those for judging") {
  using Kind = ValidatorTest::Kind;
  const PackageDirectory directory;
  directory.write("data/invalid_input/a.in", "x")
      .pair("valid_output/deep/b")
      .pair("invalid_outputs/c");
  directory.write("data/valid_output/deep/b.out", "").write("data/invalid_outputs/c.out", "");
  directory.write("data/invalid_answers/d.in", "");
  directory.write("data/testdata.yaml",
                  "output_validator_flags: case_sensitive\ninput_validator_flags: x\n");
  directory.write("data/valid_output/testdata.yaml", "input_validator_flags: y z\n");
  const Package package = directory.load();
  CHECK(package.tests.size() == 2);
  CHECK(package.warnings.empty());
  REQUIRE(package.validator_tests.size() == 3);
  const ValidatorTest& input = package.validator_tests[0];
  CHECK(input.kind == Kind::invalid_input);
  CHECK(input.test.name == "invalid_input/a");
  CHECK(input.test.answer.empty());
  CHECK(input.output.empty());
  CHECK(input.test.input_arguments == std::vector<std::string>{"x"});
  CHECK(package.validator_tests[1].kind == Kind::invalid_output);
  const ValidatorTest& output = package.validator_tests[2];
  CHECK(output.kind == Kind::valid_output);
  CHECK(output.test.answer == "data/valid_output/deep/b.ans");
  CHECK(output.output == "data/valid_output/deep/b.out");
  CHECK(output.test.validator.case_sensitive);
  CHECK(output.test.input_arguments == std::vector<std::string>{"y", "z"});
}

TEST_CASE("a test of the output validator without its output or answer is refused by name") {
  const PackageDirectory directory;
  directory.pair("valid_output/a");
  CHECK(mentions(refused(directory), "data/valid_output/a.out"));
  directory.write("data/valid_output/a.out", "");
  directory.remove("data/valid_output/a.ans");
  CHECK(mentions(refused(directory), "data/valid_output/a.ans"));
}
