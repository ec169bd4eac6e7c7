#include "judge/bench.h"

#include "judge/core/errors.h"
#include "judge/jail/landlock.h"
#include "judge/jail/rules.h"
#include "judge/runtime/policy_view.h"

namespace assize {

Bench make_bench(const RuntimeRow& runtime, const Policy& policy) {
  Bench bench;
  bench.policy = policy;
  bench.host = find_host_cgroups();
  if (!bench.host.problem.empty()) throw HostError("cgroup: " + bench.host.problem);
  bench.runtime = resolve_runtime(runtime);
  // A template has imported more than that at its start.
  if (policy.imports) bench.runtime.kind = RuntimeKind::exec;
  bench.keeper.program = find_jail_program();
  bench.keeper.landlock_abi = landlock_abi();
  bench.programs = std::make_shared<ProgramHost>(bench.host, bench.keeper, RuntimeRow{});
  bench.keeper.view = view_under(bench.runtime, policy);
  bench.keeper.rules = compile_rules(policy);
  bench.keeper.interpreter = bench.runtime.interpreter();
  bench.keeper.interpreter.stack = policy.stack;
  if (bench.keeper.interpreter.is_there())
    bench.keeper.template_object = find_template_object(bench.keeper.program);
  return bench;
}

Slot::Slot(const Bench& bench)
    : bench_(bench), submissions_(std::make_unique<Keeper>(bench.host, bench.keeper)) {}

Keeper& Slot::validators() {
  if (!validators_) {
    KeeperOptions options = bench_.programs->keeper_options();
    options.core = submissions_->core();
    auto keeper = std::make_unique<Keeper>(bench_.host, options);
    const std::lock_guard lock(mutex_);
    validators_ = std::move(keeper);
  }
  return *validators_;
}

void Slot::mend() {
  const std::lock_guard lock(mutex_);
  if (validators_ && validators_->broken()) validators_.reset();
  if (submissions_ && !submissions_->broken()) return;
  submissions_.reset();  // the old slot is cleaned up before the new one is made
  submissions_ = std::make_unique<Keeper>(bench_.host, bench_.keeper);
}

void Slot::abandon() {
  const std::lock_guard lock(mutex_);
  for (const auto& keeper : {submissions_.get(), validators_.get()})
    if (keeper != nullptr) keeper->abandon();
}

}  // namespace assize
