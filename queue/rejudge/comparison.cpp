#include "queue/rejudge/comparison.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "problems/grading/score.h"
#include "storage/base/text.h"

namespace assize {

namespace {

std::string verdict_of(const JudgingOutline& judging) {
  return std::string(letters(judging.final.verdict));
}

// What becomes of the points. Nothing where one of the two has none.
std::optional<Score> lost_or_won(const RejudgedPair& pair) {
  const auto before = Score::parse(pair.before.score);
  const auto after = Score::parse(pair.after.score);
  if (!before || !after) return std::nullopt;
  return *after + Score(-1) * *before;
}

std::string score_change(const RejudgedPair& pair) {
  const auto change = lost_or_won(pair);
  if (!change || *change == Score(0)) return {};
  return (*change > Score(0) ? "+" : "") + change->text();
}

// Who loses points, then who loses the AC, then who neither loses nor wins.
auto loss_order(const OutcomeChange& change) {
  const bool was = change.pair.before.final.verdict == Verdict::accepted;
  const bool is = change.pair.after.final.verdict == Verdict::accepted;
  return std::tuple(lost_or_won(change.pair).value_or(Score(0)), is ? (was ? 1 : 2) : (was ? 0 : 1),
                    change.pair.submission, change.pair.after.id);
}

// The same digest says that all of it is the same.
std::optional<OutcomeChange> change_of(Rejudges& rejudges, const RejudgedPair& pair) {
  const JudgingOutline& before = pair.before;
  const JudgingOutline& after = pair.after;
  if (before.digest == after.digest) return std::nullopt;
  OutcomeChange change{
      pair, score_change(pair), causes_between(before.identities, after.identities),
      changed_tests(rejudges.test_verdicts(before.id), rejudges.test_verdicts(after.id))};
  const bool is_noise = change.causes.front() == Cause::noise;
  if (before.final.verdict == after.final.verdict && before.score == after.score &&
      before.final.reason_class == after.final.reason_class && change.tests.empty() && !is_noise)
    return std::nullopt;
  return change;
}

class Details {
 public:
  explicit Details(Rejudges& rejudges) : rejudges_(rejudges) {}

  void add(const OutcomeChange& change) {
    for (const Cause cause : change.causes) {
      if (cause == Cause::noise) continue;
      const std::string before = identity_of(change.pair.before.identities, cause);
      const std::string after = identity_of(change.pair.after.identities, cause);
      const std::string problem = cause == Cause::package ? change.pair.problem : "";
      auto [place, is_new] = found_.try_emplace(std::tuple(cause, problem, before, after));
      if (is_new) place->second = look_up(cause, before, after, problem);
      ++place->second.submissions;
    }
  }
  std::vector<CauseDetail> all() const {
    std::vector<CauseDetail> list;
    for (const auto& [key, detail] : found_) list.push_back(detail);
    return list;
  }

 private:
  CauseDetail look_up(Cause cause, const std::string& before, const std::string& after,
                      const std::string& problem) {
    CauseDetail detail{cause, before, after, problem, {}, true, 0};
    switch (cause) {
      case Cause::package:
        detail.changes =
            changed_files(rejudges_.package_files(before), rejudges_.package_files(after));
        break;
      case Cause::policy:
        detail.changes = changed_lines(rejudges_.policy_text(before), rejudges_.policy_text(after));
        break;
      case Cause::runtime: {
        const auto old = rejudges_.runtime_files(before);
        const auto now = rejudges_.runtime_files(after);
        detail.is_known = old && now;
        if (detail.is_known)
          detail.changes = changed_files(parse_file_list(*old), parse_file_list(*now));
        break;
      }
      case Cause::source:
      case Cause::judge_version:
      case Cause::noise:
        break;
    }
    return detail;
  }

  Rejudges& rejudges_;
  std::map<std::tuple<Cause, std::string, std::string, std::string>, CauseDetail> found_;
};

std::string outcome_in_words(const JudgingOutline& judging) {
  std::string words = verdict_of(judging);
  if (!judging.score.empty()) words += " " + judging.score;
  if (!judging.final.reason.empty()) words += " " + clean_line(judging.final.reason, 200);
  return words;
}

}  // namespace

Comparison compare(Store& store, const RejudgeRow& rejudge) {
  Rejudges rejudges(store.database());
  Comparison comparison;
  comparison.rejudge = rejudge;
  comparison.counts = rejudges.counts(rejudge.id);
  Details details(rejudges);
  rejudges.each_pair(rejudge.id, [&](const RejudgedPair& pair) {
    if (is_given_up(pair.after.state)) comparison.failed.push_back(pair);
    if (pair.after.state != JobState::done) return;
    if (pair.is_stale && rejudge.state == RejudgeState::open)
      comparison.stale.push_back(pair.submission);
    ++comparison.matrix[{verdict_of(pair.before), verdict_of(pair.after)}];
    auto change = change_of(rejudges, pair);
    if (!change) return;
    if (change->causes.front() == Cause::noise) ++comparison.noise;
    details.add(*change);
    comparison.changes.push_back(std::move(*change));
  });
  comparison.details = details.all();
  std::sort(
      comparison.changes.begin(), comparison.changes.end(),
      [](const OutcomeChange& a, const OutcomeChange& b) { return loss_order(a) < loss_order(b); });
  return comparison;
}

NoiseReport noise_of(Store& store, const RejudgeRow& rejudge) {
  // By submission, and by what it was judged with: only of the same the same is expected.
  struct Judgings {
    std::set<std::string> digests;
    NoisySubmission found;
  };
  using With = std::tuple<Id, std::string, std::string, std::string, std::string>;
  std::map<With, Judgings> all;
  std::set<Id> submissions;
  NoiseReport report;
  Rejudges(store.database()).each_pair(rejudge.id, [&](const RejudgedPair& pair) {
    submissions.insert(pair.submission);
    if (pair.after.state != JobState::done) return;
    ++report.judgings;
    const Identities& ids = pair.after.identities;
    Judgings& judgings = all[{pair.submission, ids.package_hash, ids.policy_hash, ids.runtime_hash,
                              ids.judge_version}];
    judgings.digests.insert(pair.after.digest);
    judgings.found.submission = pair.submission;
    judgings.found.submitter = pair.submitter;
    judgings.found.problem = pair.problem;
    ++judgings.found.outcomes[outcome_in_words(pair.after)];
  });
  report.submissions = static_cast<std::int64_t>(submissions.size());
  for (auto& [with, judgings] : all)
    if (judgings.digests.size() > 1) report.noisy.push_back(std::move(judgings.found));
  return report;
}

}  // namespace assize
