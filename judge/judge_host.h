// What all judgings of a worker have in common, and the keepers of one of its slots.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "judge/jail/host/keeper_client.h"
#include "judge/jail/host/sealed_inputs.h"
#include "judge/runtime/runtime.h"
#include "judge/validation/program.h"
#include "problems/loaded_package.h"
#include "storage/records/policy.h"

namespace assize {

struct JudgeHost {
  HostCgroups host;
  Runtime runtime;
  KeeperOptions keeper;  // of submissions
  Policy policy;
  std::shared_ptr<ProgramHost> programs;  // for validators
};

// Hears of what the operator should know of a slot.
using OnNotice = std::function<void(const std::string&)>;

// Looks at the host once: cgroups, runtime, helper program, filter. Throws HostError.
JudgeHost make_judge_host(const RuntimeRow& runtime, const Policy& policy, OnNotice on_notice = {});

// What submissions for this package are shown, where that isn't `judge_host.keeper.view`: with a
// policy's import list also what the package's own Python files import. Null: nothing else. Throws
// InputError, HostError, JudgeError.
std::shared_ptr<const FileView> view_for(const JudgeHost& judge_host, const LoadedPackage& loaded);

class Slot {
 public:
  // Puts up the jail of submissions. Throws HostError if a layer of it can't be.
  explicit Slot(const JudgeHost& judge_host);

  KeeperClient& submissions() { return *submissions_; }
  SealedInputs& inputs() { return inputs_; }  // of submissions
  // The jail that a program of a package is run in, on the same core; put up when it is first
  // wanted. Throws HostError.
  KeeperClient& of(const BuiltProgram& program);
  // The code object of a program of the package's or of assize's own that is started as main.py,
  // compiled once by the keeper's template. -1: there is none, and each run parses it. Throws
  // JudgeError.
  int code_of(KeeperClient& keeper, const Runtime& runtime, const std::string& program);
  // Submissions are shown `view` from now on; null: the judge host's. Where that is another one
  // than before, their jail is put up anew. Throws HostError.
  void show(const std::shared_ptr<const FileView>& view);
  // Puts up anew what is broken. Throws HostError.
  void repair();
  // Ends what another thread is waiting for. Safe to call at any time.
  void abandon();

 private:
  void put_up_submissions();
  std::unique_ptr<KeeperClient> take_broken(std::unique_ptr<KeeperClient>& keeper);

  const JudgeHost& judge_host_;
  std::mutex mutex_;  // for replacing one, and for looking at one from another thread
  std::shared_ptr<const FileView> view_;
  std::unique_ptr<KeeperClient> submissions_;
  std::unique_ptr<KeeperClient> validators_;
  std::unique_ptr<KeeperClient> scripted_;  // of validators with scripts
  std::unique_ptr<KeeperClient> testers_;   // of unit tests
  std::map<std::string, UniqueFd> codes_;   // by runtime and program
  SealedInputs inputs_;
};

}  // namespace assize
