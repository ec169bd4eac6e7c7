// The clocks of a host, as a test sets them.
#pragma once

#include "storage/engine/host_clock.h"

namespace assize::test {

struct TestClock final : HostClock {
  std::int64_t wall_ms() const override { return wall; }
  void pass(std::int64_t ms) { wall += ms; }

  std::int64_t wall = 1'700'000'000'000;
};

}  // namespace assize::test
