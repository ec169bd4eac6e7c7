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

class TemplateProcess {
 public:
  // Starts it, in the keeper's root. It gives up all capabilities first. Throws JudgeError.
  TemplateProcess(const SlotSetup& setup, const SlotGroups& groups, const UniqueFd& object);

  // Where an init asks for its main process: the name of the run's group, with the descriptors of
  // init (pidfd), of the keeper's channel, of main's end of a socket to init, and of the outputs.
  // The answer comes on that socket: main's number when it is prepared, and 0 when it is init's
  // child.
  int socket() const { return control_.get(); }

 private:
  UniqueFd control_;
};

}  // namespace assize
