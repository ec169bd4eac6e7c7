#include "tools/report/csv.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "storage/base/text.h"

namespace assize {

namespace {

using namespace std::string_view_literals;

// With the full-width and the small forms, and the minus sign.
constexpr std::array kStarts{"="sv,  "+"sv,  "-"sv,  "@"sv,  "＝"sv, "＋"sv, "－"sv,
                             "＠"sv, "﹦"sv, "﹢"sv, "﹣"sv, "﹫"sv, "−"sv};
constexpr std::array kQuotes{"'"sv, "\""sv, "`"sv, "‘"sv, "’"sv, "“"sv, "”"sv, "＇"sv, "＂"sv};
// Category Zs.
constexpr std::array kBlanks{" "sv,      "\u00a0"sv, "\u1680"sv, "\u2000"sv, "\u2001"sv, "\u2002"sv,
                             "\u2003"sv, "\u2004"sv, "\u2005"sv, "\u2006"sv, "\u2007"sv, "\u2008"sv,
                             "\u2009"sv, "\u200a"sv, "\u202f"sv, "\u205f"sv, "\u3000"sv};

// The length of the one of `words` with which a text begins, or 0.
template <std::size_t N>
std::size_t length_of(const std::array<std::string_view, N>& words, std::string_view text) {
  const auto found = std::find_if(words.begin(), words.end(),
                                  [&](std::string_view word) { return text.starts_with(word); });
  return found == words.end() ? 0 : found->size();
}

bool is_formula(std::string_view text) {
  while (const std::size_t skipped = length_of(kBlanks, text) + length_of(kQuotes, text))
    text.remove_prefix(skipped);
  return length_of(kStarts, text) > 0;
}

std::string guarded(const std::string& text) {
  std::string cell = is_formula(text) ? "'" : "";
  for (std::size_t i = 0; i < text.size(); ++i) {
    cell += text[i];
    const bool separates = text[i] == ',' || text[i] == ';';
    if (separates && is_formula(std::string_view(text).substr(i + 1))) cell += '\'';
  }
  return cell;
}

}  // namespace

std::string csv_cell(const std::string& text) {
  const std::string cell = guarded(clean_line(text));
  if (cell.find_first_of(",\"") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string>& cells, const std::set<std::size_t>& numbers) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i)
    line += (i == 0 ? "" : ",") + (numbers.contains(i) ? cells[i] : csv_cell(cells[i]));
  return line + "\r\n";
}

}  // namespace assize
