// One run's processes, as the keeper starts them: init (pid 1 of a fresh pid namespace) and, forked
// by it, the submission. inside.cpp begins with the sequence.
#pragma once

#include "judge/jail/landlock.h"
#include "judge/jail/root_view.h"
#include "judge/jail/run_group.h"
#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// A run that has its namespaces, its cgroup and its proc, and waits for a JailSpec.
class PreparedRun {
 public:
  // Init is a copy of the keeper, which is single-threaded, so what is forked here is whole.
  // `to_template`: the socket to the slot's template, or -1. Throws JudgeError.
  PreparedRun(const SlotSetup& setup, GroupPool& groups, const ReadableTops& readable,
              int to_template);
  PreparedRun(PreparedRun&&) noexcept = default;
  PreparedRun& operator=(PreparedRun&&) noexcept = default;
  ~PreparedRun();  // kills what is left of the run, waits for it, clears its cgroup away

  int channel() const { return channel_.get(); }  // InitReports come from here
  int init() const { return init_.get(); }        // pidfd; readable when init has died
  int output() const { return output_.get(); }    // read ends of the run's stdout and stderr
  int error_output() const { return error_output_.get(); }
  const RunGroup& group() const { return group_; }
  RunGroup& group() { return group_; }

  bool has_died() const;
  void kill();            // every process of the run, at once
  void kill_and_wait();   // … and waits until none is left
  void end_init() const;  // the same for a run that has no other process left

 private:
  RunGroup group_;  // declared first: removed last
  UniqueFd init_;
  UniqueFd channel_;
  UniqueFd output_;
  UniqueFd error_output_;
};

}  // namespace assize
