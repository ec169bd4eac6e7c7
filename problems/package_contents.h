// Reading the files of a package, also those in an archive of it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "problems/files/archive.h"
#include "problems/files/file_tree.h"

namespace assize {

// A path is that of a file ("data/1.in"), or of an archive and of a member of it
// ("data.zip/tests/1.in"), or empty: an empty content (a test may have no input or no answer).
// Archives are kept open. Not for several threads at once.
class PackageContents {
 public:
  explicit PackageContents(const FileTree& files) : files_(files) {}

  bool has(const std::string& path);
  // Throws InputError, as FileTree::read() and Archive do.
  std::string read(const std::string& path);
  // Throws InputError if the file of that name isn't an archive.
  Archive& archive(const std::string& path);
  const FileTree& files() const { return files_; }

 private:
  // The length of the part of `path` that is a file of the package; 0: there is none.
  std::size_t archive_part(const std::string& path) const;

  const FileTree& files_;
  std::map<std::string, std::unique_ptr<Archive>> archives_;
};

// Line ends made "\n", and one at the end, as some judges do before they use test data.
std::string with_plain_line_ends(const std::string& text);

}  // namespace assize
