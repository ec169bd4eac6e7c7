#include "problems/courses/json_text.h"

#include <algorithm>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::courses {

namespace {

using Json = nlohmann::json;
constexpr std::size_t kMostDepth = 100;

std::size_t line_at(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + std::min(at, text.size()), '\n'));
}

// Walks over a text that is known to be JSON.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    while (at_ < text_.size() && std::string_view(" \t\r\n,:").find(text_[at_]) != text_.npos)
      ++at_;
  }
  void enter() {
    ++at_;
    skip_blanks();
  }
  std::string_view string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_ + 1, text_.size());
    return text_.substr(begin, at_ - begin);
  }
  void value() {
    std::size_t depth = 0;
    do {
      const char c = next();
      if (c == '"') {
        string();
      } else {
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        ++at_;
      }
    } while (at_ < text_.size() && (depth > 0 || !is_end()));
  }

 private:
  bool is_end() const { return std::string_view(" \t\r\n,:]}").find(next()) != text_.npos; }

  std::string_view text_;
  std::size_t at_ = 0;
};

// To the value of a key, or of an index; false: there is none.
bool go_to(Walker& walker, const std::variant<std::string, std::size_t>& step) {
  const bool object = walker.next() == '{';
  if (!object && walker.next() != '[') return false;
  if (object != std::holds_alternative<std::string>(step)) return false;
  walker.enter();
  for (std::size_t i = 0; walker.next() != (object ? '}' : ']') && walker.next() != '\0'; ++i) {
    if (object) {
      const Json key = Json::parse(walker.string(), nullptr, false);
      walker.skip_blanks();
      if (key.is_string() && key.get<std::string>() == std::get<std::string>(step)) return true;
    } else if (i == std::get<std::size_t>(step)) {
      return true;
    }
    walker.value();
    walker.skip_blanks();
  }
  return false;
}

}  // namespace

Json parse_json(const std::string& text, const std::string& place) {
  const auto too_deep = [&](int depth, Json::parse_event_t, Json&) {
    if (depth > static_cast<int>(kMostDepth))
      throw InputError(place + ": nested deeper than " + std::to_string(kMostDepth));
    return true;
  };
  try {
    return Json::parse(text, too_deep);
  } catch (const Json::parse_error& error) {
    throw InputError(place + ":" + std::to_string(line_at(text, error.byte)) +
                     ": is not JSON: " + clean_line(error.what(), 200));
  }
}

std::size_t line_in_json(std::string_view text, const JsonPath& path) {
  Walker walker(text);
  walker.skip_blanks();
  std::size_t best = walker.at();
  for (const auto& step : path) {
    if (!go_to(walker, step)) break;
    best = walker.at();
  }
  return line_at(text, best);
}

std::string text_at(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  if (found == object.end()) return {};
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number()) return found->dump();
  return {};
}

}  // namespace assize::courses
