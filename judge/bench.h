// What all judgings of a worker have in common, and the keepers of one of its slots.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "judge/core/policy.h"
#include "judge/grading/program.h"
#include "judge/jail/keeper.h"
#include "judge/jail/sealed_inputs.h"
#include "judge/runtime/runtime.h"
#include "problems/loaded_package.h"

namespace assize {

struct Bench {
  HostCgroups host;
  Runtime runtime;
  KeeperOptions keeper;  // of submissions
  Policy policy;
  std::shared_ptr<ProgramHost> programs;  // for validators
};

// Hears of what the operator should know of a slot.
using OnNotice = std::function<void(const std::string&)>;

// Looks at the host once: cgroups, runtime, helper program, filter. Throws HostError.
Bench make_bench(const RuntimeRow& runtime, const Policy& policy, OnNotice on_notice = {});

// What submissions for this package are shown, where that isn't `bench.keeper.view`: with a
// policy's import list also what the package's own Python files import. Null: nothing else. Throws
// InputError, HostError, JudgeError.
std::shared_ptr<const FileView> view_for(const Bench& bench, const LoadedPackage& loaded);

class Slot {
 public:
  // Puts up the jail of submissions. Throws HostError if a layer of it can't be.
  explicit Slot(const Bench& bench);

  Keeper& submissions() { return *submissions_; }
  SealedInputs& inputs() { return inputs_; }  // of submissions
  // On the same core; put up when it is first wanted. Throws HostError.
  Keeper& validators();
  // Submissions are shown `view` from now on; null: the bench's. Where that is another one than
  // before, their jail is put up anew. Throws HostError.
  void show(const std::shared_ptr<const FileView>& view);
  // Puts up anew what is broken. Throws HostError.
  void mend();
  // Ends what another thread is waiting for. Safe to call at any time.
  void abandon();

 private:
  void put_up_submissions();
  std::unique_ptr<Keeper> take_broken(std::unique_ptr<Keeper>& keeper);

  const Bench& bench_;
  std::mutex mutex_;  // for replacing one, and for looking at one from another thread
  std::shared_ptr<const FileView> view_;
  std::unique_ptr<Keeper> submissions_;
  std::unique_ptr<Keeper> validators_;
  SealedInputs inputs_;
};

}  // namespace assize
