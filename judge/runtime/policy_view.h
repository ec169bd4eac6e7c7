// The file view of a runtime under a policy.
#pragma once

#include "judge/core/policy.h"
#include "judge/runtime/runtime.h"

namespace assize {

// With an import allowlist the standard library is no longer there as a whole, only:
//   - the modules on the list, packages with all that is in them, and whatever these import;
//   - what the interpreter needs to start and to decode text.
// A hook (a sitecustomize module) refuses with an ImportError what the submission itself imports
// beside the list. The hook is for clarity: a hostile program gets around it, and then finds that
// the files aren't there.
// With the capability `fork`, /dev/shm is a link to /tmp (the semaphores of multiprocessing).
// Throws InputError for a module that this runtime can't import.
FileView view_under(const Runtime& runtime, const Policy& policy);

}  // namespace assize
