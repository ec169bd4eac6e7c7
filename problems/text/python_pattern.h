// Regular expressions as Python writes them, from packages: bounded in length, memory and time.
#pragma once

#include <boost/regex.hpp>
#include <optional>
#include <string>

namespace assize {

class PythonPattern {
 public:
  // `place` is for messages. Throws InputError for a pattern that is wrong or longer than 1000
  // bytes.
  PythonPattern(std::string pattern, std::string place, bool ignore_case);

  struct Match {
    boost::smatch groups;
    // Nothing where the group takes no part, or there is none.
    std::optional<std::string> group(const std::string& name) const;
  };
  // As re.match(): from the start of the text, which must outlive the match. Throws InputError
  // where it takes too long.
  std::optional<Match> match(const std::string& text) const;
  bool has_group(const std::string& name) const;
  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::string pattern_;
  std::string place_;
  boost::regex regex_;
};

}  // namespace assize
