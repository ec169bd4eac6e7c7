// A package of format 2025-09 for a program that reads and prints, with the points and comparisons
// of a course.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "problems/courses/translation.h"

namespace assize::courses {

struct ProgramTest {
  enum class Comparison : std::uint8_t {
    exact,     // the same but for white space around all of it
    included,  // the answer is somewhere in the output
    any        // whatever is printed, if the program ends well
  };
  std::string name;
  std::string input;
  std::string answer;
  Comparison comparison = Comparison::exact;
  std::string points;  // decimal
};

// Each test is a group of its own, whose points are its. Points are whole numbers in this format:
// returns what they were multiplied by (1: they were whole). Without any points the problem is
// pass-fail. `time_limit` in seconds.
unsigned put_program_package(Translation& translation, const std::string& title,
                             const std::string& time_limit, const std::vector<ProgramTest>& tests);

}  // namespace assize::courses
