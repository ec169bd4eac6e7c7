// Commands of courses: what a line for a shell would do, as far as that can be said without a
// shell.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assize::courses {

// Which tests a command runs: all of a file, a class, or one of them.
struct TestSelection {
  std::string file;      // path as it is given, ending in .py; empty: all files
  std::string in_class;  // or empty
  std::string function;  // or empty
};

struct Command {
  enum class Kind : std::uint8_t {
    nothing,   // empty, a comment, or without effect here
    installs,  // packages
    program,   // starts a Python file
    tests,     // pytest or unittest
    other
  };
  Kind kind = Kind::nothing;
  std::string text;                    // as it is written, trimmed
  std::vector<std::string> packages;   // installs: normalised names, or files of them ("-r FILE")
  std::string file;                    // program
  std::vector<std::string> arguments;  // program
  std::string runner;                  // tests: "pytest" or "unittest"
  std::vector<TestSelection> selections;
  std::string why;  // other: what it does that nothing here does
};

// A text for a shell: its commands one by one, cut at line ends, ';' and '&&'.
std::vector<Command> commands_in(std::string_view text);

// The name of a package in a requirement, in the form that registries compare by:
// "Gradescope_Utils>=0.3" is gradescope-utils.
std::string package_name(std::string_view requirement);

// Packages that tests may need and have here without being installed.
bool is_provided(std::string_view package);

}  // namespace assize::courses
