#include "storage/store/rejudges.h"

#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/audit_log.h"
#include "storage/store/audited_rows.h"
#include "storage/store/blob_pieces.h"
#include "storage/store/conditions.h"
#include "storage/store/status.h"

namespace assize {

namespace {

RejudgeState state_of(const std::string& name) {
  for (const auto state : {RejudgeState::open, RejudgeState::applied, RejudgeState::discarded})
    if (name_of(state) == name) return state;
  throw DamagedItem("a rejudge's state is none: '" + clean_line(name, 40) + "'");
}

#define ASSIZE_REJUDGES                                                                    \
  "SELECT id, state, reason, wanted, repeats, created_by, created_at, ended_by, ended_at " \
  "FROM rejudges "

bool next(Rows& rows, RejudgeRow& row) {
  std::string state;
  if (!rows.next(row.id, state, row.reason, row.wanted, row.repeats, row.created_by, row.created_at,
                 row.ended_by, row.ended_at))
    return false;
  row.state = state_of(state);
  return true;
}

// A judging without its tests, as columns of a table called `name`.
#define ASSIZE_OUTLINE(name)                                                                  \
  name ".id, " name ".state, " name ".verdict, " name ".reason_class, " name ".reason, " name \
       ".score, " name ".digest, " name ".package, " name ".policy, " name ".runtime, " name  \
       ".judge_version, " name ".host, " name ".last_failure"

// What can't be had from a row directly.
struct Words {
  std::string state;
  std::string verdict;
  std::string reason_class;
};

void fill(JudgingOutline& judging, const Words& words) {
  const auto state = job_state(words.state);
  if (!state && judging.id != 0)
    throw DamagedItem("judging " + std::to_string(judging.id) + ": its state is none: '" +
                      clean_line(words.state, 40) + "'");
  judging.state = state.value_or(JobState::queued);
  judging.final.verdict = verdict_from_letters(words.verdict).value_or(Verdict::judge_error);
  judging.final.reason_class = words.reason_class;
}

bool next(Rows& rows, RejudgedPair& pair, std::int64_t& current) {
  JudgingOutline& a = pair.before;
  JudgingOutline& b = pair.after;
  Words before;
  Words after;
  std::string source;
  if (!rows.next(pair.submission, pair.submitter, pair.problem, pair.file_name, source, current,
                 a.id, before.state, before.verdict, before.reason_class, a.final.reason, a.score,
                 a.digest, a.identities.package_hash, a.identities.policy_hash,
                 a.identities.runtime_hash, a.identities.judge_version, a.identities.host,
                 a.last_failure, b.id, after.state, after.verdict, after.reason_class,
                 b.final.reason, b.score, b.digest, b.identities.package_hash,
                 b.identities.policy_hash, b.identities.runtime_hash, b.identities.judge_version,
                 b.identities.host, b.last_failure))
    return false;
  a.identities.source_hash = b.identities.source_hash = source;
  fill(a, before);
  fill(b, after);
  return true;
}

}  // namespace

std::string_view name_of(RejudgeState state) {
  switch (state) {
    case RejudgeState::open:
      return "open";
    case RejudgeState::applied:
      return "applied";
    case RejudgeState::discarded:
      return "discarded";
  }
  return {};
}

Id Rejudges::put(const RejudgeRow& row) {
  Id id = 0;
  database_.find(
      "INSERT INTO rejudges (state, reason, wanted, repeats, created_by, created_at) VALUES "
      "('open', :reason, :wanted, :repeats, :by, assize_now()) RETURNING id",
      {{":reason", row.reason},
       {":wanted", row.wanted},
       {":repeats", row.repeats},
       {":by", row.created_by}},
      id);
  return id;
}

std::optional<RejudgeRow> Rejudges::find(Id id) {
  Rows rows = database_.query(ASSIZE_REJUDGES "WHERE id = :id", {{":id", id}});
  RejudgeRow row;
  if (!next(rows, row)) return std::nullopt;
  return row;
}

std::optional<Id> Rejudges::newest() {
  std::optional<Id> id;
  database_.find("SELECT max(id) FROM rejudges", {}, id);
  return id;
}

std::vector<RejudgeRow> Rejudges::list() {
  Rows rows = database_.query(ASSIZE_REJUDGES "ORDER BY id");
  std::vector<RejudgeRow> all;
  for (RejudgeRow row; next(rows, row);) all.push_back(row);
  return all;
}

RejudgeCounts Rejudges::counts(Id id) {
  RejudgeCounts counts;
  database_.find(
      "SELECT count(*), COALESCE(sum(CASE state WHEN 'done' THEN 1 ELSE 0 END), 0), "
      "COALESCE(sum(CASE WHEN state IN ('queued', 'leased') THEN 1 ELSE 0 END), 0), "
      "COALESCE(sum(CASE WHEN state IN ('set_aside', 'dropped') THEN 1 ELSE 0 END), 0) "
      "FROM judgings WHERE rejudge = :id",
      {{":id", id}}, counts.judgings, counts.done, counts.waiting, counts.failed);
  return counts;
}

void Rejudges::lock(Id id) {
  database_.run("UPDATE rejudges SET state = state WHERE id = :id", {{":id", id}});
}

void Rejudges::end(Id id, RejudgeState state, const std::string& who) {
  database_.run(
      "UPDATE rejudges SET state = :state, ended_by = :who, ended_at = assize_now() "
      "WHERE id = :id",
      {{":id", id}, {":state", name_of(state)}, {":who", who}});
}

std::vector<Judged> Rejudges::judged(const JudgedWanted& wanted,
                                     const std::vector<Id>& submissions) {
#define ASSIZE_JUDGED                                                                        \
  "SELECT mine.id, mine.submission, s.submitter, p.package, mine.lease_owner FROM judgings " \
  "mine JOIN submissions s ON s.id = mine.submission JOIN problems p ON p.id = s.problem "   \
  "WHERE " ASSIZE_IS_CURRENT                                                                 \
  " AND (:problem = '' OR s.problem = :problem) "                                            \
  "AND (CAST(:batch AS BIGINT) = 0 OR s.batch = :batch) "                                    \
  "AND (:submitter = '' OR s.submitter = :submitter) "                                       \
  "AND (:verdict = '' OR mine.verdict = :verdict) "                                          \
  "AND (CAST(:rejected AS BIGINT) = 0 OR mine.verdict <> 'AC') "                             \
  "AND EXISTS (SELECT 1 FROM source_files f WHERE f.source = s.source) "                     \
  "AND mine.finished_at >= :since AND mine.finished_at < :until "                            \
  "AND (CAST(:outdated AS BIGINT) = 0 OR mine.package <> p.package "                         \
  "OR mine.policy IS DISTINCT FROM :policy OR mine.runtime IS DISTINCT FROM :runtime) "
  constexpr std::int64_t kNever = std::int64_t{1} << 62;
  const auto present = wanted.outdated.value_or(JudgedWanted::Present{});
  std::vector<Judged> all;
  const auto read = [&](std::string_view sql, Id submission) {
    Rows rows = database_.query(sql, {{":problem", wanted.problem},
                                      {":batch", wanted.batch.value_or(0)},
                                      {":submitter", wanted.submitter},
                                      {":verdict", wanted.verdict},
                                      {":rejected", wanted.rejected},
                                      {":since", wanted.since.value_or(-kNever)},
                                      {":until", wanted.until.value_or(kNever)},
                                      {":outdated", wanted.outdated.has_value()},
                                      {":policy", present.policy},
                                      {":runtime", present.runtime},
                                      {":submission", submission}});
    Judged one;
    while (rows.next(one.judging, one.submission, one.submitter, one.package, one.worker))
      all.push_back(one);
  };
  if (submissions.empty())
    read(ASSIZE_JUDGED "AND mine.submission > :submission ORDER BY mine.submission", 0);
  for (const Id submission : submissions)
    read(ASSIZE_JUDGED "AND mine.submission = :submission", submission);
  return all;
}

std::vector<Id> Rejudges::sample(std::int64_t count) {
  Rows rows = database_.query("SELECT mine.id FROM judgings mine WHERE " ASSIZE_IS_CURRENT
                              " ORDER BY random() LIMIT :count",
                              {{":count", count}});
  std::vector<Id> judgings;
  for (Id id = 0; rows.next(id);) judgings.push_back(id);
  return judgings;
}

std::int64_t Rejudges::count_with_other_package(const std::string& problem,
                                                const std::string& package) {
  std::int64_t count = 0;
  database_.find(
      "SELECT count(*) FROM submissions s JOIN judgings mine ON mine.submission = s.id "
      "WHERE s.problem = :problem AND mine.package <> :package AND " ASSIZE_IS_CURRENT,
      {{":problem", problem}, {":package", package}}, count);
  return count;
}

void Rejudges::put_preview(Id judging, Id rejudge, Id replaces) {
  database_.run(
      "UPDATE judgings SET rejudge = :rejudge, replaces = :replaces, preview = 1 WHERE id = :id",
      {{":id", judging}, {":rejudge", rejudge}, {":replaces", replaces}});
}

void Rejudges::each_pair(Id rejudge, const std::function<void(const RejudgedPair&)>& visit) {
  constexpr std::size_t kPiece = 1000;
  std::vector<RejudgedPair> piece;
  do {
    Rows rows = database_.query(
        "SELECT s.id, s.submitter, s.problem, s.file_name, s.source, (SELECT max(c.id) FROM "
        "judgings c WHERE c.submission = s.id AND c.state = 'done' AND c.preview = 0), "
        ASSIZE_OUTLINE("a") ", " ASSIZE_OUTLINE("b")
        " FROM judgings b JOIN submissions s ON s.id = b.submission "
        "JOIN judgings a ON a.id = b.replaces "
        "WHERE b.rejudge = :rejudge AND b.id > :after ORDER BY b.id LIMIT 1000",
        {{":rejudge", rejudge}, {":after", piece.empty() ? 0 : piece.back().after.id}});
    piece.clear();
    RejudgedPair pair;
    for (Id current = 0; next(rows, pair, current);) {
      pair.is_stale = current != pair.before.id;
      piece.push_back(pair);
    }
    for (const auto& one : piece) visit(one);
  } while (piece.size() == kPiece);
}

void Rejudges::make_current(Id rejudge) {
  database_.run("UPDATE judgings SET preview = 0 WHERE rejudge = :rejudge AND state = 'done'",
                {{":rejudge", rejudge}});
  forget_added_up(database_);
}

void Rejudges::drop_unfinished(Id rejudge) {
  database_.run(
      "UPDATE judgings SET state = 'dropped', verdict = 'JE', reason = 'judge error', "
      "not_before = 0 WHERE rejudge = :rejudge AND state IN ('queued', 'set_aside')",
      {{":rejudge", rejudge}});
}

std::vector<TestVerdict> Rejudges::test_verdicts(Id judging) {
  Rows rows = database_.query(
      "SELECT name, verdict, reason_class FROM runs WHERE judging = :judging ORDER BY number",
      {{":judging", judging}});
  std::vector<TestVerdict> tests;
  for (TestVerdict test; rows.next(test.name, test.verdict, test.reason_class);)
    tests.push_back(test);
  return tests;
}

std::vector<FileHash> Rejudges::package_files(const std::string& hash) {
  Rows rows =
      database_.query("SELECT path, blob FROM package_files WHERE package = :package ORDER BY path",
                      {{":package", hash}});
  std::vector<FileHash> files;
  for (FileHash file; rows.next(file.path, file.hash);) files.push_back(file);
  return files;
}

std::string Rejudges::policy_text(const std::string& hash) {
  std::string text;
  database_.find("SELECT content FROM policies WHERE hash = :hash", {{":hash", hash}}, text);
  return text;
}

std::optional<std::string> Rejudges::runtime_files(const std::string& hash) {
  std::optional<std::string> blob;
  database_.find("SELECT files FROM runtimes WHERE hash = :hash", {{":hash", hash}}, blob);
  if (!blob) return std::nullopt;
  return read_blob(database_, *blob);
}

bool Rejudges::has_runtime_files(const std::string& hash) {
  std::optional<std::string> blob;
  database_.find("SELECT files FROM runtimes WHERE hash = :hash", {{":hash", hash}}, blob);
  return blob.has_value();
}

void Rejudges::put_runtime_files(const std::string& hash, const std::string& name,
                                 const std::string& version, const std::string& blob) {
  database_.run(
      "INSERT INTO runtimes (hash, name, version, files) VALUES (:hash, :name, :version, :files) "
      "ON CONFLICT (hash) DO UPDATE SET files = :files",
      {{":hash", hash}, {":name", name}, {":version", version}, {":files", blob}});
  append_to_audit(database_, "runtime files kept", std::nullopt, std::nullopt,
                  nlohmann::json{{"runtime", hash},
                                 {"name", name},
                                 {"version", version},
                                 {"row", hash_of_stored_row(database_, "runtimes", hash)}});
}

}  // namespace assize
