// The processes of a slot from which the main processes of its runs are made. There are two: one
// that is a copy of the keeper, for runs by exec, and the template, where the slot has one.
//
// Each loads the slot's filter once, at its start. Every process of a run inherits it from there,
// and with it the listener, which the keeper holds: no BPF program is made or freed for a run. So
// the filter is in force while main is being set up, and what set-up needs beyond what a submission
// may do is decided by phase (filter_listener.h): the keeper lets every call pass as long as no
// submission runs in the slot, and none of them from the moment at which one does.
// docs/decisions/0015-one-filter-per-slot.md has the reasons.
#pragma once

#include <sys/types.h>

#include <string>

#include "judge/jail/keeper/filter_listener.h"
#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// What a template is started with: its shared object, and the file for what it learns of its pages.
struct TemplateFiles {
  UniqueFd object;
  UniqueFd pages;
};

class ForkServer {
 public:
  // Starts it, in the keeper's root and user namespace. Both throw JudgeError.
  static ForkServer plain(const SlotSetup& setup, const SlotGroups& groups);
  static ForkServer of_template(const SlotSetup& setup, const SlotGroups& groups,
                                const TemplateFiles& files);

  // Waits until it has loaded the filter. Throws JudgeError.
  void wait_until_ready();

  // Where an init asks for its main process: the name of the run's group, with the descriptors of
  // init (pidfd), of the keeper's channel, of main's end of a socket to init, and of the outputs.
  // The answer comes on that socket: main's number when it is prepared, and 0 when it is init's
  // child.
  int socket() const { return control_.get(); }
  const FilterListener& listener() const { return listener_; }

 private:
  ForkServer(LaunchStage stage, UniqueFd control, ::pid_t process);
  LaunchStage stage_;  // of a launch that fails
  UniqueFd control_;
  UniqueFd process_;  // pidfd
  FilterListener listener_;
};

}  // namespace assize
