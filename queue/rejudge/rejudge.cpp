#include "queue/rejudge/rejudge.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "queue/queue.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

using nlohmann::json;

// Of so many submissions an error names the first ones.
constexpr std::size_t kMostNamed = 10;

std::string named(const std::vector<Id>& submissions) {
  std::string text = submissions.size() == 1 ? "submission " : "submissions ";
  for (std::size_t i = 0; i < std::min(submissions.size(), kMostNamed); ++i)
    text += (i == 0 ? "" : ", ") + std::to_string(submissions[i]);
  if (submissions.size() > kMostNamed)
    text += " and " + std::to_string(submissions.size() - kMostNamed) + " more";
  return text;
}

void check_named(Store& store, const RejudgeRequest& request) {
  std::vector<std::string> faults;
  if (!request.wanted.problem.empty() && !store.current_package(request.wanted.problem))
    faults.push_back("there is no problem '" + clean_line(request.wanted.problem, 100) +
                     "' in the store (assize problem list)");
  std::vector<Id> missing;
  std::vector<Id> unjudged;
  std::vector<Id> pruned;
  for (const Id id : request.submissions) {
    const auto submission = store.submission(id);
    if (!submission || !submission->refusal.empty()) {
      missing.push_back(id);
      continue;
    }
    const auto judging = store.current_judging(id);
    if (!judging || judging->state != JobState::done)
      unjudged.push_back(id);
    else if (!store.has_source(submission->source))
      pruned.push_back(id);
  }
  if (!missing.empty())
    faults.push_back(named(missing) + ": not in the store, or could not be taken");
  if (!unjudged.empty())
    faults.push_back(named(unjudged) +
                     ": has no verdict yet that could be compared (what was set aside is queued "
                     "again by assize queue retry)");
  if (!pruned.empty())
    faults.push_back(named(pruned) + ": the source was pruned, so it can't be judged again");
  if (faults.empty()) return;
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "\n") + fault;
  throw InputError(text + "\nNothing was queued");
}

bool is_by(const Judged& judged, const std::string& worker) {
  return worker.empty() || judged.worker == worker || host_of_worker(judged.worker) == worker;
}

// Nobody else can end it before the end of the transaction.
RejudgeRow open_rejudge(Store& store, Id id) {
  Rejudges(store.database()).lock(id);
  const RejudgeRow row = find_rejudge(store, id);
  if (row.state != RejudgeState::open)
    throw InputError("rejudge " + std::to_string(id) + ": was " + std::string(name_of(row.state)) +
                     " already, by " + shown_name(row.ended_by) + ": nothing was changed");
  return row;
}

json about(const RejudgeRow& row, const std::string& who) {
  return {{"rejudge", row.id}, {"who", clean_excerpt(who)}, {"reason", clean_excerpt(row.reason)}};
}

}  // namespace

std::string host_of_worker(const std::string& worker) {
  std::size_t end = worker.size();
  for (int part = 0; part < 2; ++part) {
    const auto hyphen = worker.rfind('-', end == 0 ? 0 : end - 1);
    if (hyphen == std::string::npos) return {};
    end = hyphen;
  }
  return worker.substr(0, end);
}

std::string in_words(const RejudgeRequest& request) {
  std::vector<std::string> parts;
  const JudgedWanted& wanted = request.wanted;
  if (!request.submissions.empty()) parts.push_back(named(request.submissions));
  if (!wanted.problem.empty()) parts.push_back("problem " + clean_line(wanted.problem, 100));
  if (wanted.batch) parts.push_back("batch " + std::to_string(*wanted.batch));
  if (!wanted.submitter.empty()) parts.push_back("submitter " + clean_line(wanted.submitter, 100));
  if (!wanted.verdict.empty()) parts.push_back("verdict " + wanted.verdict);
  if (wanted.rejected) parts.emplace_back("rejected");
  if (wanted.outdated) parts.emplace_back("outdated");
  if (!request.worker.empty()) parts.push_back("judged by " + clean_line(request.worker, 100));
  if (!request.since.empty()) parts.push_back("judged since " + clean_line(request.since, 100));
  if (!request.until.empty()) parts.push_back("judged until " + clean_line(request.until, 100));
  if (request.repeats > 1) parts.push_back(std::to_string(request.repeats) + " times each");
  std::string words;
  for (const auto& part : parts) words += (words.empty() ? "" : ", ") + part;
  return words.empty() ? "everything" : words;
}

RejudgeQueued queue_rejudge(Store& store, const RejudgeRequest& request) {
  check_named(store, request);
  Rejudges rejudges(store.database());
  const std::set<Id> once(request.submissions.begin(), request.submissions.end());
  auto judged = rejudges.judged(request.wanted, {once.begin(), once.end()});
  std::erase_if(judged, [&](const Judged& one) { return !is_by(one, request.worker); });
  if (judged.empty()) return {};
  RejudgeRow row;
  row.reason = clean_excerpt(request.reason);
  row.wanted = in_words(request);
  row.repeats = request.repeats;
  row.created_by = clean_excerpt(request.who);
  row.id = rejudges.put(row);
  Queue queue(store);
  for (std::int64_t repeat = 0; repeat < request.repeats; ++repeat)
    for (const auto& one : judged) {
      const Id judging =
          queue.enqueue(one.submission, one.submitter, request.priority, one.package);
      rejudges.put_preview(judging, row.id, one.judging);
    }
  json body = about(row, request.who);
  body["row"] = hash_of_stored_row(store.database(), "rejudges", row.id);
  RejudgeRequest nameless = request;  // names are in no entry
  if (!request.wanted.submitter.empty()) nameless.wanted.submitter = "(not named here)";
  body["wanted"] = in_words(nameless);
  body["submissions"] = judged.size();
  body["repeats"] = row.repeats;
  store.audit("rejudge queued", std::nullopt, std::nullopt, body);
  return {row.id, judged.size()};
}

RejudgeRow find_rejudge(Store& store, std::optional<Id> id) {
  Rejudges rejudges(store.database());
  if (!id) id = rejudges.newest();
  if (!id) throw InputError("nothing was judged again yet: assize rejudge --help says how");
  if (auto row = rejudges.find(*id)) return std::move(*row);
  throw InputError("there is no rejudge " + std::to_string(*id) + " (assize rejudge list)");
}

RejudgeApplied apply_rejudge(Store& store, Id id, const std::string& who) {
  Rejudges rejudges(store.database());
  const RejudgeRow row = open_rejudge(store, id);
  const std::string subject = "rejudge " + std::to_string(id) + ": ";
  if (row.repeats > 1)
    throw InputError(subject + "has " + std::to_string(row.repeats) +
                     " judgings of each submission, to look for noise: none of them can be "
                     "applied (assize rejudge discard " +
                     std::to_string(id) + ")");
  const RejudgeCounts counts = rejudges.counts(id);
  if (counts.waiting > 0)
    throw InputError(subject + std::to_string(counts.waiting) + " of " +
                     std::to_string(counts.judgings) +
                     " are not judged yet: nothing was changed. A worker judges them (assize run "
                     "--drain)");
  std::vector<Id> stale;
  json applied = json::array();
  rejudges.each_pair(id, [&](const RejudgedPair& pair) {
    if (pair.after.state != JobState::done) return;
    if (pair.is_stale) stale.push_back(pair.submission);
    applied.push_back({pair.submission, pair.before.id, pair.after.id});
  });
  if (!stale.empty())
    throw InputError(subject + named(stale) +
                     ": judged in another way since, so what you have seen is not what would "
                     "change: nothing was changed. Discard this one, and judge again");
  rejudges.make_current(id);
  rejudges.drop_unfinished(id);
  rejudges.end(id, RejudgeState::applied, clean_excerpt(who));
  json body = about(row, who);
  body["row"] = hash_of_stored_row(store.database(), "rejudges", id);
  body["columns"] = {"submission", "judging before", "judging now"};
  body["applied"] = std::move(applied);
  store.audit("rejudge applied", std::nullopt, std::nullopt, body);
  return {counts.done, counts.failed};
}

void discard_rejudge(Store& store, Id id, const std::string& who) {
  Rejudges rejudges(store.database());
  const RejudgeRow row = open_rejudge(store, id);
  rejudges.drop_unfinished(id);
  rejudges.end(id, RejudgeState::discarded, clean_excerpt(who));
  json body = about(row, who);
  body["row"] = hash_of_stored_row(store.database(), "rejudges", id);
  store.audit("rejudge discarded", std::nullopt, std::nullopt, body);
}

}  // namespace assize
