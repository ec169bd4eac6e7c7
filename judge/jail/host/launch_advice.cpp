#include "judge/jail/host/launch_advice.h"

namespace assize {

namespace {

// A line to add to a message, or nothing.
std::string advice_for(LaunchStage stage) {
  if (stage == LaunchStage::start_template)
    return "\n  The interpreter ended before it could be copied; if it said why, that is on "
           "standard error. See `modules` of the runtime in the configuration, or make it "
           "`kind: exec`.";
  return {};
}

}  // namespace

JailRefused::JailRefused(const std::string& cause, LaunchStage stage)
    : HostError(cause + advice_for(stage) +
                "\n  `assize doctor` says what this host lacks and how to mend it."),
      cause_(cause + advice_for(stage)) {}

}  // namespace assize
