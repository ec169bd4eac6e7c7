// What of a run could be left on the host.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "judge/jail/host/host_cgroup.h"

namespace assize {

// Where to look: at what is this slot's own, so that others can work on the host at the same time;
// or at all of the host's mounts, objects and files, which needs a host that is otherwise quiet.
enum class Scope : std::uint8_t { slot, host };

// Numbers of processes and groups are not in it, only how many: the keeper and its next, prepared
// run are always there.
struct HostState {
  std::size_t processes = 0;  // with an id of the slot, or below this process
  std::size_t groups = 0;
  std::set<std::string> mounts;
  std::set<std::string> objects;  // System V's
  std::set<std::string> files;    // in /tmp, /dev/shm, /dev/mqueue
  bool operator==(const HostState&) const = default;
};

HostState look_at_host(const HostCgroups& host, std::uint32_t slot, Scope scope);

// In words; empty if there is none.
std::string difference(const HostState& before, const HostState& after);

// "v1+v2 hybrid, root"
std::string kind_of(const HostCgroups& host);

}  // namespace assize
