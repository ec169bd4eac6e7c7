// The keeper's side of the template: the interpreter that was started once, confined, and is copied
// for each run. The other side is judge/template/.
#pragma once

#include <sys/types.h>

#include "judge/jail/cgroup.h"
#include "judge/jail/inside.h"
#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// Descriptors of a template's process: its socket to the keeper, and its shared object.
constexpr int kTemplateControl = 3;
constexpr int kTemplateObject = 4;

struct CopiedInit {
  ::pid_t process = -1;
  UniqueFd pidfd;
};

class TemplateProcess {
 public:
  // Starts it, in the keeper's root. It gives up all capabilities first. Throws JudgeError.
  TemplateProcess(const SlotSetup& setup, const SlotGroups& groups, const UniqueFd& object);

  // Has it clone an init, which becomes the keeper's child. Throws JudgeError (it may have died).
  CopiedInit clone_init(const InitPlan& plan, int target) const;

 private:
  UniqueFd control_;
};

}  // namespace assize
