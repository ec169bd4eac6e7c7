// Submissions and batches. What couldn't be taken has a table of its own, as it has neither source
// nor, perhaps, a problem; the view hand_ins shows both.
#include "storage/store/store.h"

namespace assize {

namespace {

SubmissionRow read_submission(Statement& row) {
  SubmissionRow submission;
  submission.id = row.number(0);
  submission.external_id = row.text(1);
  submission.version = row.number(2);
  submission.submitter = row.text(3);
  submission.problem = row.text(4);
  submission.language = row.text(5);
  submission.source = row.text(6);
  submission.file_name = row.text(7);
  submission.priority = row.number(8);
  submission.batch = row.optional_number(9);
  submission.submitted_at = row.number(10);
  submission.handed_in_at = row.number(11);
  submission.note = row.text(12);
  submission.further = row.text(13);
  submission.refusal = row.text(14);
  return submission;
}

#define ASSIZE_HAND_INS                                                                          \
  "SELECT id, external_id, version, submitter, problem, language, source, file_name, priority, " \
  "batch, submitted_at, handed_in_at, note, further, refusal FROM hand_ins "

// One sequence for both tables.
#define ASSIZE_NEXT_ID                                                                         \
  "1 + max((SELECT COALESCE(max(id), 0) FROM submissions), (SELECT COALESCE(max(id), 0) FROM " \
  "refused_submissions))"

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

std::int64_t hand_in_of(const SubmissionRow& submission) {
  return submission.handed_in_at == 0 ? submission.submitted_at : submission.handed_in_at;
}

}  // namespace

Id Store::put_batch(const std::string& name) {
  Statement put = database_.prepare("INSERT INTO batches (name, created_at) VALUES (?1, ?2)");
  put.with(name, now_ms()).run();
  return database_.last_id();
}

std::optional<Id> Store::find_batch(const std::string& id_or_name) {
  Statement row = database_.prepare(
      "SELECT id FROM batches WHERE CAST(id AS TEXT) = ?1 OR name = ?1 "
      "ORDER BY (CAST(id AS TEXT) = ?1) DESC, id DESC LIMIT 1");
  if (!row.with(id_or_name).step()) return std::nullopt;
  return row.number(0);
}

std::optional<Id> Store::batch_named(const std::string& name) {
  Statement row =
      database_.prepare("SELECT id FROM batches WHERE name = ?1 ORDER BY id DESC LIMIT 1");
  if (!row.with(name).step()) return std::nullopt;
  return row.number(0);
}

std::string Store::batch_name(Id batch) {
  Statement row = database_.prepare("SELECT name FROM batches WHERE id = ?1");
  return row.with(batch).step() ? row.text(0) : "";
}

Id Store::put_submission(const SubmissionRow& submission) {
  if (!submission.refusal.empty()) {
    Statement put = database_.prepare(
        "INSERT INTO refused_submissions (id, external_id, submitter, problem, language, "
        "file_name, batch, submitted_at, handed_in_at, further, refusal) VALUES (" ASSIZE_NEXT_ID
        ", ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    put.with(or_null(submission.external_id), submission.submitter, submission.problem,
             submission.language, submission.file_name, submission.batch, submission.submitted_at,
             hand_in_of(submission), submission.further, submission.refusal)
        .run();
    return database_.last_id();
  }
  Statement put = database_.prepare(
      "INSERT INTO submissions (id, external_id, version, submitter, problem, language, source, "
      "file_name, priority, batch, submitted_at, handed_in_at, note, further) "
      "VALUES (" ASSIZE_NEXT_ID ", ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  put.with(or_null(submission.external_id), submission.version, submission.submitter,
           submission.problem, submission.language, submission.source, submission.file_name,
           submission.priority, submission.batch, submission.submitted_at, hand_in_of(submission),
           submission.note, submission.further)
      .run();
  return database_.last_id();
}

std::optional<SubmissionRow> Store::submission(Id id) {
  Statement row = database_.prepare(ASSIZE_HAND_INS "WHERE id = ?1");
  if (!row.with(id).step()) return std::nullopt;
  return read_submission(row);
}

std::optional<SubmissionRow> Store::by_external_id(const std::string& external_id) {
  Statement row = database_.prepare(
      ASSIZE_HAND_INS "WHERE external_id = ?1 AND refusal = '' ORDER BY version DESC LIMIT 1");
  if (!row.with(external_id).step()) return std::nullopt;
  return read_submission(row);
}

void Store::hand_in_again(const SubmissionRow& submission, std::int64_t at,
                          const std::string& further) {
  Statement update = submission.refusal.empty()
                         ? database_.prepare(
                               "UPDATE submissions SET handed_in_at = ?2, further = "
                               "?3 WHERE id = ?1")
                         : database_.prepare(
                               "UPDATE refused_submissions SET handed_in_at = ?2, "
                               "further = ?3 WHERE id = ?1");
  update.with(submission.id, at, further).run();
}

std::optional<SubmissionRow> Store::refused_like(const SubmissionRow& submission) {
  Statement row = database_.prepare(
      ASSIZE_HAND_INS
      "WHERE batch IS ?1 AND submitter = ?2 AND problem = ?3 AND file_name = ?4 AND refusal = ?5 "
      "AND external_id IS ?6 ORDER BY id DESC LIMIT 1");
  row.with(submission.batch, submission.submitter, submission.problem, submission.file_name,
           submission.refusal, or_null(submission.external_id));
  if (!row.step()) return std::nullopt;
  return read_submission(row);
}

void Store::each_submission(std::optional<Id> batch, Versions versions,
                            const std::function<void(const SubmissionRow&)>& visit) {
  Statement rows =
      !batch ? database_.prepare(ASSIZE_HAND_INS "ORDER BY id")
      : versions == Versions::all
          ? database_.prepare(ASSIZE_HAND_INS "WHERE batch = ?1 ORDER BY id")
          : database_.prepare(
                ASSIZE_HAND_INS
                "AS mine WHERE batch = ?1 AND NOT EXISTS (SELECT 1 FROM hand_ins later WHERE "
                "later.batch = ?1 AND later.submitter = mine.submitter AND later.problem = "
                "mine.problem AND later.handed_in_at > mine.handed_in_at) AND NOT EXISTS (SELECT 1 "
                "FROM hand_ins later WHERE later.external_id = mine.external_id AND later.batch = "
                "?1 AND later.handed_in_at > mine.handed_in_at) ORDER BY id");
  if (batch) rows.with(*batch);
  while (rows.step()) visit(read_submission(rows));
}

}  // namespace assize
