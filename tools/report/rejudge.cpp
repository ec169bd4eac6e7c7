#include "tools/report/rejudge.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "storage/base/text.h"
#include "tools/report/format.h"

namespace assize {

namespace {

using nlohmann::ordered_json;

// Of so many files or lines the text names the first ones; the JSON has all.
constexpr std::size_t kMostNamed = 8;
constexpr std::size_t kShownHash = 12;

std::string plural(std::int64_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string short_identity(Cause cause, const std::string& identity) {
  if (identity.empty()) return "none";
  return cause == Cause::judge_version ? clean_line(identity) : identity.substr(0, kShownHash);
}

std::string head(const RejudgeRow& row, const RejudgeCounts& counts) {
  std::string text =
      fmt::format("rejudge {}: {}, by {}, {} UTC\n  of {}\n", row.id, name_of(row.state),
                  shown_name(row.created_by), utc_time(row.created_at), clean_line(row.wanted));
  if (!row.reason.empty()) text += fmt::format("  because: {}\n", clean_line(row.reason));
  if (row.ended_at != 0)
    text += fmt::format("  {} by {}, {} UTC\n", name_of(row.state), shown_name(row.ended_by),
                        utc_time(row.ended_at));
  text += fmt::format("  {}: {} judged", plural(counts.judgings, "judging"), counts.done);
  if (counts.waiting > 0) text += fmt::format(", {} not yet", counts.waiting);
  if (counts.failed > 0) text += fmt::format(", {} failed", counts.failed);
  return text + "\n";
}

std::string matrix(const Comparison& comparison) {
  std::set<std::string> verdicts;
  for (const auto& [pair, count] : comparison.matrix) {
    verdicts.insert(pair.first);
    verdicts.insert(pair.second);
  }
  if (verdicts.empty()) return {};
  std::vector<std::vector<std::string>> rows{{"  OLD \\ NEW"}};
  std::vector<std::size_t> right;
  for (const auto& verdict : verdicts) {
    rows[0].push_back(verdict);
    right.push_back(rows[0].size() - 1);
  }
  for (const auto& before : verdicts) {
    std::vector<std::string> row{"  " + before};
    for (const auto& after : verdicts) {
      const auto found = comparison.matrix.find({before, after});
      row.push_back(found == comparison.matrix.end() ? "." : std::to_string(found->second));
    }
    rows.push_back(std::move(row));
  }
  return "\n" + in_columns(rows, right);
}

std::string causes_of(const OutcomeChange& change) {
  std::string text;
  for (const Cause cause : change.causes)
    text += (text.empty() ? "" : ", ") + std::string(name_of(cause));
  return text;
}

std::string tests_of(const OutcomeChange& change) {
  std::string text;
  for (std::size_t i = 0; i < std::min<std::size_t>(change.tests.size(), 3); ++i) {
    const TestChange& test = change.tests[i];
    text +=
        fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", shown_name(test.name),
                    test.before.empty() ? "-" : test.before, test.after.empty() ? "-" : test.after);
  }
  if (change.tests.size() > 3) text += fmt::format(" and {} more", change.tests.size() - 3);
  return text;
}

std::string outcome_of(const JudgingOutline& judging) {
  std::string text(letters(judging.final.verdict));
  if (!judging.score.empty()) text += " " + short_score(judging.score);
  return text;
}

std::string changes_of(const Comparison& comparison) {
  if (comparison.changes.empty()) return comparison.counts.done > 0 ? "\nno outcome differs\n" : "";
  std::vector<std::vector<std::string>> rows{
      {"  ID", "SUBMITTER", "PROBLEM", "OLD", "NEW", "SCORE", "CAUSE", "TESTS"}};
  for (const auto& change : comparison.changes)
    rows.push_back({"  " + std::to_string(change.pair.submission), change.pair.submitter,
                    change.pair.problem, outcome_of(change.pair.before),
                    outcome_of(change.pair.after), change.score_change, causes_of(change),
                    tests_of(change)});
  return fmt::format("\n{} differ{}, who loses first:\n{}",
                     plural(static_cast<std::int64_t>(rows.size()) - 1, "outcome"),
                     rows.size() == 2 ? "s" : "", in_columns(rows, {5}));
}

std::string detail_in_words(const CauseDetail& detail) {
  std::string text = fmt::format("  {}{} {} -> {}: {}\n", name_of(detail.cause),
                                 detail.problem.empty() ? "" : " of " + shown_name(detail.problem),
                                 short_identity(detail.cause, detail.before),
                                 short_identity(detail.cause, detail.after),
                                 plural(detail.submissions, "outcome"));
  if (!detail.is_known)
    return text +
           "    which files differ is not known: one of the two was judged by an assize "
           "that did not keep the list\n";
  for (std::size_t i = 0; i < std::min(detail.changes.size(), kMostNamed); ++i)
    text += fmt::format("    {} {}\n", name_of(detail.changes[i].kind),
                        clean_line(detail.changes[i].path));
  if (detail.changes.size() > kMostNamed)
    text += fmt::format("    and {} more\n", detail.changes.size() - kMostNamed);
  return text;
}

ordered_json outline_to_json(const JudgingOutline& judging) {
  const Identities& ids = judging.identities;
  ordered_json json{{"judging", judging.id}, {"state", name_of(judging.state)}};
  json["verdict"] = letters(judging.final.verdict);
  json["reason"] = judging.final.reason;
  json["score"] = judging.score.empty() ? ordered_json() : ordered_json(judging.score);
  json["digest"] = judging.digest;
  json["package"] = ids.package_hash;
  json["policy"] = ids.policy_hash;
  json["runtime"] = ids.runtime_hash;
  json["judge"] = ids.judge_version;
  return json;
}

ordered_json pair_to_json(const RejudgedPair& pair) {
  return {{"submission", pair.submission},
          {"submitter", pair.submitter},
          {"problem", pair.problem},
          {"file", pair.file_name},
          {"old", outline_to_json(pair.before)},
          {"new", outline_to_json(pair.after)}};
}

ordered_json change_to_json(const OutcomeChange& change) {
  ordered_json json = pair_to_json(change.pair);
  json["score_change"] =
      change.score_change.empty() ? ordered_json() : ordered_json(change.score_change);
  json["causes"] = ordered_json::array();
  for (const Cause cause : change.causes) json["causes"].push_back(name_of(cause));
  json["tests"] = ordered_json::array();
  for (const auto& test : change.tests)
    json["tests"].push_back(
        {{"name", test.name},
         {"old", test.before.empty() ? ordered_json() : ordered_json(test.before)},
         {"new", test.after.empty() ? ordered_json() : ordered_json(test.after)}});
  return json;
}

ordered_json detail_to_json(const CauseDetail& detail) {
  ordered_json json{{"cause", name_of(detail.cause)}};
  if (!detail.problem.empty()) json["problem"] = detail.problem;
  json["old"] = detail.before;
  json["new"] = detail.after;
  json["outcomes"] = detail.submissions;
  if (!detail.is_known) {
    json["changes"] = nullptr;
    return json;
  }
  json["changes"] = ordered_json::array();
  for (const auto& change : detail.changes)
    json["changes"].push_back({{"path", change.path}, {"change", name_of(change.kind)}});
  return json;
}

}  // namespace

std::string comparison_in_words(const Comparison& comparison) {
  std::string text =
      head(comparison.rejudge, comparison.counts) + matrix(comparison) + changes_of(comparison);
  if (!comparison.details.empty()) text += "\nwhat is different:\n";
  for (const auto& detail : comparison.details) text += detail_in_words(detail);
  if (comparison.noise > 0)
    text += fmt::format(
        "\n{} without a cause: the same source, package, policy, runtime and judge gave another "
        "outcome. That is a fault of the judge, or of this host: please report it\n",
        plural(comparison.noise, "outcome"));
  for (const auto& pair : comparison.failed)
    text += fmt::format("\nsubmission {} could not be judged again: {}", pair.submission,
                        clean_line(pair.after.last_failure));
  if (!comparison.failed.empty()) text += "\n";
  if (!comparison.stale.empty())
    text += fmt::format(
        "\n{} judged in another way since (the first is {}): this can't be applied any more\n",
        plural(static_cast<std::int64_t>(comparison.stale.size()), "submission"),
        comparison.stale.front());
  else if (comparison.rejudge.state == RejudgeState::open)
    text += fmt::format(
        "\nassize rejudge apply {0} makes these count; assize rejudge discard {0} "
        "leaves all as it is\n",
        comparison.rejudge.id);
  return text;
}

ordered_json rejudge_to_json(const RejudgeRow& row, const RejudgeCounts& counts) {
  ordered_json json{{"rejudge", row.id},           {"state", name_of(row.state)},
                    {"wanted", row.wanted},        {"reason", row.reason},
                    {"repeats", row.repeats},      {"created_by", row.created_by},
                    {"created_at", row.created_at}};
  json["ended_by"] = row.ended_at == 0 ? ordered_json() : ordered_json(row.ended_by);
  json["ended_at"] = row.ended_at == 0 ? ordered_json() : ordered_json(row.ended_at);
  json["judgings"] = counts.judgings;
  json["done"] = counts.done;
  json["waiting"] = counts.waiting;
  json["failed"] = counts.failed;
  return json;
}

ordered_json comparison_to_json(const Comparison& comparison) {
  ordered_json json = rejudge_to_json(comparison.rejudge, comparison.counts);
  json["matrix"] = ordered_json::object();
  for (const auto& [pair, count] : comparison.matrix)
    json["matrix"][pair.first][pair.second] = count;
  json["changes"] = ordered_json::array();
  for (const auto& change : comparison.changes) json["changes"].push_back(change_to_json(change));
  json["causes"] = ordered_json::array();
  for (const auto& detail : comparison.details) json["causes"].push_back(detail_to_json(detail));
  json["noise"] = comparison.noise;
  json["not_judged"] = ordered_json::array();
  for (const auto& pair : comparison.failed) {
    ordered_json one = pair_to_json(pair);
    one["cause"] = pair.after.last_failure;
    json["not_judged"].push_back(std::move(one));
  }
  json["stale"] = comparison.stale;
  return json;
}

std::string noise_in_words(const RejudgeRow& rejudge, const NoiseReport& report) {
  std::string text = fmt::format("rejudge {}: {} judged {} times, {} done\n", rejudge.id,
                                 plural(report.submissions, "submission"), rejudge.repeats,
                                 plural(report.judgings, "judging"));
  if (report.noisy.empty()) return text + "no outcome differs\n";
  text += fmt::format("{} with different outcomes of the same:\n",
                      plural(static_cast<std::int64_t>(report.noisy.size()), "submission"));
  for (const auto& one : report.noisy) {
    text += fmt::format("  {} by {} for {}\n", one.submission, shown_name(one.submitter),
                        shown_name(one.problem));
    for (const auto& [outcome, count] : one.outcomes)
      text += fmt::format("    {} x {}\n", count, clean_line(outcome));
  }
  return text;
}

ordered_json noise_to_json(const RejudgeRow& rejudge, const NoiseReport& report) {
  ordered_json json{{"rejudge", rejudge.id},
                    {"state", name_of(rejudge.state)},
                    {"repeats", rejudge.repeats},
                    {"submissions", report.submissions},
                    {"done", report.judgings}};
  json["noisy"] = ordered_json::array();
  for (const auto& one : report.noisy)
    json["noisy"].push_back({{"submission", one.submission},
                             {"submitter", one.submitter},
                             {"problem", one.problem},
                             {"outcomes", one.outcomes}});
  return json;
}

std::string rejudges_in_words(const std::vector<ListedRejudge>& list) {
  std::vector<std::vector<std::string>> rows{
      {"ID", "STATE", "JUDGED", "OF", "BY", "WHEN (UTC)", "WHAT", "REASON"}};
  for (const auto& [row, counts] : list)
    rows.push_back({std::to_string(row.id), std::string(name_of(row.state)),
                    std::to_string(counts.done), std::to_string(counts.judgings), row.created_by,
                    utc_time(row.created_at), row.wanted, row.reason});
  return in_columns(rows, {0, 2, 3});
}

}  // namespace assize
