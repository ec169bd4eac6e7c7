#include "judge/judge_host.h"

#include "judge/jail/host/jail_program.h"
#include "judge/jail/host/launch_advice.h"
#include "judge/jail/kernel/landlock.h"
#include "judge/jail/policy/rules.h"
#include "judge/rules/verdict.h"
#include "judge/runtime/policy_view.h"
#include "judge/validation/template_keeper.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// Importing a package with all that is in it takes longer than a run.
Limits question_limits() {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{30});
  limits.wall = limits.time;
  limits.scratch = mib(256);
  return limits;
}

// The modules' code may do what the policy opens, and is denied the rest without being ended.
Policy question_policy(const Policy& policy) {
  Policy asked;
  asked.granted = policy.granted;
  return asked;
}

// In a jail of its own: modules execute code when they are imported, and this is no business of the
// user that assize runs as.
std::string ask_in_jail(const HostCgroups& host, KeeperOptions options, const Policy& policy,
                        const Runtime& runtime, const std::vector<std::string>& arguments,
                        const IncludedFiles& files) {
  options.view_copies = {};  // of one run
  options.view = view_under(runtime, question_policy(policy), {});
  options.rules = compile_rules(question_policy(policy));
  std::vector<BoxFile> box;
  std::string contents;
  for (const auto& [name, content] : files) {
    box.push_back({name, content.size()});
    contents += content;
  }
  JailSpec spec = describe_run(runtime, arguments, question_limits(), std::move(box));
  spec.start = Start::exec;
  const UniqueFd nothing = sealed_file("");
  const UniqueFd payload = sealed_file(contents);
  KeeperClient keeper(host, options);
  const FinishedRun run = keeper.run(spec, {nothing.get(), payload.get()});
  const Opinion opinion = judge_run(run.record, spec.limits);
  if (opinion.verdict == Verdict::judge_error) throw JudgeError("list modules", 0, opinion.reason);
  if (opinion.verdict != Verdict::accepted)
    throw InputError("policy: imports: " + runtime.version +
                     " fails while it imports what is allowed: " + opinion.reason);
  return std::string(run.output.text());
}

FileView view_with(const JudgeHost& judge_host, const IncludedFiles& included) {
  const auto ask = [&](const Runtime& asked, const std::vector<std::string>& arguments,
                       const IncludedFiles& files) {
    return ask_in_jail(judge_host.host, judge_host.keeper, judge_host.policy, asked, arguments,
                       files);
  };
  return view_under(judge_host.runtime, judge_host.policy, ask, included);
}

// By exec nothing of the interpreter is started while the jail is put up, and a host on which it
// doesn't would fail with one submission after the other. By template this is found out in passing.
void must_give_runs(KeeperClient& keeper, const JudgeHost& judge_host) {
  if (judge_host.keeper.interpreter.is_there()) return;
  const Runtime& runtime = judge_host.runtime;
  const std::string program = "pass\n";
  JailSpec spec = describe_run(runtime, run_arguments(runtime), question_limits(),
                               {{kMainFile, program.size()}});
  spec.start = Start::exec;
  const UniqueFd input = sealed_file("");
  const UniqueFd payload = sealed_file(program);
  std::string why;
  try {
    const FinishedRun run = keeper.run(spec, {input.get(), payload.get()});
    const Opinion opinion = judge_run(run.record, spec.limits);
    // A policy may end it all the same, as it then does with every submission.
    if (opinion.verdict != Verdict::judge_error && opinion.verdict != Verdict::run_time_error)
      return;
    why = opinion.reason + ": " + clean_excerpt(run.error_output.text(), 400);
  } catch (const JudgeError& error) {
    why = error.what();
  }
  throw JailRefused("jail: an empty program doesn't run in it: " + why, LaunchStage::exec_runtime);
}

std::unique_ptr<KeeperClient> put_up(const JudgeHost& judge_host, const KeeperOptions& options) {
  auto keeper = std::make_unique<KeeperClient>(judge_host.host, options);
  must_give_runs(*keeper, judge_host);
  return keeper;
}

}  // namespace

JudgeHost make_judge_host(const RuntimeRow& runtime, const Policy& policy, OnNotice on_notice) {
  JudgeHost judge_host;
  judge_host.keeper.on_notice = std::move(on_notice);
  judge_host.policy = policy;
  judge_host.host = find_host_cgroups();
  if (!judge_host.host.problem.empty()) throw HostError("cgroup: " + judge_host.host.problem);
  judge_host.runtime = resolve_runtime(runtime);
  if (const std::string& why = judge_host.runtime.why_exec;
      !why.empty() && judge_host.keeper.on_notice)
    judge_host.keeper.on_notice(slow_start_of(judge_host.runtime));
  // A template has imported more than that at its start.
  if (policy.imports) judge_host.runtime.kind = RuntimeKind::exec;
  judge_host.keeper.program = find_jail_program();
  judge_host.keeper.landlock_abi = landlock_abi();
  judge_host.programs =
      std::make_shared<ProgramHost>(judge_host.host, judge_host.keeper, RuntimeRow{});
  judge_host.keeper.view_copies = kViewCopies;
  judge_host.keeper.view = view_with(judge_host, {});
  judge_host.keeper.rules = compile_rules(policy);
  set_template(judge_host.runtime, judge_host.keeper);
  judge_host.keeper.interpreter.stack = policy.stack;
  return judge_host;
}

std::shared_ptr<const FileView> view_for(const JudgeHost& judge_host, const LoadedPackage& loaded) {
  if (!judge_host.policy.imports) return nullptr;
  IncludedFiles included;
  for (const auto& [name, path] : loaded.package().included)
    if (name.ends_with(".py")) included[name] = *loaded.content(path);
  if (included.empty()) return nullptr;
  return std::make_shared<const FileView>(view_with(judge_host, included));
}

Slot::Slot(const JudgeHost& judge_host)
    : judge_host_(judge_host),
      submissions_(put_up(judge_host, judge_host.keeper)),
      inputs_(ids_of_slot(0).rootless()) {}

KeeperClient& Slot::of(const BuiltProgram& program) {
  ProgramHost& programs = *judge_host_.programs;
  std::unique_ptr<KeeperClient>& keeper = program.runtime != nullptr ? testers_
                                          : program.has_scripts()    ? scripted_
                                                                     : validators_;
  if (!keeper) {
    KeeperOptions options = program.runtime != nullptr ? programs.tester_keeper_options()
                            : program.has_scripts()    ? programs.script_keeper_options()
                                                       : programs.keeper_options();
    options.core = submissions_->core();
    auto put_up = std::make_unique<KeeperClient>(judge_host_.host, options);
    const std::lock_guard lock(mutex_);
    keeper = std::move(put_up);
  }
  return *keeper;
}

int Slot::code_of(KeeperClient& keeper, const Runtime& runtime, const std::string& program) {
  if (runtime.kind != RuntimeKind::by_template) return -1;
  UniqueFd& code = codes_[runtime.hash + " " + Sha256().add(program).hex()];
  if (code) return code.get();
  Limits limits = question_limits();
  limits.output = std::max(limits.output, kCodeObject);
  JailSpec spec =
      describe_run(runtime, compile_arguments(runtime), limits, {{kMainFile, program.size()}});
  spec.start = Start::by_template;
  spec.check = CompileCheck::alone;
  const UniqueFd nothing = sealed_file("");
  const UniqueFd payload = sealed_file(program);
  const FinishedRun run = keeper.run(std::move(spec), {nothing.get(), payload.get()});
  if (!run.code.text().empty()) code = sealed_file(run.code.text());
  return code.get();
}

void Slot::repair() {
  take_broken(validators_).reset();
  take_broken(scripted_).reset();
  take_broken(testers_).reset();
  if (submissions_ && !submissions_->broken()) return;
  put_up_submissions();
}

void Slot::show(const std::shared_ptr<const FileView>& view) {
  if (view == view_) return;
  view_ = view;
  put_up_submissions();
}

void Slot::put_up_submissions() {
  {
    std::unique_lock lock(mutex_);
    const std::unique_ptr<KeeperClient> old = std::move(submissions_);
    lock.unlock();
  }  // the old slot is cleaned up before the new one is made
  KeeperOptions options = judge_host_.keeper;
  if (view_) options.view = *view_;
  auto keeper = put_up(judge_host_, options);
  const std::lock_guard lock(mutex_);
  submissions_ = std::move(keeper);
}

// Ending one may take a while, and nobody must wait for the lock as long.
std::unique_ptr<KeeperClient> Slot::take_broken(std::unique_ptr<KeeperClient>& keeper) {
  const std::lock_guard lock(mutex_);
  return keeper && keeper->broken() ? std::move(keeper) : nullptr;
}

void Slot::abandon() {
  const std::lock_guard lock(mutex_);
  for (const auto& keeper :
       {submissions_.get(), validators_.get(), scripted_.get(), testers_.get()})
    if (keeper != nullptr) keeper->abandon();
}

}  // namespace assize
