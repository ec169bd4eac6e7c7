// What is wrong with a runtime, and what to do about it: an operator reads both, and `doctor` shows
// them apart.
#pragma once

#include <string>
#include <utility>

#include "storage/base/errors.h"

namespace assize {

template <typename Error>
class RuntimeFault : public Error {
 public:
  RuntimeFault(const std::string& subject, std::string problem, std::string mend)
      : Error(subject + ": " + problem + ": " + mend),
        problem_(std::move(problem)),
        mend_(std::move(mend)) {}
  const std::string& problem() const { return problem_; }
  const std::string& mend() const { return mend_; }

 private:
  std::string problem_;
  std::string mend_;
};

using UnusableRuntime = RuntimeFault<HostError>;  // the host's side: something isn't as it must be
using BadRow = RuntimeFault<InputError>;          // the row asks for what can't be

}  // namespace assize
