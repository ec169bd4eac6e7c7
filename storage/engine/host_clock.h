// The clocks of this host, behind a seam: a test has others.
#pragma once

#include <cstdint>
#include <string>

namespace assize {

class HostClock {
 public:
  virtual ~HostClock() = default;
  // Milliseconds since 1970, UTC. Somebody may set it.
  virtual std::int64_t wall_ms() const = 0;
  // Milliseconds since the host was started, also those that it slept. Nobody can set it, and all
  // processes of the host see the same one.
  virtual std::int64_t since_boot_ms() const = 0;
  // Which start of the host that was: no two have the same.
  virtual std::string boot() const = 0;
};

// The kernel's.
const HostClock& kernel_clock();

}  // namespace assize
