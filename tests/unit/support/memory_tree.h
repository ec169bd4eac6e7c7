// A package in memory: for tests that load thousands of them.
#pragma once

#include <map>
#include <string>

#include "problems/files/file_tree.h"
#include "storage/base/sha256.h"

namespace assize::test {

class MemoryTree : public FileTree {
 public:
  explicit MemoryTree(std::map<std::string, std::string> contents)
      : contents_(std::move(contents)) {
    for (const auto& [path, content] : contents_)
      files_[path] = {sha256_hex(content), content.size()};
  }
  std::string read(const std::string& path) const override { return contents_.at(path); }
  std::string place(const std::string& path) const override { return "package/" + path; }

 private:
  std::map<std::string, std::string> contents_;
};

}  // namespace assize::test
