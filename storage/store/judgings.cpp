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
  "j.judge_version, j.host, j.compile_message, j.compile_facts, s.source, j.highest_score "       \
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

Verdict verdict_in(const Statement& row, int column) {
  return verdict_from_letters(row.text(column)).value_or(Verdict::judge_error);
}

}  // namespace

void Store::put_judging(Id judging, const JudgingRecord& record, const Policy& policy) {
  const Identities& ids = record.identities;
  Statement put_policy = database_.prepare(
      "INSERT INTO policies (hash, name, content) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO "
      "NOTHING");
  put_policy.with(ids.policy_hash, policy.name, canonical_text(policy)).run();
  Statement put_runtime = database_.prepare(
      "INSERT INTO runtimes (hash, name, version) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO "
      "NOTHING");
  put_runtime.with(ids.runtime_hash, ids.runtime_name, ids.runtime_version).run();

  Statement update = database_.prepare(
      "UPDATE judgings SET verdict = ?2, reason_class = ?3, reason = ?4, score = ?5, digest = ?6, "
      "policy = ?7, runtime = ?8, judge_version = ?9, host = ?10, cpu_ns = ?11, wall_ns = ?12, "
      "memory = ?13, compile_message = ?14, compile_facts = ?15, finished_at = ?16, "
      "highest_score = ?17 WHERE id = ?1");
  update
      .with(judging, letters(record.final.verdict), record.final.reason_class, record.final.reason,
            record.score, record.digest, ids.policy_hash, ids.runtime_hash, ids.judge_version,
            ids.host, max_cpu(record).count(), max_wall(record).count(),
            static_cast<std::int64_t>(max_memory(record).count), record.compile_message,
            run_to_json(record.compile), now_ms(), record.highest_score)
      .run();
  put_runs(judging, record);
  put_groups(judging, record);
}

void Store::put_runs(Id judging, const JudgingRecord& record) {
  std::int64_t number = 0;
  for (const auto& test : record.tests) {
    Statement put = database_.prepare(
        "INSERT INTO runs (judging, number, name, test_group, sample, verdict, reason_class, "
        "reason, facts, output_excerpt, error_excerpt, feedback, message, transcript, score, "
        "passes, counts, validation_facts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14, ?15, ?16, ?17, ?18)");
    put.with(judging, number++, test.name, test.group, std::int64_t{test.sample},
             letters(test.opinion.verdict), test.opinion.reason_class, test.opinion.reason,
             to_json({test.attempts, test.chosen}), test.output_excerpt, test.error_excerpt,
             test.feedback, test.message, test.transcript, test.score, std::int64_t{test.passes},
             std::int64_t{test.counts}, run_to_json(test.validation))
        .run();
  }
}

void Store::put_groups(Id judging, const JudgingRecord& record) {
  std::int64_t number = 0;
  for (const auto& group : record.groups) {
    Statement put = database_.prepare(
        "INSERT INTO group_results (judging, number, name, verdict, score, highest) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    put.with(judging, number++, group.name, letters(group.verdict), group.score, group.highest)
        .run();
  }
}

JudgingRow Store::read_judging(Statement& row) {
  JudgingRow judging;
  judging.id = row.number(0);
  judging.submission = row.number(1);
  judging.package = row.text(2);
  read_record(judging.submission, judging.id, [&] {
    const auto state = job_state(row.text(3));
    if (!state) throw DamagedItem("its state is none: '" + clean_line(row.text(3), 40) + "'");
    judging.state = *state;
    judging.record.compile = run_from_json(row.text(21));
  });
  judging.queued_at = row.number(4);
  judging.finished_at = row.number(5);
  judging.failures = row.number(6);
  judging.last_failure = row.text(7);
  JudgingRecord& record = judging.record;
  record.final = {verdict_in(row, 8), row.text(9), row.text(10)};
  record.score = row.text(11);
  record.digest = row.text(12);
  record.identities = {row.text(22), judging.package, row.text(13), row.text(15),
                       row.text(16), row.text(17),    row.text(18), row.text(19)};
  judging.policy_name = row.text(14);
  record.compile_message = row.text(20);
  record.highest_score = row.text(23);
  return judging;
}

void Store::read_parts(JudgingRow& judging) {
  Statement rows = database_.prepare(
      "SELECT name, test_group, sample, verdict, reason_class, reason, facts, output_excerpt, "
      "error_excerpt, feedback, message, transcript, score, passes, counts, validation_facts "
      "FROM runs WHERE judging = ?1 ORDER BY number");
  rows.with(judging.id);
  while (rows.step()) {
    TestRecord test;
    test.name = rows.text(0);
    test.group = rows.text(1);
    test.sample = rows.number(2) != 0;
    test.opinion = {verdict_in(rows, 3), rows.text(4), rows.text(5)};
    Attempts attempts = attempts_from_json(rows.text(6));
    test.attempts = std::move(attempts.runs);
    test.chosen = attempts.chosen;
    test.output_excerpt = rows.text(7);
    test.error_excerpt = rows.text(8);
    test.feedback = rows.text(9);
    test.message = rows.text(10);
    test.transcript = rows.text(11);
    test.score = rows.text(12);
    test.passes = static_cast<std::uint32_t>(rows.number(13));
    test.counts = rows.number(14) != 0;
    test.validation = run_from_json(rows.text(15));
    judging.record.tests.push_back(std::move(test));
  }
  Statement groups = database_.prepare(
      "SELECT name, verdict, score, highest FROM group_results WHERE judging = ?1 "
      "ORDER BY number");
  groups.with(judging.id);
  while (groups.step())
    judging.record.groups.push_back(
        {groups.text(0), verdict_in(groups, 1), groups.text(2), groups.text(3)});
}

std::vector<JudgingRow> Store::judgings(Id submission) {
  Statement rows = database_.prepare(ASSIZE_JUDGING_SELECT "WHERE j.submission = ?1 ORDER BY j.id");
  rows.with(submission);
  std::vector<JudgingRow> list;
  while (rows.step()) list.push_back(read_judging(rows));
  for (auto& judging : list)
    read_record(judging.submission, judging.id, [&] { read_parts(judging); });
  return list;
}

std::optional<JudgingRow> Store::current_judging(Id submission) {
  Statement row = database_.prepare(
      ASSIZE_JUDGING_SELECT
      "WHERE j.submission = ?1 ORDER BY (j.state = 'done') DESC, j.id DESC LIMIT 1");
  if (!row.with(submission).step()) return std::nullopt;
  JudgingRow judging = read_judging(row);
  read_record(judging.submission, judging.id, [&] { read_parts(judging); });
  return judging;
}

}  // namespace assize
