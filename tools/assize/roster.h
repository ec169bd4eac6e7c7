// Rosters: who should hand something in.
#pragma once

#include <string>
#include <vector>

namespace assize {

constexpr std::size_t kMaxRoster = 16U << 20U;

struct Roster {
  std::vector<std::string> names;
  std::string note;  // with its place: what was assumed of the text; empty: nothing
};

// Reads a roster: a name on each line, or a table of several columns whose first line names them,
// one of which is `submitter`, with all the separators, headings and encodings that manifests may
// have (queue/intake/csv_table.h). Blanks around names and empty lines don't matter; who is there
// twice counts once. Throws InputError that has all the lines that are wrong.
Roster parse_roster(const std::string& bytes, const std::string& place);

}  // namespace assize
