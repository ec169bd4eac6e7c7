// CSV (RFC 4180) that a spreadsheet can be given.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace assize {

// A text as a cell, on one line, with what deceives escaped. Spreadsheets take for a formula what
// begins with one of = + - @, also after blanks or quotes, and in some countries in its full-width
// form (U+FF1D, U+FF0B, U+FF0D, U+FF20). Some split lines at other separators, and strip quotes
// there. So an apostrophe goes before whatever would begin so: at the start, and after each comma
// and semicolon.
std::string csv_cell(const std::string& text);

// A record with its line end. `numbers`: the places of cells that hold a number of ours, which may
// begin with a minus and stays a number.
std::string csv_line(const std::vector<std::string>& cells,
                     const std::set<std::size_t>& numbers = {});

}  // namespace assize
