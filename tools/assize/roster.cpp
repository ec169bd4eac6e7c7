#include "tools/assize/roster.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>

#include "queue/intake/manifest.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::string_view kSeparators = ",;\t";

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

// The cells of a line; a quoted one may hold the separator. Nothing if a quote isn't closed.
std::optional<std::vector<std::string>> cells_of(std::string_view line, char separator) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (c == '"' && (quoted || trimmed(cells.back()).empty())) {
      quoted = !quoted;
    } else if (c == separator && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  for (auto& cell : cells) cell = trimmed(cell);
  return cells;
}

bool is_header(std::string cell) {
  std::transform(cell.begin(), cell.end(), cell.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return cell == "submitter";
}

class RosterReader {
 public:
  RosterReader(std::string_view text, const std::string& place) : text_(text), place_(place) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  std::vector<std::string> read() {
    read_first_line();
    while (!text_.empty()) {
      const std::string line = next_line();
      if (!line.empty()) add(line);
    }
    if (!errors_.empty()) throw InputError(errors_);
    if (names_.empty()) throw InputError(place_ + ": there are no names in it");
    return std::move(names_);
  }

 private:
  std::string next_line() {
    ++number_;
    const auto end = std::min(text_.find('\n'), text_.size());
    const std::string line = trimmed(text_.substr(0, end));
    text_.remove_prefix(std::min(end + 1, text_.size()));
    return line;
  }

  // Finds out whether the roster is a table, and which of its columns has the names.
  void read_first_line() {
    std::string line;
    while (line.empty() && !text_.empty()) line = next_line();
    const auto at = line.find_first_of(kSeparators);
    if (at == std::string::npos) {
      if (!line.empty() && !is_header(line)) add(line);
      return;
    }
    separator_ = line[at];
    const auto header = cells_of(line, separator_);
    if (header) {
      const auto found = std::find_if(header->begin(), header->end(), is_header);
      if (found != header->end()) {
        column_ = static_cast<std::size_t>(found - header->begin());
        return;
      }
    }
    throw InputError(
        place_ + ":" + std::to_string(number_) +
        ": of several columns one must be called submitter, in the first line (or give "
        "a list with one name on each line)");
  }

  void add(const std::string& line) {
    const std::string place = place_ + ":" + std::to_string(number_);
    std::string name = line;
    if (separator_ != '\0') {
      const auto cells = cells_of(line, separator_);
      if (!cells) return complain(place + ": a quote is not closed");
      if (cells->size() <= column_) return complain(place + ": has no column submitter");
      name = (*cells)[column_];
    } else if (const auto cells = cells_of(line, '\0'); line.front() == '"' && cells) {
      name = cells->front();
    }
    if (name.empty()) return complain(place + ": the submitter is empty");
    try {
      check_name(name, place, "submitter");
    } catch (const InputError& error) {
      return complain(error.what());
    }
    names_.push_back(name);
  }

  void complain(const std::string& error) { errors_ += (errors_.empty() ? "" : "\n") + error; }

  std::string_view text_;
  const std::string& place_;
  std::size_t number_ = 0;
  char separator_ = '\0';  // none: one name a line
  std::size_t column_ = 0;
  std::vector<std::string> names_;
  std::string errors_;
};

}  // namespace

std::vector<std::string> parse_roster(const std::string& text, const std::string& place) {
  if (!is_utf8(text))
    throw InputError(place + ": is not UTF-8: save it as 'CSV UTF-8' or as UTF-8 text");
  return RosterReader(text, place).read();
}

}  // namespace assize
