#include "storage/engine/host_clock.h"

#include <chrono>

namespace assize {

namespace {

class KernelClock final : public HostClock {
 public:
  std::int64_t wall_ms() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
};

}  // namespace

const HostClock& kernel_clock() {
  static const KernelClock clock;
  return clock;
}

}  // namespace assize
