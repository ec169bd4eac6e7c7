#include "storage/store/staged.h"

#include "storage/base/text.h"

namespace assize {

namespace {

#define ASSIZE_STAGED "id, batch, batch_or_id, handed_in_at, waiting, queued"

std::optional<StagedHandIn> first_of(Rows rows) {
  StagedHandIn found;
  if (!rows.next(found.id, found.batch, found.batch_or_id, found.at, found.waiting, found.queued))
    return std::nullopt;
  return found;
}

}  // namespace

Id StagedHandIns::begin(const StagedHandIn& hand_in, const std::string& owner) {
  Id id = 0;
  database_.find(
      "INSERT INTO staged_hand_ins (batch, batch_or_id, handed_in_at, owner, touched_at) VALUES "
      "(:batch, :or_id, :at, :owner, assize_lease_now()) RETURNING id",
      {{":batch", hand_in.batch},
       {":or_id", hand_in.batch_or_id},
       {":at", hand_in.at},
       {":owner", owner}},
      id);
  return id;
}

void StagedHandIns::put(Id hand_in, const StagedRow& row) {
  const SubmissionRow& of = row.submission;
  database_.run_later(
      "INSERT INTO staged_rows (hand_in, number, external_id, submitter, problem, language, "
      "source, file_name, priority, note, further, refusal) VALUES (:hand_in, :number, :external, "
      ":submitter, :problem, :language, :source, :file_name, :priority, :note, :further, :refusal)",
      {{":hand_in", hand_in},
       {":number", row.number},
       {":external", of.external_id},
       {":submitter", of.submitter},
       {":problem", of.problem},
       {":language", of.language},
       {":source", of.source},
       {":file_name", of.file_name},
       {":priority", of.priority},
       {":note", of.note},
       {":further", of.further},
       {":refusal", of.refusal}});
}

void StagedHandIns::touch(Id hand_in) {
  database_.run("UPDATE staged_hand_ins SET touched_at = assize_lease_now() WHERE id = :id",
                {{":id", hand_in}});
}

bool StagedHandIns::accept(Id hand_in, std::int64_t rows) {
  return database_.run(
             "UPDATE staged_hand_ins SET accepted = 1, waiting = :rows, touched_at = "
             "assize_lease_now() "
             "WHERE id = :id AND accepted = 0",
             {{":id", hand_in}, {":rows", rows}}) == 1;
}

std::optional<StagedHandIn> StagedHandIns::take(Id hand_in) {
  return first_of(database_.query(
      "UPDATE staged_hand_ins SET touched_at = assize_lease_now() WHERE id = :id AND "
      "accepted = 1 RETURNING " ASSIZE_STAGED,
      {{":id", hand_in}}));
}

std::optional<StagedHandIn> StagedHandIns::take_any(const std::string& owner,
                                                    std::int64_t untouched_ms) {
  return first_of(
      database_.query("UPDATE staged_hand_ins SET owner = :owner, touched_at = assize_lease_now() "
                      "WHERE id IN (SELECT id "
                      "FROM staged_hand_ins WHERE accepted = 1 AND (owner = :owner OR touched_at < "
                      "assize_lease_now() - "
                      "CAST(:untouched AS BIGINT)) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) "
                      "RETURNING " ASSIZE_STAGED,
                      {{":owner", owner}, {":untouched", untouched_ms}}));
}

std::vector<StagedRow> StagedHandIns::first_rows(Id hand_in, std::int64_t most) {
  Rows rows = database_.query(
      "SELECT number, external_id, submitter, problem, language, source, file_name, priority, "
      "note, further, refusal FROM staged_rows WHERE hand_in = :hand_in ORDER BY number LIMIT "
      ":most",
      {{":hand_in", hand_in}, {":most", most}});
  std::vector<StagedRow> list;
  StagedRow row;
  SubmissionRow& of = row.submission;
  while (rows.next(row.number, of.external_id, of.submitter, of.problem, of.language, of.source,
                   of.file_name, of.priority, of.note, of.further, of.refusal))
    list.push_back(row);
  return list;
}

void StagedHandIns::remove_rows(const StagedHandIn& hand_in, std::int64_t up_to, std::int64_t rows,
                                std::int64_t queued) {
  database_.run("DELETE FROM staged_rows WHERE hand_in = :hand_in AND number <= :up_to",
                {{":hand_in", hand_in.id}, {":up_to", up_to}});
  database_.run(
      "UPDATE staged_hand_ins SET waiting = waiting - :rows, queued = queued + :queued "
      "WHERE id = :id",
      {{":id", hand_in.id}, {":rows", rows}, {":queued", queued}});
}

void StagedHandIns::end(Id hand_in) {
  database_.run("DELETE FROM staged_hand_ins WHERE id = :id", {{":id", hand_in}});
}

std::int64_t StagedHandIns::waiting() {
  std::int64_t rows = 0;
  database_.find(
      "SELECT CAST(COALESCE(sum(waiting), 0) AS BIGINT) FROM staged_hand_ins WHERE accepted = 1",
      {}, rows);
  return rows;
}

std::int64_t StagedHandIns::discard(Id hand_in, std::int64_t most) {
  const std::int64_t rows = database_.run(
      "DELETE FROM staged_rows WHERE hand_in = :hand_in AND number IN (SELECT number FROM "
      "staged_rows WHERE hand_in = :hand_in ORDER BY number LIMIT :most)",
      {{":hand_in", hand_in}, {":most", most}});
  if (rows == 0) end(hand_in);
  return rows;
}

std::int64_t StagedHandIns::discard_abandoned(std::int64_t untouched_ms, std::int64_t most) {
  Id hand_in = 0;
  while (database_.find(
      "UPDATE staged_hand_ins SET accepted = -1 WHERE id IN (SELECT id FROM staged_hand_ins WHERE "
      "accepted < 0 OR (accepted = 0 AND touched_at < assize_lease_now() - CAST(:untouched AS "
      "BIGINT)) "
      "ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
      {{":untouched", untouched_ms}}, hand_in))
    if (const auto rows = discard(hand_in, most); rows > 0) return rows;
  return 0;
}

}  // namespace assize
