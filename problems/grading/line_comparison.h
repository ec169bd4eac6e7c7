// Comparisons of output and answer as other judges than the ICPC's have them: the standard checkers
// of DMOJ, and the comparison of CMS.
// Source: what DMOJ's judge-server and CMS do (docs/packages.md has the rules in words).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "problems/grading/difference.h"
#include "problems/grading/score.h"

namespace assize {

struct LineComparison {
  enum class Kind : std::uint8_t {
    standard,        // the same tokens; where the answer has a line end between two, the output too
    easy,            // the same bytes in any order; neither white space nor case counts
    floats,          // line by line and token by token; numbers with a tolerance
    identical,       // byte by byte
    line_count,      // a line that is right in its place earns its share
    line_matches,    // the same with points for each line; one right line is enough to be accepted
    right_stripped,  // line by line; white space at the end of a line doesn't count
    sorted_lines,    // the same lines in any order; how their tokens are spaced doesn't count
    sorted_tokens,   // the same tokens in any order
    white_diff       // of CMS: line by line, how their tokens are spaced doesn't count
  };
  enum class Tolerance : std::uint8_t { either, absolute, relative };

  Kind kind = Kind::standard;
  Tolerance tolerance = Tolerance::either;  // floats
  double epsilon = 1e-6;                    // floats
  bool skip_empty_lines = false;            // right_stripped
  std::vector<std::uint64_t> line_points;   // line_matches: of each line of the answer
  bool all_lines_required = true;           // line_matches: the output must have as many lines
  bool operator==(const LineComparison&) const = default;
};

struct Compared {
  bool accepted = true;
  // The part of the test's score that it earned, from 0 to 1, where that isn't all or nothing.
  std::optional<Score> share;
  Difference difference;  // without meaning where the output is right
};

// Throws JudgeError if `line_points` doesn't fit the answer.
Compared compare_lines(std::string_view output, std::string_view answer,
                       const LineComparison& options);

// Lines of `answer` as line_matches counts them.
std::size_t count_lines(std::string_view answer);

}  // namespace assize
