#include "judge/jail/host/cpu_pressure.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace assize {

CpuPressure::CpuPressure() : file_(::open("/proc/pressure/cpu", O_RDONLY | O_CLOEXEC)) {}

nanoseconds CpuPressure::read() const {
  std::array<char, 512> buffer{};
  if (!file_ || ::pread(file_.get(), buffer.data(), buffer.size() - 1, 0) <= 0) return {};
  constexpr std::string_view kTotal = "total=";  // the line "some" is the first
  const char* total = std::strstr(buffer.data(), kTotal.data());
  return std::chrono::microseconds{total == nullptr ? 0 : std::atoll(total + kTotal.size())};
}

nanoseconds CpuPressure::at_start() const {
  constexpr auto kNewEnough = std::chrono::milliseconds{1};
  return std::chrono::steady_clock::now() - last_at_ > kNewEnough ? read() : last_;
}

nanoseconds CpuPressure::at_end() {
  last_ = read();
  last_at_ = std::chrono::steady_clock::now();
  return last_;
}

}  // namespace assize
