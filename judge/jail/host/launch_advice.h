// What an operator can do about a slot that can't be put up.
#pragma once

#include <string>

#include "judge/jail/protocol/launch_stage.h"

namespace assize {

// A layer of the jail that can't be put up, or a template that gives no runs. It refers to doctor,
// which itself tells the cause alone.
class JailRefused : public HostError {
 public:
  JailRefused(const std::string& cause, LaunchStage stage);
  const std::string& cause() const { return cause_; }

 private:
  std::string cause_;
};

}  // namespace assize
