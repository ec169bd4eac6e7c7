#include <spdlog/spdlog.h>

#include "judge/runtime/runtime.h"
#include "problems/policy_file.h"
#include "queue/intake/manifest.h"
#include "queue/rejudge/comparison.h"
#include "queue/rejudge/rejudge.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/assize/point_in_time.h"
#include "tools/assize/user_name.h"
#include "tools/report/json.h"
#include "tools/report/print.h"
#include "tools/report/rejudge.h"

namespace assize {

namespace {

struct RejudgeArguments {
  RejudgeRequest request;
  std::string batch;
  bool outdated = false;
  std::string policy;
  std::string runtime;
  std::string since;
  std::string until;
  std::string priority;
  Id id = 0;
  bool json = false;
};

// What a worker here would judge with.
JudgedWanted::Present present(const RejudgeArguments& arguments, const Globals& globals) {
  const Policy policy = arguments.policy.empty() ? Policy{} : load_policy(arguments.policy);
  const RuntimeRow row = find_runtime(load_config(globals.config), arguments.runtime);
  return {hash_of(policy), resolve_runtime(row).hash};
}

void check_verdict(std::string& verdict) {
  if (verdict.empty()) return;
  for (char& letter : verdict) letter = static_cast<char>(std::toupper(letter));
  if (!verdict_from_letters(verdict) || verdict == "JE")
    throw InputError("--verdict: '" + clean_line(verdict, 20) +
                     "' is no verdict (AC, WA, TLE, …; docs/verdicts.md has all)");
}

void queue_command(RejudgeArguments arguments, const Globals& globals) {
  RejudgeRequest& request = arguments.request;
  check_verdict(request.wanted.verdict);
  if (!arguments.since.empty())
    request.wanted.since = parse_point_in_time(arguments.since, "--since");
  if (!arguments.until.empty())
    request.wanted.until = parse_point_in_time(arguments.until, "--until");
  request.since = arguments.since;
  request.until = arguments.until;
  request.priority = arguments.priority.empty() ? kRejudgePriority
                                                : parse_priority(arguments.priority, "--priority");
  if (arguments.outdated) request.wanted.outdated = present(arguments, globals);
  request.who = acting_user();
  Store store(globals.store_url(), Database::Mode::read_write);
  if (!arguments.batch.empty()) {
    request.wanted.batch = store.find_batch(arguments.batch);
    if (!request.wanted.batch)
      throw InputError("there is no batch '" + clean_line(arguments.batch, 100) + "' in " +
                       shown_name(store_name(globals.store)));
  }
  Transaction transaction(store.database());
  const RejudgeQueued queued = queue_rejudge(store, request);
  transaction.commit();
  if (!queued.id) {
    spdlog::info("nothing that was judged is like that: there is nothing to judge again");
    return;
  }
  spdlog::info(
      "queued {} submission{} to be judged again, as a preview: when a worker has judged them, "
      "assize rejudge show {} says what would change",
      queued.submissions, queued.submissions == 1 ? "" : "s", *queued.id);
  print("{}\n", *queued.id);
}

void show_command(const RejudgeArguments& arguments, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read);
  const Snapshot snapshot(store.database());
  const RejudgeRow row =
      find_rejudge(store, arguments.id == 0 ? std::nullopt : std::optional(arguments.id));
  if (row.repeats > 1) {
    const NoiseReport report = noise_of(store, row);
    if (arguments.json) return print("{}\n", dump(noise_to_json(row, report)));
    return print("{}", noise_in_words(row, report));
  }
  const Comparison comparison = compare(store, row);
  if (arguments.json) return print("{}\n", dump(comparison_to_json(comparison)));
  print("{}", comparison_in_words(comparison));
}

void list_command(const RejudgeArguments& arguments, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read);
  const Snapshot snapshot(store.database());
  Rejudges rejudges(store.database());
  std::vector<ListedRejudge> list;
  for (const auto& row : rejudges.list()) list.push_back({row, rejudges.counts(row.id)});
  if (!arguments.json) return print("{}", rejudges_in_words(list));
  for (const auto& [row, counts] : list) print("{}\n", dump(rejudge_to_json(row, counts)));
}

void apply_command(const RejudgeArguments& arguments, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read_write);
  Transaction transaction(store.database());
  const RejudgeApplied applied = apply_rejudge(store, arguments.id, acting_user());
  transaction.commit();
  print("rejudge {}: {} judging{} count{} now\n", arguments.id, applied.judgings,
        applied.judgings == 1 ? "" : "s", applied.judgings == 1 ? "s" : "");
  if (applied.failed > 0)
    spdlog::warn("{} could not be judged again: there the judgings before count as they did",
                 applied.failed);
}

void discard_command(const RejudgeArguments& arguments, const Globals& globals) {
  Store store(globals.store_url(), Database::Mode::read_write);
  Transaction transaction(store.database());
  discard_rejudge(store, arguments.id, acting_user());
  transaction.commit();
  print("rejudge {}: discarded; all judgings count as they did\n", arguments.id);
}

void add_filters(CLI::App& command, RejudgeArguments& arguments) {
  RejudgeRequest& request = arguments.request;
  command.add_option("--submission", request.submissions, "This submission; can be given again")
      ->type_name("ID")
      ->check(CLI::PositiveNumber);
  command.add_option("--problem", request.wanted.problem, "Those to this problem")->type_name("ID");
  command.add_option("--batch", arguments.batch, "Those of this batch, by number or name")
      ->type_name("B");
  command.add_option("--submitter", request.wanted.submitter, "Those of this submitter")
      ->type_name("NAME");
  command.add_option("--verdict", request.wanted.verdict, "Those with this verdict")
      ->type_name("V");
  command.add_flag("--rejected", request.wanted.rejected, "Those that were not accepted");
  command.add_flag("--outdated", arguments.outdated,
                   "Those judged with another package than the problem has now, or with another "
                   "policy or runtime than a worker here would use");
  command
      .add_option("--policy", arguments.policy, "With --outdated: the policy file of the worker")
      ->type_name("FILE");
  command.add_option("--runtime", arguments.runtime, "With --outdated: the runtime of the worker")
      ->type_name("NAME");
  command.add_option("--worker", request.worker, "Those judged by this worker, or on this host")
      ->type_name("ID|HOST");
  command.add_option("--since", arguments.since, "Those judged at this time or later")
      ->type_name("TIME");
  command.add_option("--until", arguments.until, "Those judged before this time")
      ->type_name("TIME");
}

CLI::App* add_one(CLI::App& rejudge, const char* name, const char* help,
                  const std::shared_ptr<RejudgeArguments>& arguments) {
  CLI::App* command = rejudge.add_subcommand(name, help);
  command->add_option("id", arguments->id, "The rejudge's id")
      ->required()
      ->type_name("ID")
      ->check(CLI::PositiveNumber);
  return command;
}

constexpr const char* kFooter =
    "Examples:\n"
    "  assize rejudge --problem sum --reason 'test 7 was wrong' && assize run --drain\n"
    "  assize rejudge show 1        # what would change, who loses first, and why\n"
    "  assize rejudge apply 1       # or: discard 1\n"
    "  assize rejudge --batch 3 --repeat 5    # are the verdicts always the same?\n\n"
    "Prints the rejudge's id. Without filters everything is judged again; with several, what "
    "fits\n"
    "all of them. A TIME is 2026-11-30 or 2026-11-30T14:05, by the local clock, or with a Z by "
    "UTC.\n"
    "Nothing that others see changes before it is applied.";

}  // namespace

void add_rejudge(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<RejudgeArguments>();
  CLI::App* rejudge = app.add_subcommand(
      "rejudge", "Judge again, look at what would change, and then apply it or not");
  add_filters(*rejudge, *arguments);
  rejudge->add_option("--reason", arguments->request.reason, "Why, for the record")
      ->type_name("TEXT");
  rejudge
      ->add_option("--priority", arguments->priority,
                   "-1000 to 1000, higher is sooner (default -1000: after all that is handed in)")
      ->type_name("N");
  rejudge
      ->add_option("--repeat", arguments->request.repeats,
                   "Judge each so many times, and report outcomes that differ (noise)")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, kMostRepeats));
  rejudge->footer(kFooter);
  rejudge->require_subcommand(0, 1);
  rejudge->callback([rejudge, arguments, &globals] {
    if (rejudge->get_subcommands().empty()) queue_command(*arguments, globals);
  });

  CLI::App* list = rejudge->add_subcommand("list", "List all rejudges");
  list->add_flag("--json", arguments->json, "One JSON object per rejudge and line");
  list->callback([arguments, &globals] { list_command(*arguments, globals); });
  CLI::App* show =
      add_one(*rejudge, "show", "Show what it would change, or has changed, and why", arguments);
  show->add_flag("--json", arguments->json, "As one JSON object");
  show->callback([arguments, &globals] { show_command(*arguments, globals); });
  add_one(*rejudge, "apply", "Make its judgings those that count, all at once", arguments)
      ->callback([arguments, &globals] { apply_command(*arguments, globals); });
  add_one(*rejudge, "discard", "Leave all judgings as they were", arguments)
      ->callback([arguments, &globals] { discard_command(*arguments, globals); });
}

void add_diff(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<RejudgeArguments>();
  CLI::App* command = app.add_subcommand(
      "diff", "Show what the newest rejudge would change, or has changed, and why");
  command->add_flag("--json", arguments->json, "As one JSON object");
  command->footer("Example:\n  assize diff\n\nThe same as assize rejudge show with its id.");
  command->callback([arguments, &globals] { show_command(*arguments, globals); });
}

}  // namespace assize
