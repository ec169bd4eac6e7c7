// The tests of a unit-test problem, as they were found in its files: in the tester's jail, once for
// a version of a package, and kept among its files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "problems/formats/assignment/assignment_file.h"

namespace assize {

// Where they are kept. No file of a package as its author has it is called so.
constexpr const char* kFoundTests = ".assize-tests.json";

struct FoundTest {
  std::string name;  // "TestStack.test_push"
  std::string file;  // below tests/
  std::string line;
  std::optional<Score> points;  // as the file itself says, by decorators
  std::optional<Visibility> visibility;
  bool partial = false;  // it may give a part of its points
};

struct FoundTests {
  std::vector<std::string> modules;
  std::vector<FoundTest> tests;
  std::vector<std::string> warnings;
};

// Throws InputErrors with what the finder says of the package's files, JudgeError for what isn't of
// its form. `files`: for places in messages.
FoundTests read_found_tests(const std::string& json, const FileTree& files);

// What the finder is asked: its own file, before there are any tests.
std::string question_for_tests(const AssignmentFile& assignment);

// Whether a package has unit tests that must be found before it can be loaded.
bool must_find_tests(const FileTree& files);

// A package's files with the tests that were found.
std::unique_ptr<FileTree> with_found_tests(std::unique_ptr<FileTree> files, std::string found);

// Where the tester finds its files to their paths (PackageProgram::files).
std::map<std::string, std::string> tester_files(const FileTree& files);

}  // namespace assize
