// What the tests' side of a unit-test problem is run with.
#include "judge/jail/policy/rules.h"
#include "judge/rules/verdict.h"
#include "judge/validation/program.h"
#include "judge/validation/template_keeper.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// What the tester and most test files import. The tester ends by _exit(2): '!' says so of what has
// something to do at the end.
constexpr const char* kTesterModules[] = {"!unittest.mock", "unittest",   "doctest",  "inspect",
                                          "json",           "contextlib", "pathlib",  "uuid",
                                          "pprint",         "difflib",    "tempfile", "subprocess"};

Limits finding_limits(Bytes files) {
  Limits limits;
  set_time_limit(limits, std::chrono::seconds{60});
  set_memory_limit(limits, Bytes{mib(2048).count + files.count});
  limits.scratch = Bytes{mib(256).count + files.count};
  limits.output = mib(16);
  return limits;
}

// Throws InputError with what it says where it fails, or passes a limit.
void must_have_run(const std::string& name, const FinishedRun& run, const Limits& limits) {
  const Opinion opinion = judge_run(run.record, limits);
  if (opinion.verdict == Verdict::accepted) return;
  if (opinion.verdict == Verdict::judge_error) throw JudgeError("find tests", 0, opinion.reason);
  const std::string said = clean_excerpt(run.error_output.text(), 2000);
  throw InputError(name + ": its tests can't be found (" + opinion.reason + ")" +
                   (said.empty() ? "" : ":\n" + said));
}

}  // namespace

const Runtime& ProgramHost::tester_runtime() {
  const std::lock_guard lock(mutex_);
  if (!tester_) {
    RuntimeRow row = row_;
    row.kind.reset();
    for (const char* module : kTesterModules) row.modules.emplace_back(module);
    tester_ = resolve_runtime(row);
  }
  return *tester_;
}

const KeeperOptions& ProgramHost::tester_keeper_options() {
  const Runtime& runtime = tester_runtime();
  const std::lock_guard lock(mutex_);
  if (!tester_options_) {
    tester_options_ = base_;
    tester_options_->view = runtime.view;
    tester_options_->rules = compile_rules({});
    set_template(runtime, *tester_options_);
    tester_options_->interpreter.stack = Policy{}.stack;
  }
  return *tester_options_;
}

std::string ProgramHost::output_of(const std::string& name, const std::string& main,
                                   const std::map<std::string, std::string>& contents) {
  BuiltProgram program;
  program.name = name;
  for (const auto& [path, content] : contents) {
    program.files.push_back({path, content.size()});
    program.content += content;
  }
  Command command{
      python().executable, {python().program, "-B", "/box/" + main}, python().environment};
  const Limits limits = finding_limits(Bytes{program.content.size()});
  JailSpec spec = describe_run(std::move(command), limits, program.files);
  const FinishedRun run = run_once(keeper_options(), std::move(spec), program);
  must_have_run(name, run, limits);
  return std::string(run.output.text());
}

}  // namespace assize
