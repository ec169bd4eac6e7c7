// A package in memory.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "problems/package.h"
#include "storage/base/errors.h"

namespace assize::fuzz {

class MemoryTree : public FileTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string> contents)
      : contents_(std::move(contents)) {
    for (const auto& [path, content] : contents_) files_[path] = {"", content.size()};
  }
  std::string read(const std::string& path) const override { return contents_.at(path); }
  std::string place(const std::string& path) const override { return path; }

 private:
  std::map<std::string, std::string> contents_;
};

// Loads it strictly and leniently; either may end with an InputError, and with nothing else.
template <typename Then>
void load(const MemoryTree& tree, Then then) {
  for (const bool lenient : {false, true}) {
    try {
      LoadOptions options;
      options.lenient = lenient;
      options.without_time_limit = true;
      then(load_package(tree, "fuzz", options));
    } catch (const InputError&) {
    }
  }
}

// What every package must be, whatever its text: groups after their parents, tests in groups,
// requirements that are there.
inline bool is_whole(const Package& package) {
  if (package.groups.empty() || package.tests.empty()) return false;
  for (std::size_t i = 1; i < package.groups.size(); ++i) {
    const TestGroup& group = package.groups[i];
    if (!group.parent || *group.parent >= i) return false;
    for (const auto& name : group.required) {
      bool known = false;
      for (std::size_t j = 1; j < i; ++j) known = known || package.groups[j].name == name;
      if (!known) return false;
    }
  }
  for (const auto& test : package.tests)
    if (test.group >= package.groups.size()) return false;
  return true;
}

// The input cut into texts at bytes that no UTF-8 has; the last one has the rest.
inline std::vector<std::string> parts_of(const unsigned char* data, std::size_t size,
                                         std::size_t count) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> parts;
  std::size_t from = 0;
  while (parts.size() < count) {
    const std::size_t end =
        parts.size() + 1 == count ? text.size() : std::min(text.find('\xFF', from), text.size());
    parts.push_back(text.substr(std::min(from, text.size()), end - std::min(from, end)));
    from = std::min(end + 1, text.size());
  }
  return parts;
}

}  // namespace assize::fuzz
