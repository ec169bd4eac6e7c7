#include "queue/intake/staging.h"

#include <nlohmann/json.hpp>

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

bool is_queued(const HandedIn& one) {
  return one.outcome == HandedIn::Outcome::queued || one.outcome == HandedIn::Outcome::again;
}

}  // namespace

void audit_queued(Store& store, std::optional<Id> batch, std::int64_t judgings) {
  nlohmann::ordered_json body;
  if (batch)
    body["batch"] = *batch;
  else
    body["batch"] = nullptr;
  body["submissions"] = judgings;
  store.audit("queued", std::nullopt, std::nullopt, body.dump());
}

std::vector<HandedIn> admit_piece(Store& store, const StagedHandIn& staged) {
  StagedHandIns all(store.database());
  HandIn hand_in(store, staged.at);
  hand_in.use_batch(staged.batch, staged.batch_or_id);
  const auto rows = all.first_rows(staged.id, kPieceRows);
  std::vector<HandedIn> admitted;
  admitted.reserve(rows.size());
  std::int64_t queued = 0;
  for (const auto& row : rows) {
    admitted.push_back(admit(hand_in, row.submission));
    queued += is_queued(admitted.back()) ? 1 : 0;
  }
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
