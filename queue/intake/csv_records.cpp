#include "queue/intake/csv_records.h"

#include <algorithm>

#include "storage/base/errors.h"

namespace assize {

std::optional<CsvRecord> CsvReader::next() {
  while (!text_.empty()) {
    auto record = read_record();
    // Spreadsheets write separators for lines that somebody emptied.
    const bool blank = std::all_of(
        record.cells.begin(), record.cells.end(),
        [](const std::string& cell) { return cell.find_first_not_of(" \t") == std::string::npos; });
    if (!blank || !record.fault.empty()) return record;
  }
  return std::nullopt;
}

// Behind the opening quote, to behind the closing one.
void CsvReader::read_quoted(CsvRecord& record) {
  while (!text_.empty()) {
    const char c = text_[0];
    text_.remove_prefix(1);
    if (c == '\n' || (c == '\r' && !text_.starts_with('\n'))) ++line_;
    if (c != '"') {
      record.cells.back() += c;
    } else if (text_.starts_with('"')) {
      record.cells.back() += '"';
      text_.remove_prefix(1);
    } else {
      if (!text_.empty() && text_[0] != separator_ && text_[0] != '\r' && text_[0] != '\n')
        record.fault = "text after a closing quote (a quote inside a quoted cell is written twice)";
      return;
    }
  }
  throw InputError(place_ + ":" + std::to_string(record.line) +
                   ": a quote is not closed: where this row ends, and what comes behind it, can't "
                   "be told");
}

CsvRecord CsvReader::read_record() {
  CsvRecord record{line_, std::vector<std::string>(1), ""};
  while (!text_.empty()) {
    const char c = text_[0];
    text_.remove_prefix(1);
    if (c == '"' && record.cells.back().empty()) {
      read_quoted(record);
    } else if (c == separator_) {
      record.cells.emplace_back();
    } else if (c == '\n' || c == '\r') {
      if (c == '\r' && text_.starts_with('\n')) text_.remove_prefix(1);
      ++line_;
      return record;
    } else {
      record.cells.back() += c;
    }
  }
  return record;
}

}  // namespace assize
