// Submissions and batches. What couldn't be taken has a table of its own, as it has neither source
// nor, perhaps, a problem; the view hand_ins shows both.
#include <array>
#include <nlohmann/json.hpp>

#include "storage/base/text.h"
#include "storage/store/audited_rows.h"
#include "storage/store/store.h"

namespace assize {

namespace {

#define ASSIZE_HAND_INS                                                                          \
  "SELECT id, external_id, version, submitter, problem, language, source, file_name, priority, " \
  "batch, submitted_at, handed_in_at, note, further, refusal FROM hand_ins mine "

bool next(Rows& rows, SubmissionRow& row) {
  return rows.next(row.id, row.external_id, row.version, row.submitter, row.problem, row.language,
                   row.source, row.file_name, row.priority, row.batch, row.submitted_at,
                   row.handed_in_at, row.note, row.further, row.refusal);
}

std::optional<SubmissionRow> first_of(Rows rows) {
  SubmissionRow submission;
  if (!next(rows, submission)) return std::nullopt;
  return submission;
}

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

void make_storable(SubmissionRow& row) {
  for (std::string* text : {&row.external_id, &row.submitter, &row.problem, &row.file_name})
    *text = storable(*text);
}

std::int64_t hand_in_of(const SubmissionRow& submission) {
  return submission.handed_in_at == 0 ? submission.submitted_at : submission.handed_in_at;
}

StoreCell text_or_null(const std::string& text) {
  return text.empty() ? StoreCell() : StoreCell(text);
}

// In the order of the table's columns.
StoreRow stored_row(const SubmissionRow& row) {
  return {row.id,           text_or_null(row.external_id),
          row.version,      row.submitter,
          row.problem,      row.language,
          row.source,       row.file_name,
          row.priority,     row.batch ? StoreCell(*row.batch) : StoreCell(),
          row.submitted_at, row.note,
          row.further,      hand_in_of(row),
          new_salt()};
}

nlohmann::json received(const SubmissionRow& row, const StoreRow& stored) {
  nlohmann::json body{{"problem", row.problem},
                      {"source", row.source},
                      {"version", row.version},
                      {"row", hash_of_row(stored)}};
  if (row.batch) body["batch"] = *row.batch;
  return body;
}

}  // namespace

Id Store::put_batch(const std::string& name) {
  Id id = 0;
  std::int64_t created = 0;
  database_->find(
      "INSERT INTO batches (name, created_at) VALUES (:name, :now) RETURNING id, created_at",
      {{":name", name}, {":now", now_ms()}}, id, created);
  audit("batch made", std::nullopt, std::nullopt,
        nlohmann::json{{"batch", id}, {"row", hash_of_row({id, name, created})}});
  return id;
}

std::optional<Id> Store::find_batch(const std::string& id_or_name) {
  std::optional<Id> id;
  database_->find(
      "SELECT id FROM batches WHERE CAST(id AS TEXT) = :wanted OR name = :wanted "
      "ORDER BY (CAST(id AS TEXT) = :wanted) DESC, id DESC LIMIT 1",
      {{":wanted", id_or_name}}, id);
  return id;
}

std::optional<Id> Store::batch_named(const std::string& name) {
  std::optional<Id> id;
  database_->find("SELECT id FROM batches WHERE name = :name ORDER BY id DESC LIMIT 1",
                  {{":name", name}}, id);
  return id;
}

std::string Store::batch_name(Id batch) {
  std::string name;
  database_->find("SELECT name FROM batches WHERE id = :id", {{":id", batch}}, name);
  return name;
}

Id Store::put_submission(const SubmissionRow& given) {
  SubmissionRow row = given;
  if (row.refusal.empty()) {
    put_submissions({&row, 1});
    return row.id;
  }
  make_storable(row);
  Id id = 0;
  database_->find("INSERT INTO hand_in_ids DEFAULT VALUES RETURNING id", {}, id);
  const StoreRow stored = {id,
                           text_or_null(row.external_id),
                           row.submitter,
                           row.problem,
                           row.language,
                           row.file_name,
                           row.batch ? StoreCell(*row.batch) : StoreCell(),
                           row.submitted_at,
                           hand_in_of(row),
                           row.further,
                           row.refusal,
                           new_salt()};
  put_row_later(*database_, table_named("refused_submissions"), stored);
  audit("not taken", id, std::nullopt,
        nlohmann::json{{"problem", row.problem}, {"row", hash_of_row(stored)}});
  return id;
}

void Store::put_submissions(std::span<SubmissionRow> submissions) {
  static const StoreTable& table = table_named("submissions");
  const auto ids =
      database_->add_numbers("hand_in_ids", static_cast<std::int64_t>(submissions.size()));
  std::vector<StoreRow> rows;
  NewEntries entries;
  rows.reserve(submissions.size());
  for (std::size_t i = 0; i < submissions.size(); ++i) {
    SubmissionRow row = submissions[i];
    make_storable(row);
    submissions[i].id = ids[i];
    row.id = ids[i];
    rows.push_back(stored_row(row));
    entries.emplace_back(row.id, received(row, rows.back()));
  }
  put_rows(*database_, table, rows);
  append_to_audit(*database_, "received", entries);
}

std::optional<SubmissionRow> Store::submission(Id id) {
  return first_of(database_->query(ASSIZE_HAND_INS "WHERE id = :id", {{":id", id}}));
}

std::optional<SubmissionRow> Store::by_external_id(const std::string& external_id) {
  return first_of(database_->query(
      ASSIZE_HAND_INS
      "WHERE external_id = :external AND refusal = '' ORDER BY version DESC LIMIT 1",
      {{":external", external_id}}));
}

std::map<std::string, SubmissionRow> Store::by_external_ids(const std::vector<std::string>& ids) {
  const std::array wanted{RowColumn{":wanted"}};
  const std::vector<Value> values(ids.begin(), ids.end());
  Rows rows = database_->query_for_rows(
      "SELECT id, external_id, version, submitter, problem, language, source, file_name, "
      "priority, batch, submitted_at, handed_in_at, note, further, '' FROM assize_rows JOIN "
      "submissions mine ON mine.external_id = wanted WHERE NOT EXISTS (SELECT 1 FROM submissions "
      "later WHERE later.external_id = wanted AND later.version > mine.version)",
      wanted, values);
  std::map<std::string, SubmissionRow> found;
  for (SubmissionRow row; next(rows, row);) found.insert_or_assign(row.external_id, row);
  return found;
}

void Store::hand_in_again(const SubmissionRow& submission, std::int64_t at,
                          const std::string& further) {
  const std::string_view sql =
      submission.refusal.empty()
          ? "UPDATE submissions SET handed_in_at = :at, further = :further WHERE id = :id"
          : "UPDATE refused_submissions SET handed_in_at = :at, further = :further WHERE id = :id";
  database_->run_later(sql, {{":id", submission.id}, {":at", at}, {":further", further}});
  const char* table = submission.refusal.empty() ? "submissions" : "refused_submissions";
  audit("handed in again", submission.id, std::nullopt,
        nlohmann::json{{"row", hash_of_stored_row(*database_, table, submission.id)}});
}

std::optional<SubmissionRow> Store::refused_like(const SubmissionRow& submission) {
  return first_of(
      database_->query(ASSIZE_HAND_INS
                       "WHERE batch IS NOT DISTINCT FROM :batch AND submitter = :submitter AND "
                       "problem = :problem AND file_name = :file_name AND refusal = :refusal "
                       "AND external_id IS NOT DISTINCT FROM :external ORDER BY id DESC LIMIT 1",
                       {{":batch", submission.batch},
                        {":submitter", submission.submitter},
                        {":problem", submission.problem},
                        {":file_name", submission.file_name},
                        {":refusal", submission.refusal},
                        {":external", or_null(submission.external_id)}}));
}

// In pieces, so that no engine has to hold all of them.
void Store::each_submission(std::optional<Id> batch, Versions versions,
                            const std::function<void(const SubmissionRow&)>& visit) {
  constexpr std::size_t kPiece = 1000;
#define ASSIZE_PIECE "mine.id > :after ORDER BY mine.id LIMIT 1000"
#define ASSIZE_LATER "SELECT 1 FROM hand_ins later WHERE later.batch = :batch AND "
  const std::string_view sql =
      !batch                      ? ASSIZE_HAND_INS "WHERE " ASSIZE_PIECE
      : versions == Versions::all ? ASSIZE_HAND_INS "WHERE batch = :batch AND " ASSIZE_PIECE
                                  : ASSIZE_HAND_INS
          "WHERE batch = :batch AND NOT EXISTS (" ASSIZE_LATER
          "later.submitter = mine.submitter AND later.problem = mine.problem AND "
          "later.handed_in_at > mine.handed_in_at) AND NOT EXISTS (" ASSIZE_LATER
          "later.external_id = mine.external_id AND later.handed_in_at > mine.handed_in_at) "
          "AND " ASSIZE_PIECE;
  const auto read = [&](Id after) {
    std::vector<SubmissionRow> piece;
    Rows rows = batch ? database_->query(sql, {{":batch", *batch}, {":after", after}})
                      : database_->query(sql, {{":after", after}});
    for (SubmissionRow row; next(rows, row);) piece.push_back(row);
    return piece;
  };
  const Snapshot snapshot(*database_);
  std::vector<SubmissionRow> piece;
  do {
    piece = read(piece.empty() ? 0 : piece.back().id);
    for (const auto& submission : piece) visit(submission);
  } while (piece.size() == kPiece);
}

}  // namespace assize
