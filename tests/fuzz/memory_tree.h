// A package that is only in memory.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "problems/file_tree.h"

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
