// One run's processes, as the keeper starts them: init (pid 1 of a fresh pid namespace) and, made
// by a fork server, main, which becomes the submission. init.cpp begins with the sequence.
#pragma once

#include <chrono>

#include "judge/jail/keeper/fork_server.h"
#include "judge/jail/keeper/root_view.h"
#include "judge/jail/keeper/run_group.h"
#include "judge/jail/keeper/run_pipes.h"
#include "judge/jail/kernel/landlock.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// Preparing and ending take a millisecond each; on a host on which they take so long, judging makes
// no sense, or never will again (a process that hangs in the kernel can't be killed).
#ifdef ASSIZE_TEST_JAIL
constexpr std::chrono::seconds kDeadline{5};
#else
constexpr std::chrono::seconds kDeadline{20};
#endif
constexpr auto kPrepareDeadline = kDeadline;
constexpr auto kEndDeadline = kDeadline;

// A run that has its namespaces, its cgroup, its proc and its main process, and waits for a
// JailSpec. All of what its set-up asks of the filter's listener has been answered: it asks nothing
// more until it has the JailSpec.
class PreparedRun {
 public:
  // Must not be called while a submission runs in the slot. Init is a copy of the keeper, which is
  // single-threaded, so what is forked here is whole. Throws JudgeError; also if it takes longer
  // than kPrepareDeadline.
  PreparedRun(const SlotSetup& setup, GroupPool& groups, const ReadableTops& readable,
              const RunPipes& pipes, const ForkServer& server);
  // Of processes that somebody else has made: a test, whose init only says what an init says.
  struct Parts {
    RunGroup group;
    UniqueFd init;  // pidfd of a child of the calling process
    UniqueFd channel;
    UniqueFd output;
    UniqueFd error_output;
  };
  PreparedRun(const FilterListener& listener, Parts parts);
  PreparedRun(PreparedRun&&) noexcept = default;
  PreparedRun& operator=(PreparedRun&&) noexcept = default;
  ~PreparedRun();  // kills what is left of the run, waits for it, clears its cgroup away

  int channel() const { return channel_.get(); }  // InitReports come from here
  int init() const { return init_.get(); }        // pidfd; readable when init has died
  int main() const { return main_.get(); }        // pidfd
  const FilterListener& listener() const { return *listener_; }
  int output() const { return output_.get(); }  // read ends of the run's stdout and stderr
  int error_output() const { return error_output_.get(); }
  const RunGroup& group() const { return group_; }
  RunGroup& group() { return group_; }

  bool has_died() const;
  void kill();  // every process of the run, at once
  // … and waits until none is left. False if that takes longer than kEndDeadline: then they are
  // left to themselves.
  [[nodiscard]] bool kill_and_wait();
  bool wait_for_end(std::chrono::milliseconds at_most) const;  // of init, which is not waited for
  void end_init() const;  // the same for a run that has no other process left

 private:
  void wait_until_prepared();

  const FilterListener* listener_;  // of the fork server that has made main
  RunGroup group_;                  // declared before the processes: removed after them
  UniqueFd init_;
  UniqueFd main_;
  UniqueFd channel_;
  UniqueFd output_;
  UniqueFd error_output_;
};

}  // namespace assize
