// DMOJ's Python checkers as output validators of the ICPC format.
#pragma once

#include <string_view>

namespace assize {

// The program that does it (dmoj_checker.py; its top says how it is called). It is started as the
// validator's main program, with the package's checkers beside it under their names in
// PackageProgram::files. The arguments of the test (TestCase::arguments) come after the three of
// the format. It needs nothing but Python's standard library, and makes the modules of DMOJ that a
// checker may import itself. If the file submission_source is there, checkers are given its
// content.
std::string_view dmoj_checker_program();

// The name it is to be started under: none that a package's file has.
constexpr std::string_view kDmojCheckerName = "assize_dmoj_checker.py";

}  // namespace assize
