// Faults of Linux, by version, that matter to a judge.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assize {

struct KernelFault {
  std::string_view what;
  std::string_view meaning;  // for this program and its host
  std::string_view mend;
};

// Of a kernel with this release (uname(2)), as far as its version tells: a distribution's own may
// have the repair already. Empty for a release that isn't understood.
std::vector<KernelFault> known_faults(std::string_view release);

}  // namespace assize
