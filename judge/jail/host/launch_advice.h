// What an operator can do about a slot that can't be put up.
#pragma once

#include <string>

#include "judge/jail/protocol/launch_stage.h"

namespace assize {

// A line to add to a message; it begins with a line feed.
std::string advice_for(LaunchStage stage);

}  // namespace assize
