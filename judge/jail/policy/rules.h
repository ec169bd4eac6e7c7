// From a policy to what the keeper of a slot is told: the system call table with what the policy
// grants or denies otherwise, compiled, and what the keeper does when the filter asks it.
#pragma once

#include <span>
#include <vector>

#include "judge/jail/policy/syscalls.h"
#include "judge/jail/protocol/spec.h"
#include "storage/records/policy.h"

namespace assize {

// Rows that a capability adds to the table.
struct GrantedRow {
  Unsafe capability;
  SyscallRow row;
};
std::span<const GrantedRow> granted_table();

// The table under a policy. Names in it point into `policy`.
// Throws InputError for a call that doesn't exist, or one that can't be denied silently.
std::vector<SyscallRow> table_under(const Policy& policy);

// Throws InputError as above, HostError if the filter can't be compiled.
SlotRules compile_rules(const Policy& policy);

}  // namespace assize
