// A problem package's files, as the store has them.
#pragma once

#include "problems/files/file_tree.h"
#include "storage/base/text.h"
#include "storage/store/store.h"

namespace assize {

class StoredTree : public FileTree {
 public:
  // `fetch` reads a blob by its hash, and throws DamagedItem where it isn't what that says; it is
  // called from the thread that calls read().
  using Fetch = std::function<std::string(const std::string& hash, std::uint64_t size)>;
  StoredTree(const std::vector<StoredFile>& files, const std::string& package, Fetch fetch)
      : package_(package), fetch_(std::move(fetch)) {
    for (const auto& file : files) files_[file.path] = {file.blob, file.size};
  }
  std::string read(const std::string& path) const override {
    const TreeFile& file = files_.at(path);
    return fetch_(file.hash, file.size);
  }
  std::string place(const std::string& path) const override {
    return "package " + package_.substr(0, 12) + ":" + shown_name(path);
  }

 private:
  std::string package_;
  Fetch fetch_;
};

}  // namespace assize
