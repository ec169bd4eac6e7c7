#include "problems/courses/python_literal.h"

#include <algorithm>

#include "problems/courses/python_text.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

void add_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0U | code >> 12U);
    } else {
      byte(0xF0U | code >> 18U);
      byte(0x80U | (code >> 12U & 0x3FU));
    }
    byte(0x80U | (code >> 6U & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

class Reader {
 public:
  Reader(std::string_view source, const std::string& place) : source_(source), place_(place) {}

  std::vector<std::pair<std::string, PythonValue>> file() {
    std::vector<std::pair<std::string, PythonValue>> values;
    while (true) {
      skip(true);
      if (at_ == source_.size()) return values;
      if (at_ > 0 && source_[at_ - 1] != '\n') fail("a statement that is indented");
      if (starts_string()) {
        string();
        end_of_statement();
        continue;
      }
      const std::string name = word();
      skip(false);
      if (!is_identifier(name) || at_ == source_.size() || source_[at_] != '=' ||
          source_.substr(at_, 2) == "==")
        fail("something that is not 'name = value': such files are read, not executed");
      ++at_;
      skip(false);
      PythonValue read = value(0);
      end_of_statement();
      const auto known = std::find_if(values.begin(), values.end(),
                                      [&](const auto& entry) { return entry.first == name; });
      if (known != values.end())
        known->second = std::move(read);
      else
        values.emplace_back(name, std::move(read));
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw InputError(place_ + ":" + std::to_string(line_) + ": " + what);
  }

  char next() const { return at_ < source_.size() ? source_[at_] : '\0'; }

  // Blanks and comments; of several lines, where a statement may go on or begin.
  void skip(bool lines) {
    for (; at_ < source_.size(); ++at_) {
      const char c = source_[at_];
      if (c == '#') {
        at_ = std::min(source_.find('\n', at_), source_.size()) - 1;
      } else if (c == '\n' && lines) {
        ++line_;
      } else if (c == '\\' && source_.substr(at_, 2) == "\\\n") {
        ++line_;
        ++at_;
      } else if (c != ' ' && c != '\t' && c != '\f') {
        return;
      }
    }
  }

  void end_of_statement() {
    skip(false);
    if (at_ == source_.size() || next() == '\n') return;
    fail("'" + clean_line(source_.substr(at_, source_.find('\n', at_) - at_), 20) +
         "' behind a value: it is no literal");
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < source_.size() && (is_letter(source_[at_]) || is_digit(source_[at_]))) ++at_;
    return std::string(source_.substr(begin, at_ - begin));
  }

  bool starts_string() const {
    std::size_t at = at_;
    while (at < source_.size() && at < at_ + 3 && is_letter(source_[at])) ++at;
    return at < source_.size() && (source_[at] == '"' || source_[at] == '\'');
  }

  PythonValue value(std::size_t depth) {
    if (depth > kMostLiteralDepth)
      fail("values nested deeper than " + std::to_string(kMostLiteralDepth));
    if (++count_ > kMostLiterals) fail("more than " + std::to_string(kMostLiterals) + " values");
    PythonValue result;
    result.line = line_;
    if (starts_string()) {
      result.kind = PythonValue::Kind::text;
      do {  // texts that stand side by side are one
        result.text += string();
        skip(depth > 0);
      } while (starts_string());
    } else if (next() == '{') {
      dict(result, depth);
    } else if (next() == '[' || next() == '(') {
      list(result, depth);
    } else if (is_digit(next()) || next() == '-' || next() == '.') {
      result.kind = PythonValue::Kind::number;
      result.text = number();
    } else {
      const std::string name = word();
      if (name == "True" || name == "False")
        result.kind = PythonValue::Kind::flag;
      else if (name != "None")
        fail("'" + clean_line(name.empty() ? std::string(source_.substr(at_, 1)) : name, 40) +
             "' is no literal: such files are read, not executed");
      result.flag = name == "True";
    }
    return result;
  }

  // Behind a value between brackets: true if another one may follow.
  bool comma(char close) {
    skip(true);
    if (next() == ',') {
      ++at_;
      skip(true);
      return true;
    }
    if (next() != close)
      fail(std::string("',' or '") + close + "' is missing behind a value, or it is no literal");
    return false;
  }

  void list(PythonValue& result, std::size_t depth) {
    const bool tuple = next() == '(';
    const char close = tuple ? ')' : ']';
    result.kind = PythonValue::Kind::list;
    ++at_;
    skip(true);
    bool commas = false;
    while (next() != close) {
      result.items.push_back(value(depth + 1));
      if (!comma(close)) break;
      commas = true;
    }
    ++at_;
    if (!tuple || commas || result.items.size() != 1) return;
    PythonValue only = std::move(result.items.front());  // parentheses around a value
    result = std::move(only);
  }

  void dict(PythonValue& result, std::size_t depth) {
    result.kind = PythonValue::Kind::dict;
    ++at_;
    skip(true);
    while (next() != '}') {
      const PythonValue key = value(depth + 1);
      if (!key.is(PythonValue::Kind::text)) fail("a key that is not a text");
      if (result.find(key.text) != nullptr)
        fail("the key '" + clean_line(key.text, 40) + "' is there twice");
      skip(true);
      if (next() != ':') fail("':' is missing behind the key '" + clean_line(key.text, 40) + "'");
      ++at_;
      skip(true);
      result.entries.emplace_back(key.text, value(depth + 1));
      if (!comma('}')) break;
    }
    ++at_;
  }

  std::string number() {
    std::string text;
    if (next() == '-') {
      text += '-';
      ++at_;
      skip(false);
    }
    bool digits = false;
    const auto take = [&] {
      for (; is_digit(next()) || next() == '_'; ++at_) {
        digits = digits || next() != '_';
        if (next() != '_') text += next();
      }
    };
    take();
    if (next() == '.') {
      text += '.';
      ++at_;
      take();
    }
    if (digits && (next() == 'e' || next() == 'E')) {
      text += 'e';
      ++at_;
      if (next() == '-' || next() == '+') text += source_[at_++];
      if (!is_digit(next())) fail("a number without its exponent");
      take();
    }
    if (!digits || is_letter(next())) fail("'" + clean_line(text, 40) + "…' is no decimal number");
    return text;
  }

  std::string string() {
    bool raw = false;
    for (; is_letter(next()); ++at_) {
      const char c = static_cast<char>(next() | 0x20);
      if (c == 'f' || c == 't') fail("an f-string is no literal");
      if (c == 'b') fail("bytes are not taken");
      if (c != 'r' && c != 'u') fail("an unknown kind of text");
      raw = raw || c == 'r';
    }
    const char quote = next();
    const bool is_long = source_.substr(at_, 3) == std::string(3, quote);
    const std::string close(is_long ? 3 : 1, quote);
    const std::size_t begin = line_;
    at_ += close.size();
    std::string text;
    while (source_.substr(at_, close.size()) != close) {
      if (at_ == source_.size() || (next() == '\n' && !is_long)) {
        line_ = begin;
        fail("a text that is not closed");
      }
      if (next() == '\n') ++line_;
      if (next() != '\\') {
        text += source_[at_++];
      } else if (raw) {
        text += source_[at_++];
        if (at_ == source_.size()) continue;
        if (next() == '\n') ++line_;
        text += source_[at_++];
      } else {
        escape(text);
      }
    }
    at_ += close.size();
    return text;
  }

  void escape(std::string& text) {
    ++at_;
    if (at_ == source_.size()) return;
    const char c = source_[at_++];
    constexpr std::string_view kLetters = "abfnrtv\\'\"";
    constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"";
    if (c == '\n') {
      ++line_;
    } else if (const auto found = kLetters.find(c); found != std::string_view::npos) {
      text += kMeanings[found];
    } else if (c >= '0' && c <= '7') {
      std::uint32_t code = static_cast<std::uint32_t>(c - '0');
      for (int i = 0; i < 2 && next() >= '0' && next() <= '7'; ++i)
        code = code * 8 + static_cast<std::uint32_t>(source_[at_++] - '0');
      add_utf8(text, code);
    } else if (c == 'x' || c == 'u' || c == 'U') {
      add_utf8(text, hexadecimal(c == 'x' ? 2 : c == 'u' ? 4 : 8));
    } else if (c == 'N') {
      fail("a character by its name (\\N{…}) is not taken: write it as it is");
    } else {
      text += '\\';  // an escape that Python doesn't know stays as it is
      text += c;
      if (static_cast<unsigned char>(c) >= 0x80) return;
    }
  }

  std::uint32_t hexadecimal(int digits) {
    std::uint32_t code = 0;
    for (int i = 0; i < digits; ++i, ++at_) {
      const char c = next();
      const char lower = static_cast<char>(c | 0x20);
      if (!is_digit(c) && (lower < 'a' || lower > 'f')) fail("an escape that is cut off");
      code = code << 4U | static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
    }
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
      fail("an escape that is no character");
    return code;
  }

  std::string_view source_;
  const std::string& place_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t count_ = 0;
};

}  // namespace

const PythonValue* PythonValue::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

std::vector<std::pair<std::string, PythonValue>> read_python_literals(std::string_view source,
                                                                      const std::string& place) {
  if (source.size() > kMostLiteralText)
    throw InputError(place + ": larger than " + std::to_string(kMostLiteralText) + " bytes");
  if (!is_utf8(source)) throw InputError(place + ": is not UTF-8");
  if (const auto nul = source.find('\0'); nul != std::string_view::npos)
    throw InputError(place + ":" +
                     std::to_string(1 + std::count(source.begin(), source.begin() + nul, '\n')) +
                     ": a NUL, which no Python source has");
  return Reader(source, place).file();
}

}  // namespace assize::courses
