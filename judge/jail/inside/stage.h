// What init, main and the template share: how a stage of the launch fails, and what a process of a
// run is.
#pragma once

#ifdef ASSIZE_TEST_JAIL
#include <string>
#endif

#include "judge/jail/protocol/launch_stage.h"
#include "judge/jail/protocol/spec.h"

namespace assize {

// Tells the keeper on `channel`, and ends this process.
[[noreturn]] void fail(int channel, LaunchStage stage, int error);

// Fails with errno unless `success`.
void must(bool success, int channel, LaunchStage stage);

#ifdef ASSIZE_TEST_JAIL
// Test build: the stage at which a process of this keeper hangs, and at which time of coming there,
// as the file `hang` beside the program says ("stage" in the first line, the number in the second).
void read_hang(const std::string& directory);
// Hangs if this is the stage, under the name `assize-hangs`.
void may_hang(LaunchStage stage);
#else
inline void may_hang(LaunchStage) {}
#endif

// Pins the calling process to one CPU. False with errno set.
bool pin_to(unsigned core);

// Makes this process and its children the first that the host's OOM killer takes. False, errno set.
bool raise_oom_score();

// The namespaces that a run's init is cloned into, and its main process joins: flags of clone(2).
// The user namespace is the slot's: all of its runs have the same ids in it, and no capability.
unsigned run_namespaces(const SlotSetup& setup);

}  // namespace assize
