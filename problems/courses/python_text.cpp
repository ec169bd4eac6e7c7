#include "problems/courses/python_text.h"

#include <algorithm>
#include <array>

namespace assize::courses {

namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Cuts a source into logical lines, character by character.
class Cutter {
 public:
  explicit Cutter(std::string_view source) : source_(source) {}

  std::vector<PythonLine> cut() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == '#') {
        at_ = std::min(source_.find('\n', at_), source_.size());
      } else if (c == '"' || c == '\'') {
        string(c);
      } else if (c == '\n') {
        ++number_;
        ++at_;
        if (depth_ == 0)
          end();
        else
          add(' ', ' ');
      } else if (c == '\\' && at_ + 1 < source_.size() && source_[at_ + 1] == '\n') {
        ++number_;
        at_ += 2;
        add(' ', ' ');
      } else {
        if (c == '(' || c == '[' || c == '{') ++depth_;
        if ((c == ')' || c == ']' || c == '}') && depth_ > 0) --depth_;
        if (c == ';' && depth_ == 0) {
          ++at_;
          end(line_.indent);
          continue;
        }
        add(c, c);
        ++at_;
      }
    }
    end();
    return std::move(lines_);
  }

 private:
  void add(char code, char text) {
    if (line_.number == 0) {
      if (code == ' ' || code == '\t' || code == '\r' || code == '\f') {
        ++line_.indent;
        return;
      }
      line_.number = number_;
    }
    line_.code += code;
    line_.text += text;
  }

  void end(std::size_t indent_of_next = 0) {
    while (!line_.code.empty() && (line_.code.back() == ' ' || line_.code.back() == '\t')) {
      line_.code.pop_back();
      line_.text.pop_back();
    }
    if (line_.number != 0) lines_.push_back(std::move(line_));
    line_ = {};
    line_.indent = indent_of_next;
  }

  void string(char quote) {
    const bool is_long =
        source_.substr(at_, 3) == std::string(3, quote);  // triple quotes take line ends
    const std::size_t length = is_long ? 3 : 1;
    for (std::size_t i = 0; i < length; ++i) add(quote, quote);
    at_ += length;
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (source_.substr(at_, length) == std::string(length, quote)) {
        for (std::size_t i = 0; i < length; ++i) add(quote, quote);
        at_ += length;
        return;
      }
      if (c == '\n' && !is_long) return;  // not closed
      const bool escapes = c == '\\' && at_ + 1 < source_.size();
      for (int i = 0; i < (escapes ? 2 : 1); ++i) {
        if (source_[at_] == '\n') ++number_;
        add(' ', source_[at_] == '\n' ? ' ' : source_[at_]);
        ++at_;
      }
    }
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t number_ = 1;
  std::size_t depth_ = 0;
  PythonLine line_;
  std::vector<PythonLine> lines_;
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

// "a as b, (c" -> a, c
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, comma);
    while (!item.empty() && std::string_view(" \t(").find(item.front()) != std::string_view::npos)
      item.remove_prefix(1);
    std::size_t end = 0;
    while (end < item.size() && (is_word(item[end]) || item[end] == '.' || item[end] == '*')) ++end;
    if (end > 0) names.emplace_back(item.substr(0, end));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

// The name behind "def " or "class "; or empty.
std::string defined(std::string_view code, std::string_view keyword) {
  if (!code.starts_with(keyword)) return {};
  code = trimmed(code.substr(keyword.size()));
  std::size_t end = 0;
  while (end < code.size() && is_word(code[end])) ++end;
  return std::string(code.substr(0, end));
}

}  // namespace

std::vector<PythonLine> logical_lines(std::string_view source) { return Cutter(source).cut(); }

std::vector<PythonImport> imports_of(const std::vector<PythonLine>& lines) {
  std::vector<PythonImport> imports;
  for (const auto& line : lines) {
    const std::string_view code = line.code;
    if (code.starts_with("import ")) {
      for (auto& module : names_in(code.substr(7)))
        imports.push_back({std::move(module), {}, line.number});
    } else if (code.starts_with("from ")) {
      const std::size_t word = code.find(" import");
      if (word == std::string_view::npos) continue;
      imports.push_back({std::string(trimmed(code.substr(5, word > 5 ? word - 5 : 0))),
                         names_in(code.substr(word + 7)), line.number});
    }
  }
  return imports;
}

std::vector<PythonTest> tests_of(const std::vector<PythonLine>& lines) {
  std::vector<PythonTest> tests;
  std::vector<PythonLine> decorators;
  std::string in_class;
  std::size_t class_indent = 0;
  std::size_t body_indent = 0;  // of the class; 0: not seen yet
  for (const auto& line : lines) {
    if (!in_class.empty() && line.indent <= class_indent) in_class.clear();
    if (!in_class.empty() && body_indent == 0) body_indent = line.indent;
    if (line.code.starts_with("@")) {
      decorators.push_back(line);
      continue;
    }
    std::string function = defined(line.code, "def ");
    if (function.empty()) function = defined(line.code, "async def ");
    const bool here = in_class.empty() ? line.indent == 0 : line.indent == body_indent;
    if (here && function.starts_with("test"))
      tests.push_back({in_class, function, line.number, decorators});
    if (const std::string name = defined(line.code, "class "); !name.empty() && line.indent == 0) {
      in_class = name;
      class_indent = line.indent;
      body_indent = 0;
    }
    decorators.clear();
  }
  return tests;
}

bool has_name(std::string_view code, std::string_view word) {
  for (std::size_t at = code.find(word); at != std::string_view::npos;
       at = code.find(word, at + 1)) {
    const bool begins = at == 0 || (!is_word(code[at - 1]) && code[at - 1] != '.');
    const std::size_t end = at + word.size();
    if (begins && (end == code.size() || !is_word(code[end]))) return true;
  }
  return false;
}

bool is_identifier(std::string_view text) {
  static constexpr std::array<std::string_view, 35> kKeywords{
      "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
      "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
      "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
      "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
  if (text.empty() || (text[0] >= '0' && text[0] <= '9')) return false;
  return std::find(kKeywords.begin(), kKeywords.end(), text) == kKeywords.end() &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_word(c) && static_cast<unsigned char>(c) < 0x80; });
}

std::string first_string(std::string_view text) {
  const std::size_t begin = text.find_first_of("'\"");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find(text[begin], begin + 1);
  if (end == std::string_view::npos) return {};
  return std::string(text.substr(begin + 1, end - begin - 1));
}

}  // namespace assize::courses
