// What a slot's fork server does, in the server: see judge/jail/keeper/fork_server.h.
#pragma once

#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// Descriptors of a template's process: its socket to the keeper, its shared object, and a file in
// memory for what it learns of its pages, which the next template can use.
constexpr int kTemplateControl = 3;
constexpr int kTemplateObject = 4;
constexpr int kTemplatePages = 5;

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
