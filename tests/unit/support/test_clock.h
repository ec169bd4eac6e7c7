// The clocks of a host, as a test sets them.
#pragma once

#include "storage/engine/host_clock.h"

namespace assize::test {

struct TestClock final : HostClock {
  std::int64_t wall_ms() const override { return wall; }
  std::int64_t since_boot_ms() const override { return since_boot; }
  std::string boot() const override { return boot_id; }
  void pass(std::int64_t ms) {
    wall += ms;
    since_boot += ms;
  }

  std::int64_t wall = 1'700'000'000'000;
  std::int64_t since_boot = 60'000;
  std::string boot_id = "first";
};

}  // namespace assize::test
