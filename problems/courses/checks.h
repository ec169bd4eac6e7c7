// What is looked at in every course: what a test file does that a test here can't, and what a setup
// installs.
#pragma once

#include <string>
#include <vector>

#include "problems/courses/commands.h"
#include "problems/courses/python_text.h"
#include "problems/courses/translation.h"

namespace assize::courses {

struct TestFile {
  std::string path;  // in the course
  std::vector<PythonTest> tests;
  std::vector<PythonImport> imports;
  bool is_refused = false;                   // something in it is: it isn't taken
  bool uses(std::string_view module) const;  // imports it, or something below it
};

// Reads a Python file of the tests' side. What it does that can't be carried over is refused: a
// network, other programs, paths of the system that it was written for.
TestFile read_test_file(Translation& translation, const std::string& path);

// A command that prepares: that it has no effect here is said, what it would have is refused.
// Files of requirements are looked for below `folder`.
void check_setup(Translation& translation, const Command& command, const std::string& file,
                 std::size_t line, const std::string& folder);

// Files that go along: `path` is something that programs or tests may read, not a document or a
// setting.
bool is_data(std::string_view path);

// True if pytest or unittest would collect the file by its name.
bool is_test_name(std::string_view path);

}  // namespace assize::courses
