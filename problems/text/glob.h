// Patterns of submissions.yaml: '*' within a name, and {alternatives}.
// Source: format 2025-09, section "Glob patterns".
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assize {

class Glob {
 public:
  // Throws InputError without a place where braces don't close, and past a bound.
  explicit Glob(const std::string& pattern);

  bool matches(std::string_view path) const;
  // The path itself or a directory above it.
  bool matches_part_of(std::string_view path) const;

  static constexpr std::size_t kMostAlternatives = 1000;
  static constexpr std::size_t kMostBytes = 1000;

 private:
  std::vector<std::string> alternatives_;  // without braces
};

}  // namespace assize
