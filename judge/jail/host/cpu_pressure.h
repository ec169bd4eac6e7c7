// How busy the host's CPUs are: the time in which some task waited for one, since boot
// (Documentation/accounting/psi.rst). Zero where the kernel doesn't say.
#pragma once

#include <chrono>

#include "storage/base/unique_fd.h"
#include "storage/records/limits.h"

namespace assize {

class CpuPressure {
 public:
  CpuPressure();
  // At the start and at the end of a run. Where a start follows an end at once, the figure is that
  // of the end: it costs the kernel a look at every CPU.
  nanoseconds at_start() const;
  nanoseconds at_end();

 private:
  nanoseconds read() const;
  UniqueFd file_;
  nanoseconds last_{};
  std::chrono::steady_clock::time_point last_at_{};
};

}  // namespace assize
