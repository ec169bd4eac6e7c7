#include "storage/store/prune.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/facts.h"
#include "storage/store/staged.h"

namespace assize {

namespace {

using nlohmann::json;

// Of submissions called `mine`: handed in and finished before :before, and nobody has to see to it.
#define ASSIZE_OLD                                                                              \
  "mine.submitted_at < :before AND mine.handed_in_at < :before AND NOT EXISTS (SELECT 1 FROM "  \
  "judgings j WHERE j.submission = mine.id AND (j.state IN ('queued', 'leased') OR (j.state = " \
  "'set_aside' AND NOT EXISTS (SELECT 1 FROM judgings later WHERE later.submission = "          \
  "j.submission AND later.id > j.id)) OR COALESCE(j.finished_at, j.queued_at) >= :before))"

// Sources with files whose submissions are all old, or that have none.
#define ASSIZE_OLD_SOURCES                                                                \
  "(SELECT source FROM source_files EXCEPT SELECT source FROM staged_rows EXCEPT SELECT " \
  "source FROM submissions mine WHERE NOT (" ASSIZE_OLD "))"

#define ASSIZE_UNUSED_PACKAGES                                                         \
  "(SELECT hash FROM packages WHERE imported_at < :before EXCEPT SELECT package FROM " \
  "problems EXCEPT SELECT package FROM judgings)"

#define ASSIZE_UNUSED_BLOBS                                                                \
  "(SELECT hash FROM blobs EXCEPT SELECT blob FROM package_files EXCEPT SELECT blob FROM " \
  "source_files EXCEPT SELECT blob FROM programs EXCEPT SELECT files FROM runtimes)"

// … once those sources and packages are gone.
#define ASSIZE_BLOBS_TO_COME                                                                    \
  "(SELECT hash FROM blobs EXCEPT SELECT blob FROM programs EXCEPT SELECT files FROM runtimes " \
  "EXCEPT SELECT blob FROM "                                                                    \
  "package_files WHERE package NOT IN " ASSIZE_UNUSED_PACKAGES                                  \
  " EXCEPT SELECT blob FROM "                                                                   \
  "source_files WHERE CAST(:sources AS BIGINT) = 0 OR source NOT IN " ASSIZE_OLD_SOURCES ")"

constexpr std::size_t kPiece = 500;  // submissions of a transaction

struct StoredRun {
  std::int64_t judging = 0;
  std::int64_t number = 0;
  std::string facts;
  std::int64_t bytes = 0;
};

class Prune {
 public:
  Prune(Store& store, const PruneWanted& wanted)
      : store_(store), db_(store.database()), wanted_(wanted) {
    db_.find("SELECT assize_now() - CAST(:age AS BIGINT)", {{":age", wanted.older_than_ms}},
             before_);
  }

  PruneResult run() {
    if (!wanted_.is_dry_run) discard_abandoned();
    if (wanted_.outputs) prune_outputs();
    if (wanted_.is_dry_run)
      count_contents();
    else
      prune_contents();
    return result_;
  }

 private:
  std::int64_t number(std::string_view sql, Parameters parameters) {
    std::int64_t value = 0;
    db_.find(sql, parameters, value);
    return value;
  }

  // What a process that died had read and not handed in yet.
  void discard_abandoned() {
    std::int64_t rows = kPiece;
    while (rows > 0) {
      Transaction transaction(db_);
      rows = StagedHandIns(db_).discard_abandoned(kAbandoned.count(), kPiece);
      transaction.commit();
    }
  }

  void prune_outputs() {
    Id last = 0;
    std::size_t found = kPiece;
    while (found == kPiece) {
      std::optional<Transaction> transaction;
      if (!wanted_.is_dry_run) transaction.emplace(db_);
      const PruneResult was = result_;
      const auto piece = old_submissions(last);
      found = piece.size();
      for (const Id id : piece) prune_submission(id);
      if (!piece.empty()) last = piece.back();
      if (!transaction) continue;
      if (result_.submissions > was.submissions)
        audit({{"submissions", result_.submissions - was.submissions},
               {"first", piece.front()},
               {"last", last},
               {"runs", result_.runs - was.runs},
               {"output_bytes", result_.output_bytes - was.output_bytes}});
      transaction->commit();
    }
  }

  std::vector<Id> old_submissions(Id after) {
    Rows rows =
        db_.query("SELECT mine.id FROM submissions mine WHERE mine.id > :after AND " ASSIZE_OLD
                  " ORDER BY mine.id LIMIT 500",
                  {{":after", after}, {":before", before_}});
    std::vector<Id> ids;
    for (Id id = 0; rows.next(id);) ids.push_back(id);
    return ids;
  }

  void prune_submission(Id submission) {
    std::int64_t messages = 0;
    std::int64_t message_bytes = 0;
    db_.find(
        "SELECT count(*), CAST(COALESCE(sum(length(compile_message) + length(compile_facts)), 0) "
        "AS BIGINT) FROM judgings WHERE submission = :id AND (compile_facts <> '' OR "
        "compile_message NOT IN ('', '(pruned)'))",
        {{":id", submission}}, messages, message_bytes);
    const auto runs = runs_of(submission);
    if (messages == 0 && runs.empty()) return;
    ++result_.submissions;
    result_.output_bytes += message_bytes;
    for (const auto& run : runs) {
      ++result_.runs;
      result_.output_bytes += run.bytes;
      if (!wanted_.is_dry_run) prune_run(run);
    }
    if (messages > 0 && !wanted_.is_dry_run)
      db_.run(
          "UPDATE judgings SET compile_facts = '', compile_message = CASE WHEN compile_message = "
          "'' THEN '' ELSE '(pruned)' END WHERE submission = :id AND state = 'done'",
          {{":id", submission}});
  }

  // Those that weren't pruned yet.
  std::vector<StoredRun> runs_of(Id submission) {
    Rows rows = db_.query(
        "SELECT r.judging, r.number, r.facts, length(r.facts) + length(r.output_excerpt) + "
        "length(r.error_excerpt) + length(r.feedback) + length(r.message) + length(r.transcript) + "
        "length(r.validation_facts) FROM runs r JOIN judgings j ON j.id = r.judging WHERE "
        "j.submission = :id AND r.facts NOT LIKE '{\"pruned\"%'",
        {{":id", submission}});
    std::vector<StoredRun> runs;
    for (StoredRun run; rows.next(run.judging, run.number, run.facts, run.bytes);)
      runs.push_back(run);
    return runs;
  }

  void prune_run(const StoredRun& run) {
    std::string facts;
    try {
      facts = pruned_facts(attempts_from_json(run.facts));
    } catch (const DamagedItem&) {
      return;  // what is damaged is left to whoever looks at it
    }
    db_.run(
        "UPDATE runs SET facts = :facts, output_excerpt = '', error_excerpt = '', feedback = '', "
        "message = '', transcript = '', validation_facts = '' WHERE judging = :judging AND number "
        "= :number",
        {{":facts", facts}, {":judging", run.judging}, {":number", run.number}});
  }

  void count_contents() {
    const Snapshot snapshot(db_);
    if (wanted_.sources)
      result_.sources =
          number("SELECT count(*) FROM " ASSIZE_OLD_SOURCES " AS old", {{":before", before_}});
    result_.packages =
        number("SELECT count(*) FROM " ASSIZE_UNUSED_PACKAGES " AS unused", {{":before", before_}});
    db_.find(
        "SELECT count(*), CAST(COALESCE(sum(size), 0) AS BIGINT) FROM blobs WHERE hash "
        "IN " ASSIZE_BLOBS_TO_COME,
        {{":before", before_}, {":sources", wanted_.sources}}, result_.blobs, result_.blob_bytes);
  }

  void prune_contents() {
    Transaction transaction(db_);
    // In the order in which others write to them.
    db_.lock_tables("sources, packages, blobs, source_files, package_files, programs");
    if (wanted_.sources) prune_sources();
    prune_packages();
    prune_blobs();
    if (result_.sources + result_.packages + result_.blobs > 0)
      audit({{"sources", result_.sources},
             {"packages", result_.packages},
             {"blobs", result_.blobs},
             {"blob_bytes", result_.blob_bytes}});
    transaction.commit();
  }

  void prune_sources() {
    result_.sources =
        number("SELECT count(*) FROM " ASSIZE_OLD_SOURCES " AS old", {{":before", before_}});
    db_.run("DELETE FROM source_files WHERE source IN " ASSIZE_OLD_SOURCES, {{":before", before_}});
    // Of no submission: then nobody needs to know that there was one.
    db_.run(
        "DELETE FROM sources WHERE hash IN (SELECT hash FROM sources EXCEPT SELECT source FROM "
        "submissions EXCEPT SELECT source FROM source_files EXCEPT SELECT source FROM "
        "staged_rows)");
  }

  void prune_packages() {
    for (const std::string_view sql :
         {"DELETE FROM package_files WHERE package IN " ASSIZE_UNUSED_PACKAGES,
          "DELETE FROM package_statements WHERE package IN " ASSIZE_UNUSED_PACKAGES})
      db_.run(sql, {{":before", before_}});
    result_.packages = db_.run("DELETE FROM packages WHERE hash IN " ASSIZE_UNUSED_PACKAGES,
                               {{":before", before_}});
  }

  // For each blob the database looks whether somebody refers to it, which needs an index each.
  void prune_blobs() {
    db_.find(
        "SELECT count(*), CAST(COALESCE(sum(size), 0) AS BIGINT) FROM blobs WHERE hash "
        "IN " ASSIZE_UNUSED_BLOBS,
        {}, result_.blobs, result_.blob_bytes);
    if (result_.blobs == 0) return;
    db_.execute(
        "CREATE INDEX prune_sources ON source_files(blob); "
        "CREATE INDEX prune_packages ON package_files(blob); "
        "CREATE INDEX prune_programs ON programs(blob)");
    db_.run("DELETE FROM blobs WHERE hash IN " ASSIZE_UNUSED_BLOBS);
    db_.execute("DROP INDEX prune_sources; DROP INDEX prune_packages; DROP INDEX prune_programs");
  }

  void audit(json body) {
    body["by"] = clean_line(wanted_.who, 200);
    body["before"] = before_;
    store_.audit("pruned", std::nullopt, std::nullopt, body);
  }

  Store& store_;
  Database& db_;
  const PruneWanted& wanted_;
  std::int64_t before_ = 0;
  PruneResult result_;
};

}  // namespace

PruneResult prune(Store& store, const PruneWanted& wanted) { return Prune(store, wanted).run(); }

}  // namespace assize
