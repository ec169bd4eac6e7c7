// What a judge and its slots take of a host, all of it: to be compared before and after many runs.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/selftest/host_state.h"

namespace assize {

struct SlotProcess {
  std::uint32_t slot = 0;
  int process = 0;  // of the keeper's outer process
};

struct Footprint {
  HostState host;                                   // with the cgroups and processes of all slots
  std::map<std::string, std::int64_t> descriptors;  // by process
  std::int64_t resident_kib = 0;                    // of this process and the keepers
  // Of the whole machine, where others may be at work:
  std::int64_t available_kib = 0;
  std::int64_t kernel_kib = 0;  // of the kernel's own, without its caches
};

Footprint footprint(const HostCgroups& host, const std::vector<SlotProcess>& slots);

// What has grown, beyond the noise of a machine; empty if nothing has.
std::string growth(const Footprint& before, const Footprint& after);
std::string in_words(const Footprint& before, const Footprint& after);

}  // namespace assize
