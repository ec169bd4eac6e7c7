// The programs that assize adds to a unit-test problem (docs/unit-tests.md): that of the
// submission's side, which answers calls, that of the tests' side, and that which finds the tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assize {

// Paths as Package has them. No file of a package has one that begins with '/'.
constexpr const char* kSubmissionServer = "/unit-tests/submission.py";
constexpr const char* kTester = "/unit-tests/tester.py";
constexpr const char* kTestFinder = "/unit-tests/finder.py";

// The content of such a path; nothing for any other.
std::optional<std::string> added_program(std::string_view path);

// Where the submission's server looks for a submission's own main.py, beside the module that is
// asked for or as that.
constexpr const char* kOwnMain = "submission_main.py";

}  // namespace assize
