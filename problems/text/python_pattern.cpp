#include "problems/text/python_pattern.h"

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::size_t kLongestPattern = 1000;

// Python's "(?P<name>" and "(?P=name)" are "(?<name>" and "\k<name>" elsewhere.
std::string in_perl(const std::string& pattern) {
  std::string perl;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '\\' && i + 1 < pattern.size()) {
      perl += pattern.substr(i, 2);
      ++i;
    } else if (pattern.compare(i, 4, "(?P<") == 0) {
      perl += "(?<";
      i += 3;
    } else if (const auto end = pattern.find(')', i);
               pattern.compare(i, 4, "(?P=") == 0 && end != std::string::npos) {
      perl += "\\k<" + pattern.substr(i + 4, end - i - 4) + ">";
      i = end;
    } else {
      perl += pattern[i];
    }
  }
  return perl;
}

}  // namespace

PythonPattern::PythonPattern(std::string pattern, std::string place, bool ignore_case)
    : pattern_(std::move(pattern)), place_(std::move(place)) {
  if (pattern_.size() > kLongestPattern)
    fail("longer than " + std::to_string(kLongestPattern) + " bytes");
  try {
    regex_.assign(in_perl(pattern_),
                  boost::regex::perl | (ignore_case ? boost::regex::icase : boost::regex::normal));
  } catch (const std::exception& error) {
    fail(error.what());
  }
}

std::optional<std::string> PythonPattern::Match::group(const std::string& name) const {
  const auto found = groups[name];
  if (!found.matched) return std::nullopt;
  return found.str();
}

std::optional<PythonPattern::Match> PythonPattern::match(const std::string& text) const {
  Match match;
  try {
    if (!boost::regex_search(text, match.groups, regex_,
                             boost::match_default | boost::match_continuous))
      return std::nullopt;
  } catch (const std::exception& error) {
    fail(error.what());
  }
  return match;
}

bool PythonPattern::has_group(const std::string& name) const {
  return pattern_.find("(?P<" + name + ">") != std::string::npos;
}

void PythonPattern::fail(const std::string& what) const {
  throw InputError(place_ + ": the pattern '" + clean_line(pattern_, 100) +
                   "': " + clean_line(what, 200));
}

}  // namespace assize
