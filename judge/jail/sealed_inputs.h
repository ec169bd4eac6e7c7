// The inputs that a slot has handed to its runs, kept for the next ones: submissions come to the
// same tests again and again.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "judge/jail/unique_fd.h"

namespace assize {

// Of one slot, whose runs come one after the other: so no two runs have the same file open at a
// time. For one thread.
class SealedInputs {
 public:
  // As sealed_file(). Throws JudgeError.
  UniqueFd open(const std::shared_ptr<const std::string>& content);

 private:
  struct Kept {
    std::weak_ptr<const std::string> content;  // whoever else had this address is gone
    UniqueFd file;
  };
  std::map<const std::string*, Kept> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace assize
