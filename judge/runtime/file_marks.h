// Whether files are still the ones that something was found out about, without reading them.
#pragma once

#include <sys/stat.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/sha256.h"

namespace assize {

// All that a file's content can't change without: device, inode, size, times of the last change of
// content and of inode.
class FileMarks {
 public:
  FileMarks& add(const struct stat& status);
  FileMarks& add(const std::string& path);  // links are followed
  FileMarks& add_text(std::string_view text);

  // None of them is missing, and none was changed just now: that one may be changed again within
  // the same tick of its clock.
  bool settled() const { return settled_; }
  std::string digest() { return sha_.hex(); }  // ends it

 private:
  Sha256 sha_;
  bool settled_ = true;
};

// The paths of the files that a value depends on, which it names itself.
using FilesOfValue = std::function<std::vector<std::string>(const std::string& value)>;

// A value of the host's cache (host_cache.h) that was kept with the marks of its files, if these
// are the same still.
std::optional<std::string> cached_of_files(const std::string& name, const std::string& key,
                                           const FilesOfValue& files);
// Keeps it unless one of its files was changed just now.
void keep_of_files(const std::string& name, const std::string& key, const std::string& value,
                   const FilesOfValue& files);

}  // namespace assize
