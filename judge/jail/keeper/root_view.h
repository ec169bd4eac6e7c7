// The jail's root: a read-only tree made of what the runtime needs, and nothing else.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/jail/protocol/spec.h"

namespace assize {

// What a step of the launch reports when it can't be done: which step, and errno.
struct StageError {
  std::optional<LaunchStage> stage;  // nothing: success
  int error = 0;
  explicit operator bool() const { return stage.has_value(); }
};

// Turns the calling process's mount namespace (its own, in a user namespace in which it has
// CAP_SYS_ADMIN) into the view: everything else is detached and can't be reached any more.
// Each run's mount namespace starts as a copy of this one. `shared`: the directories for whose
// copies there wasn't space (SlotSetup::view_copies); they are mounted.
StageError enter_root_view(const SlotSetup& setup, std::vector<std::string>& shared);

}  // namespace assize
