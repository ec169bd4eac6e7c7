// What init, main and the template share: how a stage of the launch fails, and what a process of a
// run is.
#pragma once

#include "judge/jail/spec.h"

namespace assize {

// Tells the keeper on `channel`, and ends this process.
[[noreturn]] void fail(int channel, const char* stage, int error);

// Fails with errno unless `success`.
void must(bool success, int channel, const char* stage);

// Pins the calling process to one CPU. False with errno set.
bool pin_to(unsigned core);

// Makes this process and its children the first that the host's OOM killer takes. False, errno set.
bool raise_oom_score();

// The namespaces that a run's init is cloned into, and its main process joins: flags of clone(2).
unsigned run_namespaces(const SlotSetup& setup);

}  // namespace assize
