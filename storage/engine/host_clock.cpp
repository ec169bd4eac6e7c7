#include "storage/engine/host_clock.h"

#include <chrono>
#include <ctime>
#include <fstream>

#include "storage/base/errors.h"

namespace assize {

namespace {

class KernelClock final : public HostClock {
 public:
  std::int64_t wall_ms() const override {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  std::int64_t since_boot_ms() const override {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
  }
  std::string boot() const override {
    std::string id;
    if (!(std::ifstream("/proc/sys/kernel/random/boot_id") >> id))
      throw HostError("/proc/sys/kernel/random/boot_id: can't be read: is /proc mounted?");
    return id;
  }
};

}  // namespace

const HostClock& kernel_clock() {
  static const KernelClock clock;
  return clock;
}

}  // namespace assize
