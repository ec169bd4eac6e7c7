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

#include "judge/jail/cgroup.h"
#include "judge/jail/filter_listener.h"
#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// ---- The keeper's side ----

class ForkServer {
 public:
  // Starts it, in the keeper's root and user namespace. `object`: of the template. Both throw
  // JudgeError.
  static ForkServer plain(const SlotSetup& setup, const SlotGroups& groups);
  static ForkServer of_template(const SlotSetup& setup, const SlotGroups& groups,
                                const UniqueFd& object);

  // Waits until it has loaded the filter. Throws JudgeError.
  void wait_until_ready();

  // Where an init asks for its main process: the name of the run's group, with the descriptors of
  // init (pidfd), of the keeper's channel, of main's end of a socket to init, and of the outputs.
  // The answer comes on that socket: main's number when it is prepared, and 0 when it is init's
  // child.
  int socket() const { return control_.get(); }
  const FilterListener& listener() const { return listener_; }

 private:
  ForkServer(const char* stage, UniqueFd control, ::pid_t process);
  const char* stage_;  // of a launch that fails
  UniqueFd control_;
  UniqueFd process_;  // pidfd
  FilterListener listener_;
};

// ---- The server's side ----

// Descriptors of a template's process: its socket to the keeper, and its shared object.
constexpr int kTemplateControl = 3;
constexpr int kTemplateObject = 4;

struct ServerPlan {
  const SlotSetup& setup;
  const SlotGroups& groups;
  int control;      // socket to the keeper
  Start start;      // how the runs that are made here start
  void (*renew)();  // what is to be done first in a copy; or null
};

// A main process that has been made, prepared (main_process.h), and waits for its run.
struct MadeMain {
  UniqueFd channel;  // to the keeper, for failures
  UniqueFd to_init;
  UniqueFd output;
  UniqueFd error_output;
};

// Loads the filter and tells the keeper of its listener. Ends the process if that fails.
void load_server_filter(const ServerPlan& plan);

// Makes main processes; returns only in one of them.
MadeMain serve_inits(const ServerPlan& plan);

}  // namespace assize
