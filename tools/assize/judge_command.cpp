#include <spdlog/spdlog.h>

#include <cstdio>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/judging.h"
#include "problems/policy_file.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/source_file.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct JudgeArguments {
  std::string problem;
  std::vector<std::string> files;
  bool json = false;
  bool full = false;
  bool lenient = false;
  std::string time_limit;
  std::string policy;
  std::string runtime;
  std::string root;
};

void print_json(const Subject& subject, const JudgingRecord& judging) {
  print("{}\n", dump(judging_to_json(subject, judging, Audience::staff)));
}

void print_text(const std::string& file, const JudgingRecord& judging, bool verbose) {
  const std::string score = score_in_words(judging.score, judging.highest_score);
  print("{}: {} {}{}\n", shown_name(file), letters(judging.final.verdict),
        words(judging.final.verdict), score.empty() ? "" : ", " + score);
  if (!judging.final.reason.empty()) print("  {}\n", clean_line(judging.final.reason));
  if (!judging.compile_message.empty()) print("  {}\n", hanging(judging.compile_message, "  "));
  std::vector<std::vector<std::string>> rows;
  for (const auto& group : judging.groups)
    rows.push_back({"  " + shown_name(group.name), std::string(letters(group.verdict)),
                    score_in_words(group.score, group.highest)});
  if (!rows.empty()) print("{}", in_columns(rows, {2}));
  rows.clear();
  for (const auto& test : judging.tests) {
    if (!verbose && test.opinion.verdict == Verdict::accepted) continue;
    rows.push_back({"  " + shown_name(test.name), std::string(letters(test.opinion.verdict)),
                    in_seconds(test.cpu()), in_mebibytes(test.run().memory_peak),
                    test.feedback.empty() ? test.opinion.reason : test.feedback});
  }
  print("{}", in_columns(rows, {2, 3}, LastCell::lines));
  print("  {} test{}, {} CPU, {} at most\n", judging.tests.size(),
        judging.tests.size() == 1 ? "" : "s", in_seconds(max_cpu(judging)),
        in_mebibytes(max_memory(judging)));
  if (const auto incidents = incidents_in_words(judging); !incidents.empty())
    print("  denied system calls: {}\n", incidents);
}

void run_judge(const JudgeArguments& arguments, Globals& globals) {
  LoadOptions load;
  load.lenient = arguments.lenient;
  if (!arguments.time_limit.empty())
    load.time_limit = parse_seconds(arguments.time_limit, "--time-limit");
  Policy policy;
  if (!arguments.policy.empty()) policy = load_policy(arguments.policy);
  const Config config = load_config(globals.config);
  const RuntimeRow& runtime = find_runtime(config, arguments.runtime);
  const std::string id = problem_id_of(arguments.problem);
  const auto loaded = std::make_shared<const LoadedPackage>(
      std::make_unique<DirectoryTree>(arguments.problem, load.lenient), id, load);
  for (const auto& warning : loaded->package().warnings) spdlog::warn("{}", warning);
  std::vector<Source> sources;
  const SubmissionRoot root = root_of(arguments.root);
  for (const auto& file : arguments.files) sources.push_back(load_source_file(file, root));

  const Bench bench = make_bench(runtime, policy, warn);
  const Problem problem = make_problem(bench, loaded, nullptr);
  Slot slot(bench);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Subject subject{arguments.files[i], id, runtime.name};
    try {
      slot.mend();
      const JudgingRecord judging = judge(slot, bench, problem, sources[i], {arguments.full});
      arguments.json ? print_json(subject, judging)
                     : print_text(arguments.files[i], judging, globals.verbose > 0);
    } catch (const JudgeError& error) {
      globals.exit_code = kInternal;
      spdlog::error("{}: judge error: {}", shown_name(arguments.files[i]), error.what());
      if (arguments.json) {
        print("{}\n", dump(failure_to_json(subject, error.what(), Audience::staff)));
      } else {
        print("{}: JE judge error\n", shown_name(arguments.files[i]));
      }
    }
    std::fflush(stdout);
  }
}

}  // namespace

void add_judge(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<JudgeArguments>();
  CLI::App* command =
      app.add_subcommand("judge", "Judge files against a package directory, without a store");
  command->add_option("--problem", arguments->problem, "The problem package's directory")
      ->required()
      ->type_name("DIR");
  command
      ->add_option("files", arguments->files,
                   "Submissions: a .py file, a directory or zip with main.py, or -")
      ->required()
      ->type_name("FILE");
  command->add_flag("--json", arguments->json, "One JSON object per file and line");
  command->add_flag("--full", arguments->full, "Run all tests, also after one that decides");
  command->add_flag("--lenient", arguments->lenient,
                    "Take keys that real packages have beside the format");
  command
      ->add_option("--time-limit", arguments->time_limit,
                   "CPU time limit in seconds, for the package's own")
      ->type_name("S");
  command->add_option("--policy", arguments->policy, "Policy file (YAML)")->type_name("FILE");
  command->add_option("--runtime", arguments->runtime, "Runtime of the configuration")
      ->type_name("NAME");
  command
      ->add_option("--root", arguments->root,
                   "The folder that the files are in, and found from; no link below it is followed")
      ->type_name("DIR");
  command->footer(
      "Example:\n  assize judge --problem problems/examples/sum-of-two main.py\n\n"
      "Exit code 0 whatever the verdicts; 4 if the judge itself failed (JE).");
  command->callback([arguments, &globals] { run_judge(*arguments, globals); });
}

}  // namespace assize
