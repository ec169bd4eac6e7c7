#include "problems/text/glob.h"

#include <algorithm>

#include "storage/base/errors.h"

namespace assize {

namespace {

// The end of a group of braces, and the commas of its own in it; npos: it doesn't close.
std::size_t closing(const std::string& text, std::size_t open, std::vector<std::size_t>& commas) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
    if (text[i] == ',' && depth == 1) commas.push_back(i);
  }
  return std::string::npos;
}

// '*' stands for any bytes but '/'. Greedy with one step back: never slower than the product of
// the lengths.
bool matches_one(std::string_view pattern, std::string_view path) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (t < path.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && pattern[p] == path[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos && path[taken] != '/') {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

Glob::Glob(const std::string& pattern) {
  if (pattern.size() > kMostBytes)
    throw InputError("is longer than " + std::to_string(kMostBytes) + " bytes");
  std::vector<std::string> open{pattern};
  while (!open.empty()) {
    const std::string text = std::move(open.back());
    open.pop_back();
    const std::size_t brace = text.find('{');
    if (brace == std::string::npos) {
      alternatives_.push_back(text);
    } else {
      std::vector<std::size_t> commas;
      const std::size_t end = closing(text, brace, commas);
      if (end == std::string::npos) throw InputError("a brace isn't closed");
      commas.push_back(end);
      std::size_t from = brace + 1;
      for (const std::size_t comma : commas) {
        open.push_back(text.substr(0, brace) + text.substr(from, comma - from) +
                       text.substr(end + 1));
        from = comma + 1;
      }
    }
    if (alternatives_.size() + open.size() > kMostAlternatives)
      throw InputError("stands for more than " + std::to_string(kMostAlternatives) +
                       " alternatives");
  }
}

bool Glob::matches(std::string_view path) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const std::string& pattern) { return matches_one(pattern, path); });
}

bool Glob::matches_part_of(std::string_view path) const {
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1))
    if (matches(path.substr(0, slash))) return true;
  return matches(path);
}

}  // namespace assize
