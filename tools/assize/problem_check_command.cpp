#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

#include "judge/package_check.h"
#include "problems/policy_file.h"
#include "problems/submissions/expectations.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/report/explanation.h"
#include "tools/report/format.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

using Json = nlohmann::ordered_json;

struct CheckArguments {
  std::vector<std::string> directories;
  bool lenient = false;
  bool json = false;
  std::string time_limit;
  std::string policy;
  std::string runtime;
  std::uint32_t workers = 0;
};

double milliseconds_of(nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

Json or_null(const std::optional<nanoseconds>& time) {
  return time ? Json(milliseconds_of(*time)) : Json(nullptr);
}

std::string verdict_of(const CheckedSubmission& checked) {
  if (!checked.skipped.empty()) return "-";
  return std::string(
      letters(checked.judging ? checked.judging->final.verdict : Verdict::judge_error));
}

Json to_json(const CheckedSubmission& checked, const Limits& limits) {
  Json json{{"path", checked.submission.path},
            {"language", checked.submission.language},
            {"skipped", checked.skipped.empty() ? Json(nullptr) : Json(checked.skipped)},
            {"ok", checked.unmet.empty()}};
  if (!checked.skipped.empty()) return json;
  json["verdict"] = verdict_of(checked);
  json["score"] = nullptr;
  if (checked.judging) {
    const JudgingRecord& judging = *checked.judging;
    if (!judging.score.empty()) json["score"] = judging.score;
    json["reason"] = judging.final.reason;
    json["digest"] = judging.digest;
    json["slowest_cpu_ms"] = milliseconds_of(max_cpu(judging));
    json["memory_kib"] = max_memory(judging).count >> 10U;
    json["tests"] = judging.tests.size();
    json["deciding_test"] = nullptr;
    if (const TestRecord* test = deciding_test(judging))
      json["deciding_test"] = {{"name", test->name},
                               {"verdict", letters(test->opinion.verdict)},
                               {"reason", test->opinion.reason},
                               {"explanation", explanation_of(*test, limits)},
                               {"feedback", test->feedback},
                               {"message", test->message}};
  }
  json["expected"] = in_words(checked.submission);
  json["unmet"] = checked.unmet;
  return json;
}

Json to_json(const PackageCheck& check) {
  Json submissions = Json::array();
  for (const auto& checked : check.submissions)
    submissions.push_back(to_json(checked, check.limits));
  return {{"problem", check.problem},
          {"path", check.path},
          {"format", check.format},
          {"ok", check.is_good()},
          {"time_limit_s", milliseconds_of(check.time_limit) / 1e3},
          {"time_limit_is_computed", check.time_limit_is_computed},
          {"warnings", check.warnings},
          {"errors", check.errors},
          {"tests", check.tests},
          {"input_validators", check.input_validators},
          {"validator_tests", check.validator_tests},
          {"judged", check.judged()},
          {"submissions", std::move(submissions)},
          {"margins",
           {{"slowest_accepted_ms", or_null(check.slowest_accepted)},
            {"fastest_too_slow_ms", or_null(check.fastest_too_slow)}}}};
}

std::string margins_in_words(const PackageCheck& check) {
  std::string words;
  if (check.slowest_accepted)
    words +=
        fmt::format(", slowest accepted {} ({:.0f} % of it)", in_seconds(*check.slowest_accepted),
                    100.0 * static_cast<double>(check.slowest_accepted->count()) /
                        static_cast<double>(std::max<std::int64_t>(check.time_limit.count(), 1)));
  if (check.fastest_too_slow)
    words += fmt::format(", fastest too slow {}{}",
                         *check.fastest_too_slow > check.time_limit ? "" : "only ",
                         in_seconds(*check.fastest_too_slow));
  return words;
}

// What isn't as expected of a submission, and why it came out as it did.
std::string remark_on(const CheckedSubmission& checked, const Limits& limits) {
  if (!checked.skipped.empty()) return "skipped: " + checked.skipped;
  std::string remark;
  for (const auto& unmet : checked.unmet) remark += (remark.empty() ? "" : "; ") + unmet;
  if (remark.empty() || !checked.judging) return remark;
  const JudgingRecord& judging = *checked.judging;
  if (const TestRecord* test = deciding_test(judging))
    return remark + "; " + shown_name(test->name) + ": " + explanation_of(*test, limits);
  if (judging.final.verdict == Verdict::compile_error)
    return remark + "; " + judging.final.reason + "\n" + judging.compile_message;
  return judging.final.reason.empty() ? remark : remark + "; " + judging.final.reason;
}

void print_text(const PackageCheck& check) {
  print("{}: {}{}\n", shown_name(check.path), check.is_good() ? "good" : "NOT AS EXPECTED",
        check.is_good() && check.judged() == 0 ? ", but nothing was judged" : "");
  for (const auto& error : check.errors) print("  error: {}\n", hanging(error, "    "));
  for (const auto& warning : check.warnings) print("  warning: {}\n", hanging(warning, "    "));
  if (check.tests > 0)
    print("  {}, {} tests, time limit {}{}{}\n", check.format, check.tests,
          in_seconds(check.time_limit), check.time_limit_is_computed ? " (computed)" : "",
          margins_in_words(check));
  std::vector<std::vector<std::string>> rows;
  for (const auto& checked : check.submissions) {
    const bool judged = checked.judging.has_value();
    rows.push_back({"  " + shown_name(checked.submission.path), verdict_of(checked),
                    judged ? checked.judging->score : "",
                    judged ? in_seconds(max_cpu(*checked.judging)) : "",
                    judged ? in_mebibytes(max_memory(*checked.judging)) : "",
                    remark_on(checked, check.limits)});
  }
  print("{}", in_columns(rows, {2, 3, 4}, LastCell::lines));
}

void check_problems(const CheckArguments& arguments, Globals& globals) {
  CheckOptions options;
  options.load.lenient = arguments.lenient;
  if (!arguments.time_limit.empty())
    options.load.time_limit = parse_seconds(arguments.time_limit, "--time-limit");
  options.slots = arguments.workers > 0 ? arguments.workers : usable_cpus();
  Policy policy;
  if (!arguments.policy.empty()) policy = load_policy(arguments.policy);
  const JudgeHost judge_host =
      make_judge_host(find_runtime(load_config(globals.config), arguments.runtime), policy, warn);
  std::size_t bad = 0;
  const auto checks = check_packages(judge_host, arguments.directories, options);
  for (const auto& check : checks) {
    arguments.json ? print("{}\n", dump(to_json(check))) : print_text(check);
    bad += check.is_good() ? 0 : 1;
  }
  if (!arguments.json)
    print("{} package{}: {}\n", checks.size(), checks.size() == 1 ? "" : "s",
          bad == 0 ? "all good" : std::to_string(bad) + " not as expected");
  if (bad > 0) globals.exit_code = kFound;
  if (std::any_of(checks.begin(), checks.end(),
                  [](const PackageCheck& check) { return check.is_refused; }))
    globals.exit_code = kBadInput;
}

}  // namespace

void add_problem_check(CLI::App& problem, Globals& globals) {
  auto arguments = std::make_shared<CheckArguments>();
  CLI::App* check = problem.add_subcommand(
      "check", "Verify packages: data, validators, and what their own submissions get");
  check->add_option("directories", arguments->directories, "Package directories")
      ->required()
      ->type_name("DIR");
  check->add_flag("--json", arguments->json, "One JSON object per package and line");
  check->add_flag("--lenient", arguments->lenient,
                  "Take keys that real packages have beside the format");
  check
      ->add_option("--time-limit", arguments->time_limit,
                   "CPU time limit in seconds, for the packages' own")
      ->type_name("S");
  check->add_option("--policy", arguments->policy, "Policy file (YAML) for the submissions")
      ->type_name("FILE");
  check->add_option("--runtime", arguments->runtime, "Runtime of the configuration")
      ->type_name("NAME");
  check->add_option("--workers", arguments->workers, "Slots to use (default: one per CPU)")
      ->type_name("N");
  check->footer(
      "Example:\n  assize problem check problems/examples/*/\n\n"
      "Every input goes through the input validators, every answer through the output validator,\n"
      "the tests that the package has for its validators must come out as they say,\n"
      "and every submission in Python 3 is judged and compared with what its folder, its\n"
      "annotations or submissions.yaml expect. Others are listed as skipped.\n"
      "Exit code 1 if a package isn't as it says.");
  check->callback([arguments, &globals] { check_problems(*arguments, globals); });
}

}  // namespace assize
