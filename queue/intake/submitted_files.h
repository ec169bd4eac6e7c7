// The files of a submission as they are read from a folder or an archive, within their bounds.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/records/source.h"

namespace assize {

constexpr std::size_t kMaxSourcePath = 200;  // bytes

class SubmittedFiles {
 public:
  // `place` is for messages, and outlives this.
  explicit SubmittedFiles(const std::string& place) : place_(place) {}

  // Whether a file of this path may be added. If not, that is a fault.
  bool may_add(const std::string& path);
  // Throws InputError past kMaxSourceFiles and kMaxSourceSize.
  void add(const std::string& path, std::string content);
  // Something about the file that keeps the submission from being taken.
  void fault(const std::string& path, const std::string& what);

  // All files, or InputError with all faults.
  std::map<std::string, std::string> take();

 private:
  const std::string& place_;
  std::map<std::string, std::string> files_;
  std::uint64_t size_ = 0;
  std::vector<std::string> faults_;
};

}  // namespace assize
