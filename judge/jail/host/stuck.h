// What the processes of a slot are doing that don't end: for the operator, who must know that only
// a reboot helps against one that hangs in the kernel.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "judge/jail/kernel/cgroup.h"

namespace assize {

// All processes below `parent`, and itself; and those in the groups below the slot's directories.
// As this process sees them. In order of their numbers, each once; without zombies.
std::vector<::pid_t> processes_of_slot(::pid_t parent, const SlotGroups& groups);

// Of those that wait in the kernel and can't be interrupted, or are stopped: "4711 (assize-jail,
// state D) in bpf_prog_pack_free < bpf_jit_free", with "; " between several. Where the kernel
// doesn't tell the stack (proc(5): only root may read it), what it waits in. "none of its 3
// processes hangs in the kernel now" if there is none.
std::string where_they_are(const std::vector<::pid_t>& processes);

}  // namespace assize
