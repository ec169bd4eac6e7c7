// What this host offers a jail, for doctor: found by looking and trying, nothing is changed.
#pragma once

#include <optional>
#include <string>

namespace assize {

struct HostFacts {
  std::string kernel;  // "6.1.0-21-amd64"
  bool is_root = false;
  bool notify = false;  // seccomp user notification
  // Empty: a filter can be loaded. Otherwise why not: an error, or where the process that tried
  // hangs in the kernel; that one is left to itself.
  std::string filter_problem;
  bool filter_hangs = false;
  int landlock_abi = 0;  // 0: none
  bool swap = false;
  bool smt = false;            // two hardware threads share a core
  std::string governor;        // of the first CPU; empty: the kernel doesn't say
  std::string huge_pages;      // "always", "madvise", "never"
  bool favor_dyn_mods = true;  // cgroup v1 attach without an RCU grace period, or no v1 here
  bool pressure = false;       // /proc/pressure/cpu
};

HostFacts find_host_facts();

}  // namespace assize
