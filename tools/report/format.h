// Numbers and columns as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/records/limits.h"

namespace assize {

std::string in_seconds(nanoseconds time);  // "1.234 s"; below 0.1 s "8.2 ms"
std::string in_mebibytes(Bytes memory);    // "12.3 MiB"
// Limits as people write them: "1 s", "0.25 s"; "256 MiB", "100 bytes".
std::string limit_in_words(nanoseconds time);
std::string limit_in_words(Bytes size);
std::string utc_time(std::int64_t milliseconds);  // "2026-01-31 12:34:56"
// "1 row", "2 rows": of a noun whose plural has an s.
std::string counted(std::int64_t count, const char* noun);

// "40 of 100"; "40" where the highest isn't known or is 0; empty where there is no score.
std::string score_in_words(const std::string& score, const std::string& highest);
// A score with at most two digits after the point: for tables. The exact one is in the details.
std::string short_score(const std::string& score);

// What a row has to say in its last cell: one line, or, where it has several, each on a line of its
// own below the row, indented.
enum class LastCell { line, lines };

// Rows of cells in aligned columns, two spaces between them. Columns in `right` are right-aligned.
// Widths count characters, not bytes. What could move a terminal's cursor is escaped.
std::string in_columns(std::vector<std::vector<std::string>> rows,
                       const std::vector<std::size_t>& right = {}, LastCell last = LastCell::line);

}  // namespace assize
