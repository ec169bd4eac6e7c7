// Judgings in the store: the verdict, the runs of its tests, and its groups.
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/policy.h"
#include "storage/store/audited_rows.h"
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
  const auto put = [&](std::string_view sql, Parameters parameters) {
    return database_->run(sql, parameters) > 0;
  };
  if (!knows(ids.policy_hash) &&
      put("INSERT INTO policies (hash, name, content) SELECT :hash, :name, "
          ":content" ASSIZE_IF_LEASED,
          {{":hash", ids.policy_hash},
           {":name", policy.name},
           {":content", canonical_text(policy)},
           {":id", lease.judging},
           {":token", lease.token},
           {":owner", lease.owner}}))
    audit("policy first used", std::nullopt, std::nullopt,
          nlohmann::json{
              {"policy", ids.policy_hash},
              {"name", clean_line(policy.name, 200)},
              {"row", hash_of_row({ids.policy_hash, policy.name, canonical_text(policy)})}});
  if (!knows(ids.runtime_hash) &&
      put("INSERT INTO runtimes (hash, name, version) SELECT :hash, :name, "
          ":version" ASSIZE_IF_LEASED,
          {{":hash", ids.runtime_hash},
           {":name", ids.runtime_name},
           {":version", ids.runtime_version},
           {":id", lease.judging},
           {":token", lease.token},
           {":owner", lease.owner}}))
    audit("runtime first used", std::nullopt, std::nullopt,
          nlohmann::json{{"runtime", ids.runtime_hash},
                         {"name", ids.runtime_name},
                         {"version", ids.runtime_version},
                         {"row", hash_of_row({ids.runtime_hash, ids.runtime_name,
                                              ids.runtime_version, StoreCell()})}});
}

namespace {

// What the database knows of a judging that is done now, beside what it was told.
struct DoneJudging {
  Id submission = 0;
  std::string package;
  std::int64_t priority = 0;
  std::int64_t queued_at = 0;
  std::int64_t failures = 0;
  std::int64_t expiries = 0;
  std::optional<std::string> last_failure;
  std::int64_t finished_at = 0;
  std::optional<std::int64_t> rejudge;
  std::optional<std::int64_t> replaces;
  std::optional<std::int64_t> slot_ms;
  std::string salt;
};

template <typename T>
StoreCell cell_of(const std::optional<T>& value) {
  return value ? StoreCell(*value) : StoreCell();
}

// In the order of record_columns().
StoreRow record_row(Id judging, const DoneJudging& done, const JudgingRecord& record) {
  const Identities& ids = record.identities;
  return {judging,
          done.submission,
          done.package,
          std::string(name_of(JobState::done)),
          done.priority,
          done.queued_at,
          done.failures,
          done.expiries,
          cell_of(done.last_failure),
          std::string(letters(record.final.verdict)),
          std::string(record.final.reason_class.name()),
          record.final.reason,
          record.score,
          record.digest,
          ids.policy_hash,
          ids.runtime_hash,
          ids.judge_version,
          ids.host,
          done.finished_at,
          record.highest_score,
          cell_of(done.rejudge),
          cell_of(done.replaces),
          cell_of(done.slot_ms)};
}

}  // namespace

std::optional<JudgedHashes> Store::put_judging(const Lease& lease, const JudgingRecord& record,
                                               const Policy& policy) {
  const Identities& ids = record.identities;
  put_identities(lease, ids, policy);
  const std::string compile_facts = run_to_json(record.compile);
  DoneJudging done;
  Rows rows = database_->query(
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
      "WHERE id = :id AND state = 'leased' AND lease_token = :token AND lease_owner = :owner "
      "RETURNING submission, package, priority, queued_at, failures, expiries, last_failure, "
      "finished_at, rejudge, replaces, slot_ms, COALESCE((SELECT salt FROM submissions s WHERE "
      "s.id = judgings.submission), '')",
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
       {":compile_facts", compile_facts},
       {":highest", record.highest_score},
       {":id", lease.judging},
       {":token", lease.token},
       {":owner", lease.owner}});
  if (!rows.next(done.submission, done.package, done.priority, done.queued_at, done.failures,
                 done.expiries, done.last_failure, done.finished_at, done.rejudge, done.replaces,
                 done.slot_ms, done.salt))
    return std::nullopt;
  while (rows.next()) {
  }
  known_.insert({ids.policy_hash, ids.runtime_hash});
  JudgedRows written(done.salt, {record.compile_message, compile_facts});
  put_runs(lease.judging, record, written);
  put_groups(lease.judging, record, written);
  return written.hashes(record_row(lease.judging, done, record));
}

void Store::put_runs(Id judging, const JudgingRecord& record, JudgedRows& written) {
  static const StoreTable& table = table_named("runs");
  std::int64_t number = 0;
  for (const auto& test : record.tests) {
    const StoreRow row = run_row(judging, number++, test);
    put_row_later(*database_, table, row);
    written.add_run(row, pruned_facts({test.attempts, test.chosen}));
  }
}

void Store::put_groups(Id judging, const JudgingRecord& record, JudgedRows& written) {
  static const StoreTable& table = table_named("group_results");
  std::int64_t number = 0;
  for (const auto& group : record.groups) {
    const StoreRow row = group_row(judging, number++, group);
    put_row_later(*database_, table, row);
    written.add_group(row);
  }
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
