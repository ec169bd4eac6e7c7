#include "queue/intake/manifest.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>

#include "queue/intake/csv_records.h"
#include "queue/intake/csv_table.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using namespace std::string_view_literals;

constexpr std::array kColumns{"submitter"sv, "problem"sv,  "file"sv,
                              "priority"sv,  "language"sv, "external_id"sv};
constexpr std::size_t kRequired = 3;       // the first of them
constexpr std::size_t kMostFaults = 1000;  // that are shown

bool is_ours(const std::string& key) {
  return std::find(kColumns.begin(), kColumns.end(), key) != kColumns.end();
}

struct Layout {
  std::size_t header_line = 1;
  std::vector<std::string> headings;           // as they are written, without blanks around them
  std::map<std::string, std::size_t> columns;  // ours
  std::vector<std::size_t> further;            // places of the others that have a heading
};

// A heading that was there before gets a number: "Notes (2)".
std::string distinct(const std::vector<std::string>& headings, std::size_t at) {
  const auto begin = headings.begin();
  const auto count = std::count(begin, begin + static_cast<std::ptrdiff_t>(at), headings[at]);
  return count == 0 ? headings[at] : headings[at] + " (" + std::to_string(count + 1) + ")";
}

void read_heading(Layout& layout, const std::vector<std::string>& headings, std::size_t at,
                  const std::string& place) {
  const std::string& heading = headings[at];
  if (heading.empty()) return;
  const std::string here = place + ":" + std::to_string(layout.header_line);
  if (const std::string key = heading_key(heading); is_ours(key)) {
    if (!layout.columns.emplace(key, at).second)
      throw InputError(here + ": the column '" + clean_line(heading, 40) + "' is there twice");
    return;
  }
  if (!may_be_name(heading) || heading.size() > kMaxName)
    throw InputError(here + ": the column '" + clean_line(heading, 40) +
                     "' has a heading with control characters, or of more than " +
                     std::to_string(kMaxName) + " bytes");
  if (layout.further.size() == kMaxFurtherColumns)
    throw InputError(here + ": more than " + std::to_string(kMaxFurtherColumns) +
                     " columns beside submitter, problem, file, priority, language, external_id");
  layout.headings[at] = distinct(headings, at);
  layout.further.push_back(at);
}

Layout read_header(const CsvRecord& header, const std::string& place) {
  Layout layout;
  layout.header_line = header.line;
  const std::string here = place + ":" + std::to_string(header.line);
  if (!header.fault.empty()) throw InputError(here + ": " + header.fault);
  std::vector<std::string> headings;
  for (const auto& cell : header.cells) headings.push_back(heading_of(cell));
  layout.headings = headings;
  for (std::size_t i = 0; i < headings.size(); ++i) read_heading(layout, headings, i, place);
  std::string missing;
  for (std::size_t i = 0; i < kRequired; ++i)
    if (!layout.columns.contains(std::string(kColumns.at(i))))
      missing += (missing.empty() ? "'" : ", '") + std::string(kColumns.at(i)) + "'";
  if (missing.empty()) return layout;
  throw InputError(here + ": " +
                   (missing.find(',') == std::string::npos ? "the column " : "the columns ") +
                   missing + (missing.find(',') == std::string::npos ? " is" : " are") +
                   " missing (the header line names submitter, problem, file and perhaps priority, "
                   "language, external_id; it has: " +
                   clean_line(
                       [&] {
                         std::string all;
                         for (const auto& heading : layout.headings)
                           all += (all.empty() ? "" : ", ") + heading;
                         return all;
                       }(),
                       200) +
                   ")");
}

// "python", "Python 3", "py", "python3.11": there is one.
bool is_python(const std::string& text) {
  std::string name = in_small_letters(trimmed(text));
  std::erase_if(name, [](char c) { return c == ' ' || c == '-' || c == '_'; });
  if (name.starts_with("cpython")) name.erase(0, 1);
  for (const char* known : {"python", "py"}) {
    if (name == known) return true;
    const std::string three = std::string(known) + "3";
    if (name == three) return true;
    if (name.starts_with(three + ".") &&
        name.find_first_not_of("0123456789.", three.size()) == std::string::npos)
      return true;
  }
  return false;
}

class RowReader {
 public:
  RowReader(const Layout& layout, const std::string& directory)
      : layout_(layout), directory_(directory) {}

  ManifestRow read(CsvRecord record) {
    ManifestRow row;
    row.line = record.line;
    if (!record.fault.empty()) row.faults.push_back(record.fault);
    const std::size_t count = layout_.headings.size();
    while (record.cells.size() > count && trimmed(record.cells.back()).empty() &&
           layout_.headings.back().empty())
      record.cells.pop_back();
    // Some spreadsheets leave empty cells at the end of a row out.
    if (record.cells.size() < count && has_required(record.cells.size()))
      record.cells.resize(count);
    if (record.cells.size() != count)
      row.faults.push_back("has " + std::to_string(record.cells.size()) +
                           " columns, the header has " + std::to_string(count));
    record.cells.resize(std::max(count, record.cells.size()));
    const bool whole = row.faults.empty();
    read_own(record.cells, row, whole);
    read_further(record.cells, row);
    if (whole) compare(row);
    return row;
  }

 private:
  // Windows writes ada\main.py. Here that is a name, too: the file of that name comes first.
  std::string path_of(const std::string& given) const {
    std::string path = given;
    std::replace(path.begin(), path.end(), '\\', '/');
    if (path == given) return given;
    std::error_code unknown;
    const auto status =
        std::filesystem::symlink_status(std::filesystem::path(directory_) / given, unknown);
    return status.type() == std::filesystem::file_type::not_found ? path : given;
  }

  bool has_required(std::size_t cells) const {
    return std::all_of(kColumns.begin(), kColumns.begin() + kRequired, [&](std::string_view name) {
      return layout_.columns.at(std::string(name)) < cells;
    });
  }

  // A row whose cells don't fit the header has one fault: what is in them is a guess.
  void read_own(const std::vector<std::string>& cells, ManifestRow& row, bool whole) {
    const auto cell = [&](const char* name) -> std::string {
      const auto found = layout_.columns.find(name);
      return found == layout_.columns.end() ? "" : cells[found->second];
    };
    const auto check = [&](const auto& rule) {
      try {
        rule();
      } catch (const InputError& error) {
        if (whole) row.faults.emplace_back(std::string_view(error.what()).substr(2));
      }
    };
    row.submitter = cell("submitter");
    row.problem = trimmed(cell("problem"));
    row.file_as_given = cell("file");
    row.external_id = cell("external_id");
    row.file = std::filesystem::path(directory_) / path_of(row.file_as_given);
    check([&] { check_name(row.submitter, "", "submitter"); });
    check([&] { check_name(row.problem, "", "problem"); });
    check([&] { check_name(row.file_as_given, "", "file"); });
    if (!row.external_id.empty()) check([&] { check_name(row.external_id, "", "external id"); });
    const std::string language = cell("language");
    if (const auto text = trimmed(language); whole && !text.empty() && !is_python(text))
      row.faults.push_back("the language '" + clean_line(text, 40) + "' is not known (python3 is)");
    if (const auto priority = trimmed(cell("priority")); !priority.empty())
      check([&] { row.priority = parse_priority(priority, ""); });
  }

  void read_further(const std::vector<std::string>& cells, ManifestRow& row) {
    for (const std::size_t at : layout_.further) {
      const std::string text = trimmed(cells[at]);
      if (text.empty()) continue;
      if (text.size() > kMaxFurtherCell)
        row.faults.push_back("the cell '" + clean_line(layout_.headings[at], 40) +
                             "' is longer than " + std::to_string(kMaxFurtherCell) + " bytes");
      else
        row.further.emplace_back(layout_.headings[at], text);
    }
  }

  void compare(ManifestRow& row) {
    const auto [first, is_new] =
        seen_.emplace(std::tuple(row.submitter, row.problem, row.file, row.external_id), row.line);
    if (!is_new) {
      row.faults.push_back("the same row as line " + std::to_string(first->second));
    } else if (!row.external_id.empty()) {
      const auto [other, is_free] = external_ids_.emplace(row.external_id, row.line);
      if (!is_free)
        row.faults.push_back("the external id of line " + std::to_string(other->second) + " again");
    }
  }

  const Layout& layout_;
  const std::string& directory_;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> seen_;
  std::map<std::string, std::size_t> external_ids_;
};

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

std::string faults_in_words(const std::vector<ManifestRow>& rows, const std::string& place) {
  std::string text;
  std::size_t count = 0;
  for (const auto& row : rows)
    for (const auto& fault : row.faults) {
      if (++count > kMostFaults) continue;
      text += (text.empty() ? "" : "\n") + place + ":" + std::to_string(row.line) + ": " +
              (row.file_as_given.empty() || fault.find(row.file_as_given) != std::string::npos
                   ? ""
                   : shown_name(clean_line(row.file_as_given, kMaxName)) + ": ") +
              fault;
    }
  if (count > kMostFaults) text += "\n… and " + std::to_string(count - kMostFaults) + " more";
  return text;
}

Manifest parse_manifest(const std::string& bytes, const std::string& place,
                        const std::string& directory) {
  const CsvText table = csv_text(bytes, place);
  const std::string& text = table.text;
  const auto stated = stated_separator(text);
  const char separator = stated ? *stated : separator_of(text, place, is_ours);
  CsvReader reader(text, place, separator);
  if (stated) static_cast<void>(reader.next());
  const auto header = reader.next();
  if (!header)
    throw InputError(place + ": is empty; it starts with the line submitter,problem,file");
  const Layout layout = read_header(*header, place);

  Manifest manifest;
  manifest.note = table.note;
  auto& rows = manifest.rows;
  RowReader row_reader(layout, directory);
  try {
    while (auto record = reader.next()) rows.push_back(row_reader.read(std::move(*record)));
  } catch (const InputError& error) {
    const std::string before = faults_in_words(rows, place);
    throw InputError(before + (before.empty() ? "" : "\n") + error.what());
  }
  if (rows.empty()) throw InputError(place + ": names no submission");
  return manifest;
}

}  // namespace assize
