// What lets jails work that an obstacle keeps from it, for each way in which assize is started.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/host/host_cgroup.h"
#include "judge/jail/host/obstacles.h"

namespace assize {

struct Remedy {
  std::string place;  // "podman", "docker", "compose", "Kubernetes", "systemd", "host"
  std::string text;   // an option, a key, a line of a unit, a command
};

// For doctor: of one thing that is wrong.
struct Advice {
  std::string subject;  // "user namespaces"
  std::string found;
  std::string meaning;
  std::vector<Remedy> remedies;  // none: there is no way
};

Advice advice_on(const Obstacle& obstacle);
// Of groups that can't be used.
std::vector<Remedy> cgroup_remedies();

// Those of a container, or those of a host.
std::vector<Remedy> that_fit_here(std::vector<Remedy> remedies);

}  // namespace assize
