#include "queue/intake/staging.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "storage/base/errors.h"

namespace assize {

namespace {

// It was accepted: what can't be a submission any more is one that can't be taken.
HandedIn admit(HandIn& hand_in, const SubmissionRow& row) {
  std::string why;
  if (hand_in.lacks_files(row)) {
    why = "its files are not in the store any more: hand it in again";
  } else {
    try {
      return hand_in.put(row);
    } catch (const InputError& error) {
      why = error.what();
    }
  }
  SubmissionRow refused = row;
  refused.source.clear();
  refused.note.clear();
  refused.refusal = why;
  return hand_in.put(std::move(refused));
}

// Those of a piece of which nothing has to be asked one by one: they can be taken, and nothing was
// handed in by their external ids, in the store or in this piece.
class PlainRows {
 public:
  PlainRows(Store& store, HandIn& hand_in, const std::vector<StagedRow>& rows) : hand_in_(hand_in) {
    std::vector<std::string> ids;
    std::vector<std::string> sources;
    for (const auto& [number, row] : rows) {
      if (!row.external_id.empty() && ++times_[row.external_id] == 1)
        ids.push_back(row.external_id);
      if (row.refusal.empty()) sources.push_back(row.source);
    }
    for (const auto& [id, known] : store.by_external_ids(ids)) ++times_[id];
    there_ = store.sources_there(sources);
  }

  bool has(const SubmissionRow& row) const {
    if (!row.refusal.empty() || !there_.contains(row.source)) return false;
    if (!row.external_id.empty() && times_.at(row.external_id) > 1) return false;
    try {
      hand_in_.package_of(row.problem);
      return true;
    } catch (const InputError&) {
      return false;
    }
  }

 private:
  HandIn& hand_in_;
  std::map<std::string, int> times_;  // by external id
  std::set<std::string> there_;       // sources
};

std::vector<HandedIn> admit_rows(Store& store, HandIn& hand_in,
                                 const std::vector<StagedRow>& rows) {
  const PlainRows plain(store, hand_in, rows);
  std::vector<HandedIn> admitted;
  std::vector<SubmissionRow> together;
  const auto put_together = [&] {
    for (const auto& one : hand_in.put_new(std::exchange(together, {}))) admitted.push_back(one);
  };
  for (const auto& [number, row] : rows) {
    if (plain.has(row)) {
      together.push_back(row);
      continue;
    }
    put_together();
    admitted.push_back(admit(hand_in, row));
  }
  put_together();
  return admitted;
}

bool is_queued(const HandedIn& one) {
  return one.outcome == HandedIn::Outcome::queued || one.outcome == HandedIn::Outcome::again;
}

}  // namespace

void audit_queued(Store& store, std::optional<Id> batch, std::int64_t judgings) {
  nlohmann::json body;
  if (batch)
    body["batch"] = *batch;
  else
    body["batch"] = nullptr;
  body["submissions"] = judgings;
  store.audit("queued", std::nullopt, std::nullopt, body);
}

std::vector<HandedIn> admit_piece(Store& store, const StagedHandIn& staged) {
  StagedHandIns all(store.database());
  HandIn hand_in(store, staged.at);
  hand_in.use_batch(staged.batch, staged.batch_or_id);
  const auto rows = all.first_rows(staged.id, kPieceRows);
  std::vector<HandedIn> admitted = admit_rows(store, hand_in, rows);
  const auto queued = std::count_if(admitted.begin(), admitted.end(), is_queued);
  const auto count = static_cast<std::int64_t>(rows.size());
  if (count > 0) all.remove_rows(staged, rows.back().number, count, queued);
  if (count == kPieceRows) return admitted;
  if (staged.queued + queued > 0) audit_queued(store, hand_in.batch(), staged.queued + queued);
  all.end(staged.id);
  return admitted;
}

bool admit_left_behind(Store& store, const std::string& owner) {
  const auto staged = StagedHandIns(store.database()).take_any(owner, kUntouched.count());
  if (!staged) return false;
  admit_piece(store, *staged);
  return true;
}

}  // namespace assize
