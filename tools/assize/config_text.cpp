#include "tools/assize/config_text.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr std::string_view kList = "runtimes:";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line + "\n";
  return text;
}

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(" \t\r"); }

// Blank, or a comment.
bool says_nothing(const std::string& line) {
  const auto first = indent_of(line);
  return first == std::string::npos || line[first] == '#';
}

// Plain where YAML reads it as the same text, else in double quotes.
std::string scalar(const std::string& text) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '.' || c == '_' || c == '-' || c == '+';
  };
  const bool begins_plain = !text.empty() && (text[0] == '/' || (text[0] >= 'a' && text[0] <= 'z'));
  if (begins_plain && std::all_of(text.begin(), text.end(), is_plain) && text != "true" &&
      text != "false" && text != "null" && text != "yes" && text != "no" && text != "on" &&
      text != "off" && text != "y" && text != "n")
    return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Where the rows of the list are: the lines of their dashes, and the line behind the last one.
struct List {
  std::vector<std::size_t> rows;
  std::size_t end = 0;
  std::size_t indent = 2;
};

bool begins_list(const std::string& line) { return line.starts_with(kList); }

// Nothing if there is no list.
List find_list(const std::vector<std::string>& lines) {
  List list;
  const auto head = std::find_if(lines.begin(), lines.end(), begins_list);
  if (head == lines.end()) return list;
  if (!says_nothing(head->substr(kList.size())))
    throw InputError("its runtimes aren't written as rows of their own");
  for (auto i = static_cast<std::size_t>(head - lines.begin()) + 1; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (says_nothing(line)) continue;
    const std::size_t indent = indent_of(line);
    const bool is_dash = line[indent] == '-';
    if (indent == 0 && !is_dash) break;
    if (list.rows.empty() && !is_dash)
      throw InputError("its runtimes aren't written as rows of their own");
    if (list.rows.empty()) list.indent = indent;
    if (is_dash && indent == list.indent) list.rows.push_back(i);
    list.end = i + 1;
  }
  if (list.rows.empty()) throw InputError("its list of runtimes is empty");
  return list;
}

}  // namespace

std::string runtime_as_yaml(const RuntimeRow& row, std::size_t indent) {
  const std::string space(indent, ' ');
  std::string text =
      space + "- name: " + scalar(row.name) + "\n" + space + "  path: " + scalar(row.path) + "\n";
  if (row.kind)
    text += space + "  kind: " + (*row.kind == RuntimeKind::exec ? "exec" : "template") + "\n";
  if (row.modules == RuntimeRow::common_modules()) return text;
  std::string modules;
  for (const auto& module : row.modules) modules += (modules.empty() ? "" : ", ") + scalar(module);
  return text + space + "  modules: [" + modules + "]\n";
}

std::string with_runtime(const std::string& text, const RuntimeRow& row) {
  auto lines = lines_of(text);
  const List list = find_list(lines);
  if (list.rows.empty())
    return joined(lines) + std::string(kList) + "\n" + runtime_as_yaml(RuntimeRow{}, 2) +
           runtime_as_yaml(row, 2);
  const auto added = lines_of(runtime_as_yaml(row, list.indent));
  lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(list.end), added.begin(), added.end());
  return joined(lines);
}

std::string without_runtime(const std::string& text, std::size_t number) {
  auto lines = lines_of(text);
  const List list = find_list(lines);
  if (number >= list.rows.size())
    throw InputError("its runtimes aren't written as rows of their own");
  std::size_t end = number + 1 < list.rows.size() ? list.rows[number + 1] : list.end;
  // What is said before the next row is about that one.
  while (says_nothing(lines[end - 1])) --end;
  lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(list.rows[number]),
              lines.begin() + static_cast<std::ptrdiff_t>(end));
  return joined(lines);
}

std::string with_templates(const std::string& text, const std::string& folder) {
  auto lines = lines_of(text);
  const auto first = std::find_if_not(lines.begin(), lines.end(), says_nothing);
  lines.insert(first, "templates: " + scalar(folder));
  return joined(lines);
}

}  // namespace assize
