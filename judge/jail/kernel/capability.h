// What this process may do, capabilities(7).
#pragma once

namespace assize {

// Whether the effective set has a capability (CAP_SETUID, …).
bool has_capability(int capability);

}  // namespace assize
