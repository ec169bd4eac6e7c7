// A failed sample as people compare it: its input, the answer, and what the submission wrote.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tools/report/audience.h"

namespace assize {

// How many samples of a judging are shown so, and how much of each.
constexpr std::size_t kMostSamplesShown = 3;
constexpr std::size_t kMostLinesShown = 20;
constexpr std::size_t kMostCharactersShown = 40;

struct SideBySide {
  std::string name;  // of the test
  std::string answer_title;
  std::string input;
  std::string answer;
  // The output, in three parts: the one in the middle is where it first differs. It is empty where
  // that isn't known, or the output ends there too early; then `before` is all of it.
  std::string before;
  std::string different;
  std::string after;
  bool ends_early = false;
  std::string difference;  // in words: "line 2, column 1: wrong token"; or empty
  std::string errors;      // what it wrote to standard error
};

// Of the samples that a reader may see, in the order of judging, at most kMostSamplesShown.
std::vector<SideBySide> side_by_side(const JudgingRecord& judging, const Reader& reader);

// As three columns of at most kMostLinesShown lines with `margin` before each; > marks the line
// where the output differs, and ^ below it the place.
std::string in_three_columns(const SideBySide& sample, std::string_view margin);

// All of them for a terminal, each with a line that names it; empty if there is none.
std::string samples_in_columns(const JudgingRecord& judging, const Reader& reader);

}  // namespace assize
