#include "tools/assize/runtime_check.h"

#include "judge/jail/host/launch_advice.h"
#include "judge/judging.h"
#include "judge/runtime/fault.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

RuntimeCheck unusable(std::string problem, std::string mend) {
  return {{}, std::move(problem), std::move(mend)};
}

}  // namespace

RuntimeCheck look_at_runtime(const RuntimeRow& row) {
  try {
    Runtime runtime = resolve_runtime(row);
    std::string mend = runtime.mend;
    return {std::move(runtime), "", std::move(mend)};
  } catch (const UnusableRuntime& fault) {
    return unusable(fault.problem(), fault.mend());
  } catch (const BadRow& fault) {
    return unusable(fault.problem(), fault.mend());
  } catch (const HostError& error) {
    return unusable(error.what(), "");
  }
}

RuntimeCheck try_runtime(const RuntimeRow& row, const HostCgroups& host) {
  RuntimeCheck check = look_at_runtime(row);
  if (!check.runtime) return check;
  if (std::string why = why_no_program_runs(row, host); !why.empty())
    return unusable(std::move(why), "");
  return check;
}

std::string why_no_program_runs(const RuntimeRow& row, const HostCgroups& host) {
  try {
    const JudgeHost judge_host = make_judge_host(row, {});
    KeeperClient keeper(host, judge_host.keeper);
    const std::string program = "print('hello')\n";
    const JailSpec spec = describe_run(judge_host.runtime, run_arguments(judge_host.runtime), {},
                                       {{kMainFile, program.size()}});
    const UniqueFd input = sealed_file("");
    const UniqueFd payload = sealed_file(program);
    const FinishedRun run = keeper.run(spec, {input.get(), payload.get()});
    if (run.output.text() == "hello\n" && run.error_output.text().empty() &&
        judge_run(run.record, spec.limits).verdict == Verdict::accepted)
      return {};
    return "a program that prints 'hello' printed '" + clean_excerpt(run.output.text(), 200) +
           "' and '" + clean_excerpt(run.error_output.text(), 400) + "' on standard error";
  } catch (const JailRefused& refused) {
    return refused.cause();
  } catch (const std::exception& error) {
    return error.what();
  }
}

std::string kind_of(const Runtime& runtime) {
  return runtime.kind == RuntimeKind::exec ? "exec" : "template";
}

std::string short_hash(const Runtime& runtime) {
  constexpr std::size_t kShown = 12;
  return runtime.hash.substr(0, kShown);
}

nlohmann::ordered_json to_json(const Runtime& runtime) {
  nlohmann::ordered_json json = {{"name", runtime.name},       {"kind", kind_of(runtime)},
                                 {"path", runtime.path},       {"executable", runtime.executable},
                                 {"version", runtime.version}, {"hash", runtime.hash}};
  if (!runtime.why_exec.empty()) json["by_exec_because"] = runtime.why_exec;
  return json;
}

}  // namespace assize
