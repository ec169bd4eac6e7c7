// The clocks of this host, behind a seam: a test has others.
#pragma once

#include <cstdint>

namespace assize {

class HostClock {
 public:
  virtual ~HostClock() = default;
  // Milliseconds since 1970, UTC. Somebody may set it.
  virtual std::int64_t wall_ms() const = 0;
};

// The kernel's.
const HostClock& kernel_clock();

}  // namespace assize
