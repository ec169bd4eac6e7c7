#include "problems/package.h"

#include <filesystem>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST_CASE("ids have letters, digits, dot, underscore and hyphen") {
  for (const char* id : {"a", "A1", "two-sum", "a_b.c", "9", "a."}) {
    INFO(id);
    CHECK(is_problem_id(id));
  }
  CHECK(is_problem_id(std::string(100, 'a')));
  for (const char* id : {"", ".", "..", ".a", "-a", "a b", "a/b", "é", "a\n", "a'"}) {
    INFO(id);
    CHECK_FALSE(is_problem_id(id));
  }
  CHECK_FALSE(is_problem_id(std::string(101, 'a')));
}

TEST_CASE("seconds are read as people write them") {
  CHECK(parse_seconds("1", "x") == seconds{1});
  CHECK(parse_seconds("0.5", "x") == milliseconds{500});
  CHECK(parse_seconds("0.1", "x") == milliseconds{100});
  CHECK(parse_seconds("2.000000001", "x") == seconds{2} + nanoseconds{1});
  for (const char* text : {"", " 1", "1 ", "1s", "0", "-1", "0.0009", "3600.1", "inf", "nan"}) {
    INFO(text);
    CHECK(input_error_of([&] { parse_seconds(text, "--time-limit"); }).starts_with("--time-limit"));
  }
}

TEST_CASE("the example packages load, strictly") {
  for (const auto& entry :
       std::filesystem::directory_iterator(ASSIZE_SOURCE "/problems/examples")) {
    if (!entry.is_directory()) continue;
    const std::string path = entry.path();
    INFO(path);
    const Package package = load_package(DirectoryTree(path), entry.path().filename(), {});
    CHECK(package.warnings.empty());
    CHECK(package.tests.size() > 2);
    CHECK(package.tests[0].sample);
  }
}
