// A package together with its files, shared by the slots of a worker.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "problems/package.h"
#include "problems/package_contents.h"

namespace assize {

// Contents of tests are kept in memory up to this much per package; the least recently used go
// first.
constexpr std::uint64_t kMaxCachedContent = 256ULL << 20U;

class LoadedPackage {
 public:
  LoadedPackage(std::unique_ptr<FileTree> files, const std::string& id, const LoadOptions& options)
      : files_(std::move(files)),
        package_(load_package(*files_, id, options)),
        contents_(*files_) {}

  const Package& package() const { return package_; }
  const FileTree& files() const { return *files_; }
  // What a path in the package stands for (problems/package_contents.h): with the values of its
  // constants where the format has them, with plain line ends where Package::plain_lines has it.
  // Safe to call from several threads.
  std::shared_ptr<const std::string> content(const std::string& path) const;
  std::uint64_t cached_bytes() const;  // of contents that are kept in memory

 private:
  struct Cached {
    std::shared_ptr<const std::string> content;
    std::list<std::string>::iterator use;
  };
  std::unique_ptr<FileTree> files_;
  Package package_;
  mutable std::mutex mutex_;
  mutable PackageContents contents_;
  mutable std::map<std::string, Cached> cache_;
  mutable std::list<std::string> uses_;  // most recent first
  mutable std::uint64_t cached_ = 0;
};

}  // namespace assize
