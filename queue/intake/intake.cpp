#include "queue/intake/intake.h"

#include <nlohmann/json.hpp>
#include <thread>

#include "storage/base/errors.h"
#include "storage/store/workers.h"

namespace assize {

namespace {

// What a source takes in memory beside its contents.
constexpr std::size_t kSourceBytes = 400;
// More rows than that are staged.
constexpr std::size_t kMostAtOnce = 2 * kPieceRows;

std::string in_one_line(const std::vector<std::string>& faults) {
  std::string text;
  for (const auto& fault : faults) text += (text.empty() ? "" : "; ") + fault;
  return text;
}

// Standard input.
bool can_be_read_once(const ManifestRow& row) { return row.file == "-"; }

void let_others_in() { std::this_thread::sleep_for(kPieceGap); }

}  // namespace

Intake::Intake(Store& store, const SubmissionRoot& root, const IntakeOptions& options)
    : store_(store),
      options_(options),
      reader_(store, root, options.from_manifest),
      hand_in_(store) {}

std::size_t Intake::check(std::vector<ManifestRow>& rows) {
  std::size_t bad = 0;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ManifestRow& row = rows[i];
    if (row.faults.empty()) {
      try {
        Submitted submitted = reader_.read(row);
        hand_in_.package_of(row.problem);
        check_file_name(row);
        bytes += submitted.source.size() + kSourceBytes;
        if (bytes <= options_.kept_bytes || can_be_read_once(row))
          kept_.emplace(i, std::move(submitted));
      } catch (const InputError& error) {
        row.faults.emplace_back(error.what());
      }
    }
    if (!row.faults.empty()) ++bad;
  }
  return bad;
}

Intake::Result Intake::queue(const std::vector<ManifestRow>& rows) {
  const bool is_large = options_.from_manifest && rows.size() > kMostAtOnce;
  return is_large ? queue_in_pieces(rows) : queue_at_once(rows);
}

Submitted Intake::take_kept(std::size_t index, const ManifestRow& row) {
  auto node = kept_.extract(index);
  return node ? std::move(node.mapped()) : reader_.read(row);
}

Intake::Ready Intake::make_ready(std::size_t index, const ManifestRow& row) {
  if (!row.faults.empty())
    return {index, hand_in_.refusal_of(row, in_one_line(row.faults)), std::nullopt};
  try {
    return read_ready(index, row);
  } catch (const InputError& error) {  // it was another file when it was checked
    if (!options_.skip_bad) throw;
    return {index, hand_in_.refusal_of(row, error.what()), std::nullopt};
  }
}

Intake::Ready Intake::read_ready(std::size_t index, const ManifestRow& row) {
  Submitted submitted = take_kept(index, row);
  Ready ready{index, hand_in_.submission_of(row, submitted), std::nullopt};
  // The files of what is known may have been pruned: they aren't needed again.
  if (hand_in_.is_known(ready.submission)) return ready;
  ready.source = std::move(submitted.source);
  if (!ready.submission.note.empty() && options_.on_note)
    options_.on_note(row, ready.submission.note);
  return ready;
}

void Intake::put_sources(std::vector<Ready>& piece) {
  std::vector<const Source*> sources;
  for (const auto& ready : piece)
    if (ready.source) sources.push_back(&*ready.source);
  store_.put_sources(sources);
}

Intake::Result Intake::queue_at_once(const std::vector<ManifestRow>& rows) {
  std::vector<Ready> all;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].faults.empty() && !options_.skip_bad) continue;
    all.push_back(make_ready(i, rows[i]));
    if (all.back().source) bytes += all.back().source->size();
    if (bytes <= kPieceBytes) continue;
    Transaction transaction(store_.database());
    put_sources(all);
    transaction.commit();
    for (auto& ready : all)
      if (!can_be_read_once(rows[ready.index])) ready.source.reset();
    bytes = 0;
    let_others_in();
  }
  Transaction transaction(store_.database());
  hand_in_.begin_now();
  if (!options_.batch.empty()) hand_in_.use_batch(options_.batch, options_.batch_or_id);
  Result result;
  for (auto& ready : all) result.all.push_back(put(ready, rows[ready.index]));
  result.batch = hand_in_.batch();
  audit(result);
  transaction.commit();
  return result;
}

HandedIn Intake::put(Ready& ready, const ManifestRow& row) {
  // Sources that nobody refers to may have been pruned since they were written.
  if (!ready.source && hand_in_.lacks_files(ready.submission)) ready = read_ready(ready.index, row);
  if (ready.source) store_.put_source(ready.submission.source, *ready.source);
  return hand_in_.put(ready.submission);
}

void Intake::audit(const Result& result) {
  std::int64_t queued = 0;
  for (const auto& one : result.all) {
    const bool is_new = one.outcome == HandedIn::Outcome::queued;
    if (is_new || one.outcome == HandedIn::Outcome::again) ++queued;
    if (!options_.from_manifest && one.outcome != HandedIn::Outcome::refused)
      store_.audit("queued", one.submission, std::nullopt,
                   nlohmann::json{{"submission", one.submission}, {"new", is_new}});
  }
  if (options_.from_manifest && queued > 0) audit_queued(store_, result.batch, queued);
}

Intake::Result Intake::queue_in_pieces(const std::vector<ManifestRow>& rows) {
  StagedHandIns staged(store_.database());
  Id id = 0;
  hand_in_.begin_now();
  {
    Transaction transaction(store_.database());
    staged.discard_abandoned(kAbandoned.count(), kPieceRows);
    id = staged.begin({0, options_.batch, options_.batch_or_id, hand_in_.at()}, new_worker_id());
    transaction.commit();
  }
  try {
    stage(id, rows);
  } catch (...) {
    discard(id);
    throw;
  }
  return admit_all(id, rows.size());
}

// … and accepts it, with the last piece.
void Intake::stage(Id staged, const std::vector<ManifestRow>& rows) {
  std::vector<Ready> piece;
  std::size_t bytes = 0;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].faults.empty() && !options_.skip_bad) continue;
    piece.push_back(make_ready(i, rows[i]));
    ++count;
    if (piece.back().source) bytes += piece.back().source->size();
    if (bytes <= kPieceBytes && piece.size() < kPieceRows) continue;
    flush(staged, piece);
    bytes = 0;
  }
  flush(staged, piece);
  Transaction transaction(store_.database());
  if (!StagedHandIns(store_.database()).accept(staged, count))
    throw StoreError(StoreError::Kind::passing,
                     "store " + store_.database().name() +
                         ": this hand-in stood still for an hour and was given up: nothing was "
                         "queued, hand it in again");
  transaction.commit();
}

void Intake::flush(Id staged, std::vector<Ready>& piece) {
  StagedHandIns all(store_.database());
  Transaction transaction(store_.database());
  all.touch(staged);
  put_sources(piece);
  for (const auto& ready : piece)
    all.put(staged, {static_cast<std::int64_t>(ready.index) + 1, ready.submission});
  transaction.commit();
  piece.clear();
  let_others_in();
}

Intake::Result Intake::admit_all(Id staged, std::size_t rows) {
  Result result;
  try {
    while (true) {
      Transaction transaction(store_.database());
      const auto taken = StagedHandIns(store_.database()).take(staged);
      if (!taken) break;
      const auto piece = admit_piece(store_, *taken);
      transaction.commit();
      result.all.insert(result.all.end(), piece.begin(), piece.end());
      let_others_in();
    }
  } catch (const StoreError& error) {
    throw StoreError(error.kind(), std::string(error.what()) +
                                       "; what was handed in is in the store whole, and workers "
                                       "queue the rest of it (assize run)");
  }
  hand_in_.use_batch(options_.batch, options_.batch_or_id);
  result.batch = hand_in_.batch();
  result.admitted_by_others =
      static_cast<std::int64_t>(rows) - static_cast<std::int64_t>(result.all.size());
  return result;
}

// As far as the store can still be used; what stays nobody sees (staging.h).
void Intake::discard(Id staged) noexcept {
  try {
    StagedHandIns all(store_.database());
    std::int64_t rows = kPieceRows;
    while (rows > 0) {
      Transaction transaction(store_.database());
      rows = all.discard(staged, kPieceRows);
      transaction.commit();
      let_others_in();
    }
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace assize
