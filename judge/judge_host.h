// What all judgings of a worker have in common, and the keepers of one of its slots.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "judge/jail/host/keeper_client.h"
#include "judge/jail/host/sealed_inputs.h"
#include "judge/runtime/runtime.h"
#include "judge/validation/program.h"
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

class Slot {
 public:
  // Puts up the jail of submissions. Throws HostError if a layer of it can't be.
  explicit Slot(const JudgeHost& judge_host);

  KeeperClient& submissions() { return *submissions_; }
  SealedInputs& inputs() { return inputs_; }  // of submissions
  // On the same core; put up when it is first wanted. Throws HostError.
  KeeperClient& validators();
  // Puts up anew what is broken. Throws HostError.
  void repair();
  // Ends what another thread is waiting for. Safe to call at any time.
  void abandon();

 private:
  std::unique_ptr<KeeperClient> take_broken(std::unique_ptr<KeeperClient>& keeper);

  const JudgeHost& judge_host_;
  std::mutex mutex_;  // for replacing one, and for looking at one from another thread
  std::unique_ptr<KeeperClient> submissions_;
  std::unique_ptr<KeeperClient> validators_;
  SealedInputs inputs_;
};

}  // namespace assize
