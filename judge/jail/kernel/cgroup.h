// The cgroups of a slot, on v1, v2 or a host with both. Which directories a slot has is decided by
// the worker (host_cgroup.h); a run's own are in run_group.h. Sources:
// Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst, pids.rst, cpuacct.rst.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// The directories of a slot, one per hierarchy in use, in the order of CgroupLayout.
struct SlotGroups {
  CgroupLayout layout;
  UniqueFd unified;
  UniqueFd memory;
  UniqueFd pids;
  UniqueFd cpuacct;
};

// Moves the calling process, which has one thread, into the v1 groups of that name. As a thread
// that moves itself (the file `tasks`), since 5.16 it needn't stop all others of the host from
// forking: that takes 5 to 20 ms after a pause, a grace period of RCU. False, errno set.
bool enter_groups(const SlotGroups& slot, const std::string& name);
// The same for the v2 group. v2 has no such way but to be cloned into the group.
bool enter_unified_group(const SlotGroups& slot, const std::string& name);

// Takes a slot's directories from descriptors that came with a message, in the layout's order;
// there must be as many as layout.descriptors(). The last one taken is at that index less one.
SlotGroups take_groups(const CgroupLayout& layout, std::vector<UniqueFd>& descriptors);

// The names of the groups directly below a directory.
std::vector<std::string> groups_below(int directory);

// Kills and removes all groups below a directory: what a dead keeper left.
void sweep_directory(int directory);
// The same for all of a slot's directories, and then removes these too.
void remove_slot(const SlotGroups& slot);

// Makes a directory, and gives it open. One that is there already is an error. Throws JudgeError.
UniqueFd make_group(int parent, const std::string& name);
UniqueFd open_group(int parent, const std::string& name);
// Removes it; the kernel may need a moment after the last process was waited for. False if it is
// still there.
bool remove_group(int parent, const std::string& name);

// The number that a text begins with, or 0.
std::uint64_t number_in(std::string_view text);
// The number after `key` in a text of lines "key number", or 0.
std::uint64_t keyed_number(std::string_view text, std::string_view key);

}  // namespace assize
