// Landlock, a second wall behind the file view: what lies below the jail's own directories may be
// read, the two tmpfs may be written, nothing else has a name, whatever else is mounted or open.
// Where the kernel knows them, TCP ports, abstract sockets and signals beyond the run are closed
// too. Source: landlock(7), Documentation/userspace-api/landlock.rst.
#pragma once

#include <cstdint>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// The version of the kernel's interface, from 1 on; 0 if it has none or doesn't use it.
int landlock_abi();

// A rule set for a run. All paths are those of the calling process's root; errno is set on failure
// (an invalid descriptor, false).
UniqueFd make_ruleset(int abi);
// What a run may read: the top directories of the view. The root itself may be listed. These are
// the same for all runs of a slot, and opened once.
class ReadableTops {
 public:
  // In the jail's root. `pipes`: a directory of FIFOs that may be opened; or none. Throws
  // JudgeError.
  ReadableTops(const FileView& view, const UniqueFd& pipes);
  bool allow(int ruleset) const;

 private:
  std::vector<UniqueFd> directories_;
  std::vector<std::uint64_t> rights_;
};
// The run's own proc, once it is mounted.
bool allow_proc(int ruleset);
// The two tmpfs, once they are mounted: everything but device nodes and executing (in the working
// directory that is allowed, too, if `executable_box`).
bool allow_scratch(int ruleset, int abi, bool executable_box);
// For the calling thread and all that come from it; no_new_privs must be set.
bool restrict_self(int ruleset);

}  // namespace assize
