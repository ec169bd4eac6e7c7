#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>

#include "judge/judging.h"
#include "judge/unit_tests/find_tests.h"
#include "problems/package_source.h"
#include "problems/policy_file.h"
#include "queue/intake/submission_file.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"
#include "tools/report/side_by_side.h"

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
  std::string audience = "staff";
};

void print_json(const Subject& subject, const JudgingRecord& judging, const Reader& reader,
                const std::string& note) {
  auto json = judging_to_json(subject, judging, reader);
  if (!note.empty()) json["note"] = note;
  print("{}\n", dump(json));
}

std::string remark_on(const TestRecord& test, const Reader& reader) {
  if (reader.audience == Audience::staff)
    return test.feedback.empty() ? test.opinion.reason : test.feedback;
  const std::string reason = reason_for(test, reader);
  return test.message.empty() ? reason : reason + (reason.empty() ? "" : "; ") + test.message;
}

void print_text(const std::string& file, const JudgingRecord& judging, const Reader& reader,
                bool verbose) {
  const std::string score = score_in_words(judging.score, judging.highest_score);
  print("{}: {} {}{}\n", shown_name(file), letters(judging.final.verdict),
        words(judging.final.verdict), score.empty() ? "" : ", " + score);
  if (const auto reason = reason_for(judging, reader); !reason.empty())
    print("  {}\n", clean_line(reason));
  if (!judging.compile_message.empty()) print("  {}\n", hanging(judging.compile_message, "  "));
  std::vector<std::vector<std::string>> rows;
  for (const auto& group : judging.groups)
    rows.push_back({"  " + shown_name(group.name), std::string(letters(group.verdict)),
                    score_in_words(group.score, group.highest)});
  if (!rows.empty()) print("{}", in_columns(rows, {2}));
  rows.clear();
  for (const auto& test : judging.tests) {
    if (!verbose && test.opinion.verdict == Verdict::accepted) continue;
    const Figures figures = figures_for(test, reader.audience);
    rows.push_back({"  " + shown_name(test.name), std::string(letters(test.opinion.verdict)),
                    in_seconds(figures.cpu), in_mebibytes(figures.memory),
                    remark_on(test, reader)});
  }
  print("{}", in_columns(rows, {2, 3}, LastCell::lines));
  const bool staff = reader.audience == Audience::staff;
  if (!staff) print("{}", samples_in_columns(judging, reader));
  const Figures most = figures_for(judging, reader.audience);
  print("  {} test{}, {} CPU, {} at most\n", judging.tests.size(),
        judging.tests.size() == 1 ? "" : "s", in_seconds(most.cpu), in_mebibytes(most.memory));
  if (const auto incidents = incidents_in_words(judging); staff && !incidents.empty())
    print("  denied system calls: {}\n", incidents);
}

// A file that was read, or why it couldn't be taken.
struct Given {
  std::string file;
  Submitted submitted;
  std::string refusal = {};
};

std::vector<Given> read_all(const JudgeArguments& arguments, const Package& package) {
  const SubmissionRoot root = root_of(arguments.root);
  std::vector<Given> all;
  for (const auto& file : arguments.files) {
    Given given{file, {}};
    try {
      given.submitted = load_submission(file, root, package.submission_name);
    } catch (const InputError& error) {
      given.refusal = error.what();
    }
    all.push_back(std::move(given));
  }
  return all;
}

void say_what_was_read(const Given& given) {
  if (!given.refusal.empty())
    spdlog::error("{}", given.refusal);
  else if (!given.submitted.note.empty())
    spdlog::info("{}: {}", shown_name(given.file), given.submitted.note);
}

class Judge {
 public:
  Judge(const JudgeArguments& arguments, Globals& globals, std::string id, Audience audience)
      : arguments_(arguments), globals_(globals), id_(std::move(id)), audience_(audience) {}

  void judge_all(const std::vector<Given>& all, const RuntimeRow& runtime, const Policy& policy,
                 const std::shared_ptr<const LoadedPackage>& loaded) {
    for (const auto& given : all) say_what_was_read(given);
    const bool any = std::any_of(all.begin(), all.end(),
                                 [](const Given& given) { return given.refusal.empty(); });
    if (!any) return refuse_all(all, runtime);
    const JudgeHost judge_host = make_judge_host(runtime, policy, warn);
    const Problem problem = make_problem(judge_host, loaded, nullptr);
    Slot slot(judge_host);
    for (const auto& given : all) {
      const Subject subject{given.file, id_, runtime.name};
      if (given.refusal.empty())
        judge_one(given, subject, slot, judge_host, problem);
      else
        refuse(given, subject);
      std::fflush(stdout);
    }
  }

 private:
  void judge_one(const Given& given, const Subject& subject, Slot& slot,
                 const JudgeHost& judge_host, const Problem& problem) {
    try {
      slot.repair();
      const JudgingRecord judging =
          judge(slot, judge_host, problem, given.submitted.source, {arguments_.full});
      const LoadedPackage& loaded = *problem.loaded;
      const Limits limits = effective_limits(loaded.package().limits, judge_host.policy);
      const Reader reader{audience_,
                          background_of(judging, loaded, limits, &given.submitted.source)};
      arguments_.json ? print_json(subject, judging, reader, given.submitted.note)
                      : print_text(given.file, judging, reader, globals_.verbose > 0);
    } catch (const JudgeError& error) {
      globals_.exit_code = kInternal;
      spdlog::error("{}: judge error: {}", shown_name(given.file), error.what());
      if (arguments_.json) {
        print("{}\n", dump(failure_to_json(subject, error.what(), audience_)));
      } else {
        print("{}: JE judge error\n", shown_name(given.file));
      }
    }
  }

  // It is no verdict; the log has the reason.
  void refuse(const Given& given, const Subject& subject) {
    if (globals_.exit_code == 0) globals_.exit_code = kBadInput;
    if (arguments_.json) print("{}\n", dump(refusal_to_json(subject, given.refusal, audience_)));
  }
  void refuse_all(const std::vector<Given>& all, const RuntimeRow& runtime) {
    for (const auto& given : all) refuse(given, {given.file, id_, runtime.name});
  }

  const JudgeArguments& arguments_;
  Globals& globals_;
  std::string id_;
  Audience audience_;
};

void run_judge(const JudgeArguments& arguments, Globals& globals) {
  const auto audience = audience_from(arguments.audience);
  if (!audience || *audience == Audience::everyone)
    throw InputError("--audience: staff or submitter, not '" + clean_line(arguments.audience, 40) +
                     "'");
  LoadOptions load;
  load.lenient = arguments.lenient;
  if (!arguments.time_limit.empty())
    load.time_limit = parse_seconds(arguments.time_limit, "--time-limit");
  Policy policy;
  if (!arguments.policy.empty()) policy = load_policy(arguments.policy);
  const Config config = load_config(globals.config);
  const RuntimeRow& runtime = find_runtime(config, arguments.runtime);
  PackageSource package = open_package(arguments.problem, load.lenient);
  const std::string id = package.id;
  std::optional<JudgeHost> finding;
  auto files = with_tests(std::move(package.files), load, [&]() -> ProgramHost& {
    finding = make_judge_host(runtime, {}, warn);
    return *finding->programs;
  });
  const auto loaded = std::make_shared<const LoadedPackage>(std::move(files), id, load);
  for (const auto& warning : loaded->package().warnings) spdlog::warn("{}", warning);
  Judge(arguments, globals, id, *audience)
      .judge_all(read_all(arguments, loaded->package()), runtime, policy, loaded);
}

}  // namespace

void add_judge(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<JudgeArguments>();
  CLI::App* command =
      app.add_subcommand("judge", "Judge files against a package directory, without a store");
  command
      ->add_option("--problem", arguments->problem,
                   "The problem package: its directory, or a zip file of it")
      ->required()
      ->type_name("DIR|ZIP");
  command
      ->add_option("files", arguments->files,
                   "Submissions: a .py file, a folder or zip with main.py or one .py file, or -")
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
  command
      ->add_option("--audience", arguments->audience,
                   "staff (all of it: the default) or submitter (what a submitter may see)")
      ->type_name("WHO");
  command->footer(
      "Examples:\n  assize judge --problem problems/examples/sum-of-two main.py\n"
      "  assize judge --problem problems/examples/sum-of-two --audience submitter main.py\n\n"
      "Exit code 0 whatever the verdicts; 4 if the judge itself failed (JE), 2 if a file could not "
      "be\n"
      "taken: the others are judged.");
  command->callback([arguments, &globals] { run_judge(*arguments, globals); });
}

}  // namespace assize
