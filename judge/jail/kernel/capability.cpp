#include "judge/jail/kernel/capability.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

namespace assize {

bool has_capability(int capability) {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, 2> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  const auto bit = static_cast<unsigned>(capability);
  return (sets.at(bit / 32).effective & (1U << (bit % 32))) != 0;
}

}  // namespace assize
