#include "judge/judging.h"

#include <sys/utsname.h>

#include <algorithm>

#include "judge/core/digest.h"
#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/jail/landlock.h"
#include "judge/jail/rules.h"
#include "judge/runtime/policy_view.h"

namespace assize {

namespace {

constexpr Bytes kCodeObject = mib(17);  // more than what the compile check writes

// A submission with its limits, ready to be run any number of times.
struct Candidate {
  const Source& source;
  Limits limits;
  UniqueFd payload;
  UniqueFd code = {};  // by template, if the compile check gave it: main.py is parsed once
};

Identities identify(const Bench& bench, const Package& package, const Source& source) {
  utsname system{};
  ::uname(&system);
  return {source.hash(),
          package.hash,
          hash_of(bench.policy),
          bench.runtime.hash,
          bench.runtime.name,
          bench.runtime.version,
          "assize " ASSIZE_VERSION,
          "cgroup " + bench.host.kind + ", Linux " + system.release + ", Landlock " +
              (bench.keeper.landlock_abi > 0 ? std::to_string(bench.keeper.landlock_abi) : "none")};
}

std::string concatenated(const Source& source) {
  std::string all;
  all.reserve(source.size());
  for (const auto& [path, content] : source.files) all += content;
  return all;
}

JailSpec specify(const Bench& bench, const Candidate& candidate,
                 std::vector<std::string> arguments) {
  JailSpec spec;
  if (bench.runtime.kind == RuntimeKind::by_template) spec.start = Start::fork_server;
  spec.limits = candidate.limits;
  spec.limits.address_space.count += bench.runtime.address_space.count;
  spec.executable = bench.runtime.executable;
  spec.arguments = std::move(arguments);
  spec.environment = bench.runtime.environment;
  for (const auto& [path, content] : candidate.source.files)
    spec.files.push_back({path, content.size()});
  return spec;
}

// A tmpfs rounds a file up to pages, and each directory on the way to one needs an inode too.
bool fits(const Source& source, const Limits& limits) {
  constexpr std::uint64_t kPage = 4096;
  std::uint64_t size = 0;
  std::uint64_t inodes = 1;
  for (const auto& [path, content] : source.files) {
    size += content.size() + kPage;
    inodes += 1 + static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/'));
  }
  return size <= limits.scratch.count && inodes < limits.scratch_inodes;
}

[[noreturn]] void fail_by(const Opinion& opinion) { throw JudgeError("run", 0, opinion.reason); }

// The source is compiled before anything of it runs, in the jail and under the test's limits.
Opinion compile(Keeper& keeper, const Bench& bench, Candidate& candidate, Bytes code_limit,
                JudgingRecord& judging) {
  if (candidate.source.size() > code_limit.count)
    return {Verdict::compile_error, "code-limit",
            "the source has " + std::to_string(candidate.source.size()) + " bytes, more than the " +
                std::to_string(code_limit.count) + " allowed"};
  if (!fits(candidate.source, candidate.limits))
    return {Verdict::compile_error, "code-limit",
            "the source does not fit into the working directory"};
  const UniqueFd no_input = sealed_file("");
  JailSpec spec = specify(bench, candidate, compile_arguments(bench.runtime));
  const bool by_template = spec.start == Start::fork_server;
  if (by_template) spec.command = compile_command();
  spec.limits.output = std::max(spec.limits.output, kCodeObject);
  const Limits limits = spec.limits;
  const FinishedRun run = keeper.run(std::move(spec), {no_input.get(), candidate.payload.get()});
  judging.compile = run.record;
  const Opinion opinion = judge_compile(run.record, limits);
  if (opinion.verdict == Verdict::judge_error) fail_by(opinion);
  if (opinion.verdict == Verdict::compile_error)
    judging.compile_message = clean_excerpt(run.error_output.text());
  if (by_template && !run.output.text().empty()) candidate.code = sealed_file(run.output.text());
  return opinion;
}

std::string explain(const Difference& difference) {
  return difference.what + " at line " + std::to_string(difference.line) + ", column " +
         std::to_string(difference.column) + ": expected '" + difference.expected + "', got '" +
         difference.got + "'";
}

Opinion validate(const FinishedRun& run, const std::string& answer, const TestCase& test,
                 std::string& feedback) {
  const auto difference = compare_output(run.output.text(), answer, test.validator);
  if (!difference) return {};
  feedback = explain(*difference);
  return {Verdict::wrong_answer, "output", "wrong answer"};
}

TestRecord judge_test(Keeper& keeper, const Bench& bench, const Candidate& candidate,
                      const LoadedPackage& problem, const TestCase& test) {
  const auto input = problem.content(test.input);
  std::vector<FinishedRun> runs;
  std::vector<RunRecord> attempts;
  do {
    const UniqueFd stdin_file = sealed_file(*input);
    runs.push_back(keeper.run(specify(bench, candidate, run_arguments(bench.runtime)),
                              {stdin_file.get(), candidate.payload.get(), candidate.code.get()}));
    attempts.push_back(runs.back().record);
  } while (wants_another_attempt(attempts, candidate.limits));

  TestRecord record;
  record.name = test.name;
  record.group = test.group_name;
  record.sample = test.sample;
  record.chosen = chosen_attempt(attempts, candidate.limits);
  record.attempts = std::move(attempts);
  const FinishedRun& run = runs[record.chosen];
  record.opinion = judge_run(run.record, candidate.limits);
  if (record.opinion.verdict == Verdict::judge_error) fail_by(record.opinion);
  if (record.opinion.verdict == Verdict::accepted)
    record.opinion = validate(run, *problem.content(test.answer), test, record.feedback);
  record.output_excerpt = clean_excerpt(run.output.text().substr(0, 2 * kExcerptBytes));
  record.error_excerpt = clean_excerpt(run.error_output.text().substr(0, 2 * kExcerptBytes));
  return record;
}

Opinion final_opinion(const Opinion& compiled, const std::vector<TestRecord>& tests) {
  if (compiled.verdict != Verdict::accepted) return compiled;
  std::vector<Opinion> opinions;
  for (const auto& test : tests) opinions.push_back(test.opinion);
  const auto deciding = deciding_test(opinions);
  if (!deciding) return {};
  Opinion opinion = opinions[*deciding];
  opinion.reason = tests[*deciding].name + ": " + opinion.reason;
  return opinion;
}

std::string digest_of(const JudgingRecord& judging) {
  std::vector<DigestInput::Test> tests;
  for (const auto& test : judging.tests) tests.push_back({test.name, test.opinion});
  const Identities& ids = judging.identities;
  return verdict_digest({ids.source_hash, ids.package_hash, ids.policy_hash, ids.runtime_hash,
                         tests, judging.score, judging.final});
}

}  // namespace

Bench make_bench(const RuntimeRow& runtime, const Policy& policy) {
  Bench bench;
  bench.policy = policy;
  bench.host = find_host_cgroups();
  if (!bench.host.problem.empty()) throw HostError("cgroup: " + bench.host.problem);
  bench.runtime = resolve_runtime(runtime);
  // A template has imported more than that at its start.
  if (policy.imports) bench.runtime.kind = RuntimeKind::exec;
  bench.keeper.program = find_jail_program();
  bench.keeper.view = view_under(bench.runtime, policy);
  bench.keeper.rules = compile_rules(policy);
  bench.keeper.landlock_abi = landlock_abi();
  bench.keeper.interpreter = bench.runtime.interpreter();
  bench.keeper.interpreter.stack = policy.stack;
  if (bench.keeper.interpreter.is_there())
    bench.keeper.template_object = find_template_object(bench.keeper.program);
  return bench;
}

JudgingRecord judge(Keeper& keeper, const Bench& bench, const LoadedPackage& problem,
                    const Source& source, const JudgeOptions& options) {
  const Package& package = problem.package();
  JudgingRecord judging;
  judging.identities = identify(bench, package, source);
  Candidate candidate{source, effective_limits(package.limits, bench.policy),
                      sealed_file(concatenated(source))};

  const Opinion compiled = compile(keeper, bench, candidate, package.limits.code, judging);
  if (compiled.verdict == Verdict::accepted) {
    for (const auto& test : package.tests) {
      judging.tests.push_back(judge_test(keeper, bench, candidate, problem, test));
      if (!options.full && judging.tests.back().opinion.verdict != Verdict::accepted) break;
    }
  }
  judging.final = final_opinion(compiled, judging.tests);
  judging.digest = digest_of(judging);
  return judging;
}

}  // namespace assize
