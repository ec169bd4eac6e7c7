// The inputs that a slot has handed to its runs, kept for the next ones: submissions come to the
// same tests again and again.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "storage/base/unique_fd.h"

namespace assize {

// Of one slot, whose runs come one after the other: so no two runs have the same file open at a
// time. A run can't write to one, but where it owns it (rootless) it can change its mode and times;
// then each run gets a fresh one. Otherwise it can only change the time of the last access, by
// reading: that is set back. What was used least recently goes first. For one thread.
class SealedInputs {
 public:
  explicit SealedInputs(bool owned_by_run) : owned_by_run_(owned_by_run) {}
  // As sealed_file(). Throws JudgeError.
  UniqueFd open(const std::shared_ptr<const std::string>& content);

 private:
  struct Kept {
    std::weak_ptr<const std::string> content;  // whoever else had this address is gone
    UniqueFd file;
    std::size_t size = 0;
    std::uint64_t used = 0;  // the higher, the later
  };
  void forget(const std::string* content);
  bool owned_by_run_;
  std::map<const std::string*, Kept> kept_;
  std::size_t bytes_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace assize
