#include "tools/assize/roster.h"

#include <algorithm>
#include <string_view>

#include "problems/text/error_list.h"
#include "queue/intake/csv_records.h"
#include "queue/intake/csv_table.h"
#include "queue/intake/manifest.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr char kNone = '\0';  // the separator of a list: a name may hold all others

bool is_submitter(const std::string& key) { return key == "submitter"; }

// A list has none in its first line that isn't blank.
char separator_in(std::string_view text, const std::string& place) {
  if (const auto stated = stated_separator(text)) return *stated;
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  const bool is_table =
      text.substr(0, text.find_first_of("\r\n")).find_first_of(",;\t") != std::string_view::npos;
  return is_table ? separator_of(text, place, is_submitter) : kNone;
}

class RosterReader {
 public:
  RosterReader(std::string_view text, const std::string& place)
      : place_(place), separator_(separator_in(text, place)), records_(text, place, separator_) {
    if (stated_separator(text)) static_cast<void>(records_.next());
  }

  std::vector<std::string> read() {
    errors_.attempt([&] {
      if (auto first = records_.next()) read_first(*first);
      while (auto record = records_.next()) errors_.attempt([&] { add(*record); });
    });
    errors_.raise();
    if (names_.empty()) throw InputError(place_ + ": there are no names in it");
    return std::move(names_);
  }

 private:
  // A table's header says which of its columns has the names.
  void read_first(const CsvRecord& record) {
    const auto found =
        std::find_if(record.cells.begin(), record.cells.end(),
                     [](const std::string& cell) { return is_submitter(heading_key(cell)); });
    if (found != record.cells.end()) {
      column_ = static_cast<std::size_t>(found - record.cells.begin());
      return;
    }
    if (separator_ != kNone)
      throw InputError(where(record) +
                       "of several columns one must be called submitter, in the first line (or "
                       "give a list with one name on each line)");
    errors_.attempt([&] { add(record); });
  }

  void add(const CsvRecord& record) {
    if (!record.fault.empty()) throw InputError(where(record) + record.fault);
    if (record.cells.size() <= column_) throw InputError(where(record) + "has no column submitter");
    const std::string name = trimmed(record.cells[column_]);
    check_name(name, place_ + ":" + std::to_string(record.line), "submitter");
    names_.push_back(name);
  }

  std::string where(const CsvRecord& record) const {
    return place_ + ":" + std::to_string(record.line) + ": ";
  }

  const std::string& place_;
  char separator_;
  CsvReader records_;
  std::size_t column_ = 0;
  std::vector<std::string> names_;
  ErrorList errors_;
};

}  // namespace

Roster parse_roster(const std::string& bytes, const std::string& place) {
  CsvText table = csv_text(bytes, place);
  return {RosterReader(table.text, place).read(), std::move(table.note)};
}

}  // namespace assize
