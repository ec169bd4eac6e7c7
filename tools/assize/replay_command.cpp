#include <spdlog/spdlog.h>

#include <set>

#include "queue/replay/replay.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "tools/assize/cache_settings.h"
#include "tools/assize/command.h"
#include "tools/assize/config.h"
#include "tools/report/json.h"
#include "tools/report/print.h"

namespace assize {

namespace {

struct ReplayArguments {
  std::vector<Id> submissions;
  Id judging = 0;
  std::int64_t sample = 0;
  bool json = false;
  CacheArguments cache;
};

std::vector<Id> chosen(Store& store, const ReplayArguments& arguments) {
  const int ways = (arguments.submissions.empty() ? 0 : 1) + (arguments.judging != 0 ? 1 : 0) +
                   (arguments.sample > 0 ? 1 : 0);
  if (ways != 1) throw InputError("say which: numbers of submissions, --judging N, or --sample N");
  if (arguments.judging != 0) return {arguments.judging};
  if (arguments.sample > 0) return Rejudges(store.database()).sample(arguments.sample);
  std::vector<Id> judgings;
  std::string faults;
  for (const Id id : arguments.submissions) {
    const auto judging = store.current_judging(id);
    if (judging && judging->state == JobState::done)
      judgings.push_back(judging->id);
    else
      faults += (faults.empty() ? "submission " : "\nsubmission ") + std::to_string(id) +
                (judging ? ": has no verdict: there is nothing to compare with"
                         : ": there is no such submission that was judged");
  }
  if (!faults.empty()) throw InputError(faults);
  return judgings;
}

std::string outcome_of(const Opinion& opinion, const std::string& score) {
  return std::string(letters(opinion.verdict)) + (score.empty() ? "" : " " + score);
}

void print_text(const Replay& replay) {
  print("submission {}, judging {}: {}\n", replay.submission, replay.judging,
        replay.outcome == Replay::Outcome::same      ? "the same digest"
        : replay.outcome == Replay::Outcome::differs ? "ANOTHER DIGEST"
        : replay.outcome == Replay::Outcome::failed  ? "failed"
                                                     : "can't be replayed");
  for (const auto& obstacle : replay.obstacles) print("  {}\n", hanging(obstacle, "  "));
  if (replay.outcome != Replay::Outcome::differs) return;
  print("  recorded {}  {}\n  now      {}  {}\n", replay.digest,
        outcome_of(replay.before, replay.score_before), replay.digest_now,
        outcome_of(replay.after, replay.score_after));
  for (const auto& test : replay.tests)
    print("  {}: {} -> {}\n", shown_name(test.name), test.before.empty() ? "-" : test.before,
          test.after.empty() ? "-" : test.after);
  if (!replay.judge_now.empty())
    print("  recorded by {}, replayed by {}\n", clean_line(replay.judge_before),
          clean_line(replay.judge_now));
}

void print_json(const Replay& replay) {
  using nlohmann::ordered_json;
  const bool ran = !replay.digest_now.empty();
  ordered_json json{{"submission", replay.submission},    {"judging", replay.judging},
                    {"problem", replay.problem},          {"submitter", replay.submitter},
                    {"outcome", name_of(replay.outcome)}, {"digest", replay.digest}};
  json["digest_now"] = ran ? ordered_json(replay.digest_now) : ordered_json();
  json["verdict"] = letters(replay.before.verdict);
  json["verdict_now"] = ran ? ordered_json(letters(replay.after.verdict)) : ordered_json();
  json["tests"] = ordered_json::array();
  for (const auto& test : replay.tests)
    json["tests"].push_back({{"name", test.name}, {"old", test.before}, {"new", test.after}});
  json["obstacles"] = replay.obstacles;
  if (!replay.judge_now.empty())
    json["judge"] = {{"recorded", replay.judge_before}, {"now", replay.judge_now}};
  print("{}\n", dump(json));
}

int exit_code(const std::map<Replay::Outcome, std::size_t>& counts) {
  if (counts.contains(Replay::Outcome::differs)) return kFound;
  if (counts.contains(Replay::Outcome::failed)) return kInternal;
  const bool any = counts.contains(Replay::Outcome::same) || counts.empty();
  return any ? kDone : kHostCannot;
}

void replay_command(const ReplayArguments& arguments, Globals& globals) {
  const Config config = load_config(globals.config);
  Store store(globals.store_url(), Database::Mode::read);
  const auto judgings = chosen(store, arguments);
  const auto find = [&](const std::string& name) -> std::optional<RuntimeRow> {
    for (const auto& row : config.runtimes)
      if (row.name == name) return row;
    return std::nullopt;
  };
  Replayer replayer(store, find, warn,
                    open_cache(arguments.cache, config, globals.store_url(), warn));
  std::map<Replay::Outcome, std::size_t> counts;
  for (const Id judging : judgings) {
    const Replay replay = replayer.replay(judging);
    ++counts[replay.outcome];
    arguments.json ? print_json(replay) : print_text(replay);
    std::fflush(stdout);
  }
  if (arguments.sample > 0)
    spdlog::info("{} the same, {} with another digest, {} could not be replayed, {} failed",
                 counts[Replay::Outcome::same], counts[Replay::Outcome::differs],
                 counts[Replay::Outcome::impossible], counts[Replay::Outcome::failed]);
  std::erase_if(counts, [](const auto& entry) { return entry.second == 0; });
  globals.exit_code = exit_code(counts);
}

}  // namespace

void add_replay(CLI::App& app, Globals& globals) {
  auto arguments = std::make_shared<ReplayArguments>();
  CLI::App* command = app.add_subcommand(
      "replay", "Run recorded judgings again and say whether their digests are the same");
  command->add_option("ids", arguments->submissions, "Submissions, of each the judging that counts")
      ->type_name("ID")
      ->check(CLI::PositiveNumber);
  command->add_option("--judging", arguments->judging, "This judging (assize show has them)")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_option("--sample", arguments->sample, "So many judgings that count, drawn at random")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  command->add_flag("--json", arguments->json, "One JSON object per judging and line");
  add_cache_options(*command, arguments->cache);
  command->footer(
      "Examples:\n"
      "  assize replay 17\n"
      "  assize replay --sample 50    # for cron: says something only where it matters\n\n"
      "Source, package and policy come from the store; the runtime must be this host's, with all "
      "of\n"
      "its files as they were: what is missing or another one is named. Nothing is recorded.\n"
      "Exit code 0 if all that could be replayed gave the same digest, 1 if one didn't, 3 if none\n"
      "could be replayed, 4 if the judge failed.");
  command->callback([arguments, &globals] { replay_command(*arguments, globals); });
}

}  // namespace assize
