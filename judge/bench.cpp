#include "judge/bench.h"

#include <fstream>

#include "judge/core/digest.h"
#include "judge/core/errors.h"
#include "judge/jail/landlock.h"
#include "judge/jail/rules.h"
#include "judge/runtime/policy_view.h"

namespace assize {

namespace {

void set_template(Bench& bench) {
  KeeperOptions& keeper = bench.keeper;
  keeper.template_object = find_template_object(keeper.program);
  std::ifstream file(keeper.template_object, std::ios::binary);
  const std::string object{std::istreambuf_iterator<char>(file), {}};
  Sha256 sha;
  sha.add_field(bench.runtime.hash).add_field(keeper.interpreter.modules).add_field(object);
  keeper.interpreter_key = sha.hex();
}

}  // namespace

Bench make_bench(const RuntimeRow& runtime, const Policy& policy, OnNotice on_notice) {
  Bench bench;
  bench.keeper.on_notice = std::move(on_notice);
  bench.policy = policy;
  bench.host = find_host_cgroups();
  if (!bench.host.problem.empty()) throw HostError("cgroup: " + bench.host.problem);
  bench.runtime = resolve_runtime(runtime);
  // A template has imported more than that at its start.
  if (policy.imports) bench.runtime.kind = RuntimeKind::exec;
  bench.keeper.program = find_jail_program();
  bench.keeper.landlock_abi = landlock_abi();
  bench.programs = std::make_shared<ProgramHost>(bench.host, bench.keeper, RuntimeRow{});
  bench.keeper.view_copies = kViewCopies;
  bench.keeper.view = view_under(bench.runtime, policy);
  bench.keeper.rules = compile_rules(policy);
  bench.keeper.interpreter = bench.runtime.interpreter();
  bench.keeper.interpreter.stack = policy.stack;
  if (bench.keeper.interpreter.is_there()) set_template(bench);
  return bench;
}

Slot::Slot(const Bench& bench)
    : bench_(bench),
      submissions_(std::make_unique<Keeper>(bench.host, bench.keeper)),
      inputs_(ids_of_slot(0).rootless()) {}

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
  take_broken(validators_).reset();
  if (submissions_ && !submissions_->broken()) return;
  take_broken(submissions_).reset();  // the old slot is cleaned up before the new one is made
  auto keeper = std::make_unique<Keeper>(bench_.host, bench_.keeper);
  const std::lock_guard lock(mutex_);
  submissions_ = std::move(keeper);
}

// Ending one may take a while, and nobody must wait for the lock as long.
std::unique_ptr<Keeper> Slot::take_broken(std::unique_ptr<Keeper>& keeper) {
  const std::lock_guard lock(mutex_);
  return keeper && keeper->broken() ? std::move(keeper) : nullptr;
}

void Slot::abandon() {
  const std::lock_guard lock(mutex_);
  for (const auto& keeper : {submissions_.get(), validators_.get()})
    if (keeper != nullptr) keeper->abandon();
}

}  // namespace assize
