// Rosters: who should hand something in.
#pragma once

#include <string>
#include <vector>

namespace assize {

constexpr std::size_t kMaxRoster = 16U << 20U;

// Reads a roster (UTF-8): a name on each line, or a table of several columns (separated by commas,
// semicolons or tabs) whose first line names them, one of which is `submitter`. Blanks around names
// and empty lines don't matter; who is there twice counts once. Throws InputError that has all the
// lines that are wrong.
std::vector<std::string> parse_roster(const std::string& text, const std::string& place);

}  // namespace assize
