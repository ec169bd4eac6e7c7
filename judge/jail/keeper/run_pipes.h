// The pipes of a run's standard streams.
//
// A run finds what it has open under /proc/self/fd, and may open it anew there as the mode of the
// pipe says. As root the pipe is the keeper's, and the mode holds. Rootless it is the run's own,
// which could change it. Then the pipes are FIFOs of a file system that the keeper has for itself,
// and the run has them through a read-only mount of it: writing to a FIFO is no change of the file
// system, changing its mode is (EROFS).
#pragma once

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

struct PipeEnds {
  UniqueFd reader;
  UniqueFd writer;
};

class RunPipes {
 public:
  // By the keeper, in the jail's root, as long as it may mount there. Throws JudgeError, as all of
  // this does.
  explicit RunPipes(const SlotSetup& setup);

  // What a run writes to; whoever else has the reader doesn't wait for it.
  PipeEnds for_output() const;
  // What a run reads; whoever else has the writer doesn't wait for it.
  PipeEnds for_input() const;
  // The FIFOs' directory, where they are some: Landlock must allow for them.
  const UniqueFd& directory() const { return shown_; }

 private:
  PipeEnds make_fifo(int mode_of_run) const;
  UniqueFd made_;   // where they are made; rootless
  UniqueFd shown_;  // the same, read-only
};

}  // namespace assize
