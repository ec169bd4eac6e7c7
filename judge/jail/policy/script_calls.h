// What shells, make and the tools that scripts call need of the kernel beyond a submission's table
// and beyond what `fork` and `exec` grant. No policy grants it: it holds in the jail of programs
// that a package builds or starts by scripts of its own, and nowhere else.
#pragma once

#include <span>

#include "judge/jail/policy/rules.h"

namespace assize {

// Each row says who was seen making the call. Most only answer, without a report, in a way that the
// caller copes with.
std::span<const SyscallRow> script_calls();

// The system call table of that jail: `fork`, `exec` and these.
std::vector<SyscallRow> script_table();

// Throws HostError if the filter can't be compiled.
SlotRules compile_script_rules();

}  // namespace assize
