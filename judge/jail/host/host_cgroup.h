// Where on this host the slots' cgroups can be, and making them. Used by the worker and by doctor.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/protocol/spec.h"

namespace assize {

// What was found: which hierarchies, and the directory in each below which slots are made.
struct HostCgroups {
  CgroupLayout layout;
  std::string unified;  // absolute paths; empty where the layout doesn't use the hierarchy
  std::string memory;
  std::string pids;
  std::string cpuacct;
  std::string kind;        // "v2", "v1", "hybrid": for doctor and for the record
  bool tells_peak = true;  // the kernel tells the most memory a group had (v2: since 5.19)
  std::string problem;  // empty, or why there can be no slots: what is missing and how to mend it
};

// Looks at /proc/self/mountinfo and /proc/self/cgroup; on v2 it may move this process into a leaf
// of its own group, so that the group's controllers can be given to slots (systemd: Delegate=yes).
HostCgroups find_host_cgroups();

// Makes the slot's directories (killing and removing what a dead owner left there) and gives them
// to the keeper's id. Throws HostError; StuckHost, if processes are left there that don't end: then
// it says which and what they are doing, and another slot may be free of them.
SlotGroups make_slot_groups(const HostCgroups& host, std::uint32_t slot, const SlotIds& ids);

}  // namespace assize
