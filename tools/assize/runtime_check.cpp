#include "tools/assize/runtime_check.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

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

// A jail with a program that prints a word.
class HelloJail {
 public:
  HelloJail(const RuntimeRow& row, const HostCgroups& host)
      : judge_host_(make_judge_host(row, {})),
        keeper_(host, judge_host_.keeper),
        program_(sealed_file(kProgram)),
        spec_(describe_run(judge_host_.runtime, run_arguments(judge_host_.runtime), {},
                           {{kMainFile, kProgram.size()}})) {}

  FinishedRun run() { return keeper_.run(spec_, {input_.get(), program_.get()}); }
  const Limits& limits() const { return spec_.limits; }

 private:
  static constexpr std::string_view kProgram = "print('hello')\n";

  JudgeHost judge_host_;
  KeeperClient keeper_;
  UniqueFd input_ = sealed_file("");
  UniqueFd program_;
  JailSpec spec_;
};

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
    HelloJail jail(row, host);
    const FinishedRun run = jail.run();
    if (run.output.text() == "hello\n" && run.error_output.text().empty() &&
        judge_run(run.record, jail.limits()).verdict == Verdict::accepted)
      return {};
    return "a program that prints 'hello' printed '" + clean_excerpt(run.output.text(), 200) +
           "' and '" + clean_excerpt(run.error_output.text(), 400) + "' on standard error";
  } catch (const JailRefused& refused) {
    return refused.cause();
  } catch (const std::exception& error) {
    return error.what();
  }
}

double median_run_ms(const RuntimeRow& row, const HostCgroups& host) {
  constexpr std::size_t kRuns = 15;
  HelloJail jail(row, host);
  jail.run();
  std::array<double, kRuns> times{};
  for (auto& time : times) {
    const auto begin = std::chrono::steady_clock::now();
    jail.run();
    time =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  }
  std::nth_element(times.begin(), times.begin() + kRuns / 2, times.end());
  return times.at(kRuns / 2);
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
