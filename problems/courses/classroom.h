// GitHub Classroom and Classroom 50: tests as commands, in one of three files.
#pragma once

#include <string>
#include <vector>

#include "problems/courses/commands.h"
#include "problems/courses/translation.h"

namespace assize::courses {

struct ClassroomTest {
  enum class Type : std::uint8_t {
    any,     // whatever the command is
    io,      // what a command prints
    command  // how it ends
  };
  std::string name;
  Type type = Type::any;
  std::string file;  // that says so
  std::size_t line = 0;
  std::string setup;
  std::string run;
  std::string input;
  std::string expected;
  std::string comparison;          // "included", "exact", "regex", as it is written; or empty
  std::string seconds;             // decimal
  std::string points;              // decimal
  std::vector<std::string> files;  // of its input and answer, which no submission may see
};

// The tests of each file, with refusals of what isn't taken.
std::vector<ClassroomTest> read_autograding_json(Translation& translation, const std::string& path);
std::vector<ClassroomTest> read_workflow(Translation& translation, const std::string& path);
std::vector<ClassroomTest> read_classroom50(Translation& translation, const std::string& path);

// Tests that run test files, as a package of unit tests.
struct FileTest {
  const ClassroomTest* test;
  Command command;
};
void translate_file_tests(Translation& translation, const std::vector<FileTest>& tests);

}  // namespace assize::courses
