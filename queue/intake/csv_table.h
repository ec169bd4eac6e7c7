// What the readers of tables have in common, as people and spreadsheets write these: encodings,
// separators and headings.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace assize {

struct CsvText {
  std::string text;  // UTF-8, without a byte order mark
  std::string note;  // with its place: what was assumed of the encoding; empty: nothing
};

// From UTF-8, from UTF-16 with a byte order mark, or, with a note, from Windows-1252 (and so from
// what is printed of Latin-1). Throws InputError with the line for other text, also for UTF-8 that
// is damaged somewhere: read as Windows-1252, all its names would be wrong.
CsvText csv_text(const std::string& bytes, const std::string& place);

// Without blanks around it.
std::string trimmed(std::string_view text);
std::string in_small_letters(std::string text);  // ASCII

// Without blanks around it, be they such that don't break a line.
std::string heading_of(std::string cell);
// What columns are known by: "External ID " is external_id.
std::string heading_key(const std::string& heading);

// Excel begins a file with "sep=;" where the country's separator is another one.
std::optional<char> stated_separator(std::string_view text);
// Comma, semicolon or tab: the one by which the first record has most of the columns that
// `is_known` knows by their keys; the comma, if it has none.
char separator_of(std::string_view text, const std::string& place,
                  const std::function<bool(const std::string& key)>& is_known);

}  // namespace assize
