// Records of a CSV file as spreadsheets and people write them (RFC 4180, and other separators than
// the comma).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assize {

struct CsvRecord {
  std::size_t line = 0;  // where it begins, from 1
  std::vector<std::string> cells;
  std::string fault;  // what is wrong with it; the records behind it can be read
};

class CsvReader {
 public:
  // `text` is UTF-8, without a byte order mark; `place` is for messages. Both outlive this. A line
  // ends with a line feed, a carriage return, or both.
  CsvReader(std::string_view text, const std::string& place, char separator)
      : text_(text), place_(place), separator_(separator) {}

  // The next record that isn't blank, or nothing at the end. Throws InputError with the line for a
  // quote that isn't closed: what is behind it can't be told.
  std::optional<CsvRecord> next();

 private:
  CsvRecord read_record();
  void read_quoted(CsvRecord& record);

  std::string_view text_;
  const std::string& place_;
  char separator_;
  std::size_t line_ = 1;
};

}  // namespace assize
