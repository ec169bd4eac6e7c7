#include "problems/formats/icpc/constants.h"

#include "problems/loaded_package.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;

namespace {
Package with(std::map<std::string, std::string> constants) {
  Package package;
  package.constants = std::move(constants);
  return package;
}
}  // namespace

TEST_CASE("constants are replaced by their values, once, and only where they are defined") {
  const Package package = with({{"n", "5"}, {"n.tex", "{{n}}"}, {"long", "x y"}});
  for (const auto& [text, result] : std::vector<std::pair<const char*, const char*>>{
           {"", ""},
           {"n", "n"},
           {"{{n}}", "5"},
           {"a{{n}}{{n}}b", "a55b"},
           {"{{n.tex}}", "{{n}}"},
           {"{{long}}!", "x y!"},
           {"{{m}} {{n}}", "{{m}} 5"},
           {"{{ n }}", "{{ n }}"},
           {"{{{n}}}", "{5}"},
           {"{{n}", "{{n}"},
           {"{{", "{{"},
           {"{{n{{n}}", "{{n5"},
       }) {
    INFO(text);
    CHECK(with_constants(package, text) == result);
  }
  const std::string braces(2'000'000, '{');
  CHECK(with_constants(package, braces + "}}") == braces + "}}");
}

TEST_CASE("the constants of a package are replaced in programs and groups, not in the data") {
  const PackageDirectory directory;
  directory.make_new("constants:\n  max_n: 100\n  k: {value: 5, tex: five}\n");
  directory.write("input_validators/a.py", "{{max_n}} {{k}} {{k.value}} {{k.tex}}");
  directory.write("include/python3/lib.py", "{{max_n}}");
  directory.write("data/secret/1.in", "{{max_n}}");
  directory.write("data/secret/test_group.yaml", "output_validator_args: [float_tolerance, {{k}}]");
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(directory.root()), "test", {});
  CHECK(*loaded.content("input_validators/a.py") == "100 5 5 five");
  CHECK(*loaded.content("include/python3/lib.py") == "100");
  CHECK(*loaded.content("data/secret/1.in") == "{{max_n}}");
  CHECK(loaded.package().tests[1].validator.absolute_tolerance == 5.0);
}

TEST_CASE("constants have names, and values that are no lists") {
  const PackageDirectory directory;
  for (const char* line : {"a-b: 1", "1a: 1", "a: [1]", "a: {tex: 1}", "a: {value: [1]}",
                           "a: {value: 1, b-c: 2}", "'': 1"}) {
    INFO(line);
    directory.make_new("constants:\n  " + std::string(line) + "\n");
    CHECK(mentions(refused(directory), "problem.yaml:5:"));
  }
}
