// Judgings in the store: the verdict, the runs of its tests, and its groups.
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/policy.h"
#include "storage/store/facts.h"
#include "storage/store/store.h"

namespace assize {

namespace {

#define ASSIZE_JUDGING_SELECT                                                                     \
  "SELECT j.id, j.submission, j.package, j.state, j.queued_at, j.finished_at, j.failures, "       \
  "j.last_failure, "                                                                              \
  "j.verdict, j.reason_class, j.reason, j.score, j.digest, j.policy, p.name, j.runtime, r.name, " \
  "r.version, "                                                                                   \
  "j.judge_version, j.host, j.compile_message, j.compile_facts, s.source, j.highest_score, "      \
  "j.rejudge, j.preview "                                                                         \
  "FROM judgings j JOIN submissions s ON s.id = j.submission "                                    \
  "LEFT JOIN policies p ON p.hash = j.policy LEFT JOIN runtimes r ON r.hash = j.runtime "

// Says whose record is damaged.
template <typename Read>
void read_record(Id submission, Id judging, Read read) {
  try {
    read();
  } catch (const DamagedItem& damage) {
    throw DamagedItem("submission " + std::to_string(submission) + ", judging " +
                      std::to_string(judging) + ": " + damage.what());
  }
}

Verdict verdict_of(const std::string& text) {
  return verdict_from_letters(text).value_or(Verdict::judge_error);
}

}  // namespace

bool Store::knows(const std::string& hash) {
  if (std::exchange(known_at_, database_->times_undone()) != database_->times_undone())
    known_.clear();
  return known_.contains(hash);
}

// What a judging refers to. Nobody takes away what is there, so that it is put once; and only with
// a lease that is good, as nothing is changed with another.
void Store::put_identities(const Lease& lease, const Identities& ids, const Policy& policy) {
#define ASSIZE_IF_LEASED                                                                       \
  " WHERE EXISTS (SELECT 1 FROM judgings WHERE id = :id AND state = 'leased' AND lease_token " \
  "= :token AND lease_owner = :owner) ON CONFLICT (hash) DO NOTHING"
  if (!knows(ids.policy_hash))
    database_->run_later(
        "INSERT INTO policies (hash, name, content) SELECT :hash, :name, :content" ASSIZE_IF_LEASED,
        {{":hash", ids.policy_hash},
         {":name", policy.name},
         {":content", canonical_text(policy)},
         {":id", lease.judging},
         {":token", lease.token},
         {":owner", lease.owner}});
  if (!knows(ids.runtime_hash))
    database_->run_later(
        "INSERT INTO runtimes (hash, name, version) SELECT :hash, :name, :version" ASSIZE_IF_LEASED,
        {{":hash", ids.runtime_hash},
         {":name", ids.runtime_name},
         {":version", ids.runtime_version},
         {":id", lease.judging},
         {":token", lease.token},
         {":owner", lease.owner}});
}

bool Store::put_judging(const Lease& lease, const JudgingRecord& record, const Policy& policy) {
  const Identities& ids = record.identities;
  put_identities(lease, ids, policy);
  const auto ended = database_->run(
      "UPDATE judgings SET state = 'done', lease_expires = NULL, "
      "slot_ms = assize_lease_now() - leased_at, verdict = :verdict, "
      "reason_class = :reason_class, reason = :reason, "
      "score = :score, digest = :digest, policy = :policy, runtime = :runtime, "
      "judge_version = :version, host = :host, compile_message = :compile_message, "
      "compile_facts = :compile_facts, highest_score = :highest, "
      // Not before what has been added up (status.h), should the clock be set back.
      "finished_at = CASE WHEN assize_now() > COALESCE((SELECT until FROM finished_counts WHERE "
      "verdict = ''), 0) THEN assize_now() ELSE (SELECT until FROM finished_counts WHERE "
      "verdict = '') END "
      "WHERE id = :id AND state = 'leased' AND lease_token = :token AND lease_owner = :owner",
      {{":verdict", letters(record.final.verdict)},
       {":reason_class", record.final.reason_class.name()},
       {":reason", record.final.reason},
       {":score", record.score},
       {":digest", record.digest},
       {":policy", ids.policy_hash},
       {":runtime", ids.runtime_hash},
       {":version", ids.judge_version},
       {":host", ids.host},
       {":compile_message", record.compile_message},
       {":compile_facts", run_to_json(record.compile)},
       {":highest", record.highest_score},
       {":id", lease.judging},
       {":token", lease.token},
       {":owner", lease.owner}});
  if (ended == 0) return false;
  known_.insert({ids.policy_hash, ids.runtime_hash});
  put_runs(lease.judging, record);
  put_groups(lease.judging, record);
  return true;
}

void Store::put_runs(Id judging, const JudgingRecord& record) {
  std::int64_t number = 0;
  for (const auto& test : record.tests)
    database_->run_later(
        "INSERT INTO runs (judging, number, name, test_group, sample, verdict, reason_class, "
        "reason, facts, output_excerpt, error_excerpt, feedback, message, transcript, score, "
        "passes, counts, validation_facts) VALUES (:judging, :number, :name, :group, :sample, "
        ":verdict, :reason_class, :reason, :facts, :output, :errors, :feedback, :message, "
        ":transcript, :score, :passes, :counts, :validation)",
        {{":judging", judging},
         {":number", number++},
         {":name", test.name},
         {":group", test.group},
         {":sample", test.sample},
         {":verdict", letters(test.opinion.verdict)},
         {":reason_class", test.opinion.reason_class.name()},
         {":reason", test.opinion.reason},
         {":facts", to_json({test.attempts, test.chosen})},
         {":output", test.output_excerpt},
         {":errors", test.error_excerpt},
         {":feedback", test.feedback},
         {":message", test.message},
         {":transcript", test.transcript},
         {":score", test.score},
         {":passes", test.passes},
         {":counts", test.counts},
         {":validation", run_to_json(test.validation)}});
}

void Store::put_groups(Id judging, const JudgingRecord& record) {
  std::int64_t number = 0;
  for (const auto& group : record.groups)
    database_->run_later(
        "INSERT INTO group_results (judging, number, name, verdict, score, highest) "
        "VALUES (:judging, :number, :name, :verdict, :score, :highest)",
        {{":judging", judging},
         {":number", number++},
         {":name", group.name},
         {":verdict", letters(group.verdict)},
         {":score", group.score},
         {":highest", group.highest}});
}

std::vector<JudgingRow> Store::read_judgings(Rows rows) {
  std::vector<JudgingRow> list;
  JudgingRow row;
  JudgingRecord& record = row.record;
  Identities& ids = record.identities;
  std::string state;
  std::string verdict;
  std::string reason_class;
  std::string compile_facts;
  while (rows.next(row.id, row.submission, row.package, state, row.queued_at, row.finished_at,
                   row.failures, row.last_failure, verdict, reason_class, record.final.reason,
                   record.score, record.digest, ids.policy_hash, row.policy_name, ids.runtime_hash,
                   ids.runtime_name, ids.runtime_version, ids.judge_version, ids.host,
                   record.compile_message, compile_facts, ids.source_hash, record.highest_score,
                   row.rejudge, row.is_preview)) {
    ids.package_hash = row.package;
    record.final.verdict = verdict_of(verdict);
    read_record(row.submission, row.id, [&] {
      const auto known = job_state(state);
      if (!known) throw DamagedItem("its state is none: '" + clean_line(state, 40) + "'");
      row.state = *known;
      record.final.reason_class = reason_class;
      record.compile = run_from_json(compile_facts);
    });
    list.push_back(row);
  }
  for (auto& judging : list)
    read_record(judging.submission, judging.id, [&] { read_parts(judging); });
  return list;
}

void Store::read_parts(JudgingRow& judging) {
  Rows rows = database_->query(
      "SELECT name, test_group, sample, verdict, reason_class, reason, facts, output_excerpt, "
      "error_excerpt, feedback, message, transcript, score, passes, counts, validation_facts "
      "FROM runs WHERE judging = :judging ORDER BY number",
      {{":judging", judging.id}});
  TestRecord test;
  std::string verdict;
  std::string reason_class;
  std::string facts;
  std::string validation;
  while (rows.next(test.name, test.group, test.sample, verdict, reason_class, test.opinion.reason,
                   facts, test.output_excerpt, test.error_excerpt, test.feedback, test.message,
                   test.transcript, test.score, test.passes, test.counts, validation)) {
    test.opinion.verdict = verdict_of(verdict);
    test.opinion.reason_class = reason_class;
    Attempts attempts = attempts_from_json(facts);
    test.attempts = std::move(attempts.runs);
    test.chosen = attempts.chosen;
    test.pruned = attempts.pruned;
    test.validation = run_from_json(validation);
    judging.record.tests.push_back(test);
  }
  Rows groups = database_->query(
      "SELECT name, verdict, score, highest FROM group_results WHERE judging = :judging "
      "ORDER BY number",
      {{":judging", judging.id}});
  GroupRecord group;
  while (groups.next(group.name, verdict, group.score, group.highest)) {
    group.verdict = verdict_of(verdict);
    judging.record.groups.push_back(group);
  }
}

std::optional<JudgingRow> Store::judging(Id id) {
  auto found =
      read_judgings(database_->query(ASSIZE_JUDGING_SELECT "WHERE j.id = :id", {{":id", id}}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<JudgingRow> Store::judgings(Id submission) {
  return read_judgings(database_->query(ASSIZE_JUDGING_SELECT
                                        "WHERE j.submission = :submission AND j.preview = 0 "
                                        "ORDER BY j.id",
                                        {{":submission", submission}}));
}

#define ASSIZE_CURRENT                                  \
  "WHERE j.submission = :submission AND j.preview = 0 " \
  "ORDER BY (j.state = 'done') DESC, j.id DESC LIMIT 1"

std::optional<JudgingRow> Store::current_judging(Id submission) {
  auto found = read_judgings(
      database_->query(ASSIZE_JUDGING_SELECT ASSIZE_CURRENT, {{":submission", submission}}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<JudgingStanding> Store::current_standing(Id submission) {
  std::string state;
  JudgingStanding standing;
  if (!database_->find("SELECT j.state, j.package, j.failures FROM judgings j " ASSIZE_CURRENT,
                       {{":submission", submission}}, state, standing.package, standing.failures))
    return std::nullopt;
  const auto known = job_state(state);
  if (!known) return std::nullopt;  // damaged: whoever judges or checks says so
  standing.state = *known;
  return standing;
}

}  // namespace assize
