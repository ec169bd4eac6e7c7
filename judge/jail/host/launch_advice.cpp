#include "judge/jail/host/launch_advice.h"

namespace assize {

std::string advice_for(LaunchStage stage) {
  if (stage == LaunchStage::make_slot_namespaces || stage == LaunchStage::clone_run_init)
    return "\n  This host doesn't let this user make user namespaces: see `assize doctor`.";
  if (stage == LaunchStage::start_template)
    return "\n  The interpreter ended before it could be copied; why, it said itself on standard "
           "error. See `modules` of the runtime in the configuration, or make it `kind: exec`.";
  if (stage == LaunchStage::mount_proc)
    return "\n  The host's /proc is covered in parts (a container?): run assize on the host "
           "itself, or give "
           "the container an uncovered /proc.";
  return "\n  `assize doctor` says what this host offers and how to mend it.";
}

}  // namespace assize
