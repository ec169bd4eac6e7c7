// Where this process's own groups of the cgroup hierarchies are seen from here.
//
// A container often has them on a read-only mount, or on none. What is read-only is that mount, not
// the groups: who may make user namespaces can mount the hierarchy again, from this process's own
// group down, and hand out the descriptor of that mount, which is attached nowhere. Owners and
// modes count there as ever.
#pragma once

#include <string>
#include <vector>

namespace assize {

struct Hierarchy {
  std::string mount;      // where it is mounted; empty: nowhere
  std::string own;        // this process's group: a path; empty: not seen from here
  bool writable = false;  // whether groups can be made below it
  bool covered = false;   // it is seen, but on a read-only mount
  int error = 0;          // if it was to be mounted anew: why that failed
};

// Of v1, the one that has the controller; of v2 for an empty name. Where there is none, all of it
// is empty. With several mounts of it the first counts on which one can write; where there is none,
// it is mounted anew if it may be.
Hierarchy find_hierarchy(const std::string& controller, bool may_mount = true);

// Whether the kernel has the controller in a hierarchy of v1, mounted here or not.
bool is_on_v1(const std::string& controller);

}  // namespace assize
