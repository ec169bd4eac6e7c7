#include "tools/assize/manifest.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "judge/core/errors.h"
#include "judge/core/text.h"

namespace assize {

namespace {

class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& place) : text_(text), place_(place) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  std::size_t line() const { return record_line_; }

  // The next record that isn't an empty line, or nothing at the end.
  std::optional<std::vector<std::string>> next() {
    while (!text_.empty()) {
      record_line_ = line_;
      auto record = read_record();
      if (record.size() > 1 || !record[0].empty()) return record;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::string> read_record() {
    std::vector<std::string> cells(1);
    bool quoted = false;
    while (!text_.empty()) {
      const char c = text_[0];
      text_.remove_prefix(1);
      if (c == '\n') ++line_;
      if (quoted) {
        if (c != '"') {
          cells.back() += c;
        } else if (text_.starts_with('"')) {
          cells.back() += '"';
          text_.remove_prefix(1);
        } else {
          quoted = false;
          if (!text_.empty() && std::string_view(",\r\n").find(text_[0]) == std::string_view::npos)
            throw InputError(
                place_ + ":" + std::to_string(record_line_) +
                ": text after a closing quote (a quote inside a quoted cell is written twice)");
        }
      } else if (c == '"' && cells.back().empty()) {
        quoted = true;
      } else if (c == ',') {
        cells.emplace_back();
      } else if (c == '\n') {
        return cells;
      } else if (!(c == '\r' && text_.starts_with('\n'))) {
        cells.back() += c;
      }
    }
    if (quoted)
      throw InputError(place_ + ":" + std::to_string(record_line_) + ": a quote is not closed");
    return cells;
  }

  std::string_view text_;
  const std::string& place_;
  std::size_t line_ = 1;
  std::size_t record_line_ = 1;
};

const std::vector<std::string> kColumns{"submitter", "problem",  "file",
                                        "priority",  "language", "external_id"};

std::map<std::string, std::size_t> read_header(const std::vector<std::string>& header,
                                               const std::string& place) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (std::find(kColumns.begin(), kColumns.end(), header[i]) == kColumns.end())
      throw InputError(
          place + ":1: unknown column '" + clean_line(header[i], 40) +
          "' (the header line names submitter, problem, file and perhaps priority, language, "
          "external_id)");
    if (!columns.emplace(header[i], i).second)
      throw InputError(place + ":1: the column '" + header[i] + "' is there twice");
  }
  for (const char* required : {"submitter", "problem", "file"})
    if (!columns.contains(required))
      throw InputError(place + ":1: the column '" + std::string(required) +
                       "' is missing (the header line names submitter, problem, file)");
  return columns;
}

}  // namespace

std::int64_t parse_priority(const std::string& text, const std::string& place) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < -1000 || value > 1000)
    throw InputError(place + ": a priority is a whole number from -1000 to 1000, not '" +
                     clean_line(text, 40) + "'");
  return value;
}

void check_name(const std::string& text, const std::string& place, const char* what) {
  if (text.empty()) throw InputError(place + ": the " + what + " is empty");
  if (text.size() > kMaxName)
    throw InputError(place + ": the " + what + " is longer than " + std::to_string(kMaxName) +
                     " bytes");
  if (!may_be_name(text))
    throw InputError(place + ": the " + what + " has control characters or is not UTF-8");
}

std::vector<ManifestRow> parse_manifest(const std::string& text, const std::string& place,
                                        const std::string& directory) {
  if (!is_utf8(text)) throw InputError(place + ": is not UTF-8");
  CsvReader reader(text, place);
  const auto header = reader.next();
  if (!header)
    throw InputError(place + ": is empty; it starts with the line submitter,problem,file");
  const auto columns = read_header(*header, place);

  std::vector<ManifestRow> rows;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> seen;
  std::map<std::string, std::size_t> external_ids;
  while (const auto record = reader.next()) {
    const std::string here = place + ":" + std::to_string(reader.line());
    if (record->size() != header->size())
      throw InputError(here + ": has " + std::to_string(record->size()) +
                       " columns, the header has " + std::to_string(header->size()));
    const auto cell = [&](const char* name) -> std::string {
      const auto found = columns.find(name);
      return found == columns.end() ? "" : record->at(found->second);
    };
    ManifestRow row;
    row.line = reader.line();
    row.submitter = cell("submitter");
    row.problem = cell("problem");
    row.external_id = cell("external_id");
    check_name(row.submitter, here, "submitter");
    check_name(row.problem, here, "problem");
    check_name(cell("file"), here, "file");
    if (!row.external_id.empty()) check_name(row.external_id, here, "external id");
    if (const auto language = cell("language"); !language.empty() && language != "python3")
      throw InputError(here + ": the language '" + clean_line(language, 40) +
                       "' is not known (python3 is)");
    if (const auto priority = cell("priority"); !priority.empty())
      row.priority = parse_priority(priority, here);
    row.file = std::filesystem::path(directory) / cell("file");
    if (const auto [first, is_new] = seen.emplace(
            std::tuple(row.submitter, row.problem, row.file, row.external_id), row.line);
        !is_new)
      throw InputError(here + ": the same row as line " + std::to_string(first->second));
    if (!row.external_id.empty()) {
      const auto [first, is_new] = external_ids.emplace(row.external_id, row.line);
      if (!is_new)
        throw InputError(here + ": the external id of line " + std::to_string(first->second) +
                         " again");
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) throw InputError(place + ": names no submission");
  return rows;
}

}  // namespace assize
