// What keeps jails from being put up here. Each step that a jail takes is tried by itself, in a
// child, so that what fails is named by its own cause and not by what comes of it.
#pragma once

#include <string>
#include <vector>

namespace assize {

// In the order in which they are looked for: of several the first one may be the cause of others.
enum class ObstacleKind {
  processes,         // too few may be started
  namespace_limit,   // user.max_user_namespaces
  namespace_sysctl,  // kernel.unprivileged_userns_clone
  app_armor,         // kernel.apparmor_restrict_unprivileged_userns
  change_root,       // nobody makes user namespaces in a chroot
  filter,            // a seccomp filter, of a container as a rule, denies calls
  namespaces,        // no user namespaces, for none of these reasons
  capabilities,      // of root: other ids can't be given
  covered_proc,      // no proc can be mounted, as masks of a container lie over parts of this one
  mount_over_proc,   // … as somebody has mounted something else over a part of it
  ids,               // of root, in a user namespace that hasn't got those of the slots
  locks,             // no directory for the slots' locks
};

struct Obstacle {
  ObstacleKind kind;
  std::string found;  // what failed, and how: "pids.max of this container is 8"
};

// Whether it is one that keeps user namespaces from being made.
bool keeps_from_namespaces(ObstacleKind kind);

// At most one of each kind.
std::vector<Obstacle> find_obstacles();

// Whether this is a container, as far as can be told.
bool is_in_container();

}  // namespace assize
