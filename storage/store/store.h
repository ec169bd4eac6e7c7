// The store: packages, submissions, judgings and the audit log, over a database. Everything that
// changes more than one thing expects to be called within a Transaction.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "storage/engine/database.h"
#include "storage/engine/host_clock.h"
#include "storage/records/job_state.h"
#include "storage/records/judging_record.h"
#include "storage/records/policy.h"
#include "storage/records/source.h"
#include "storage/store/audit_log.h"
#include "storage/store/audited_rows.h"
#include "storage/store/blob_pieces.h"
#include "storage/store/jobs.h"

namespace assize {

// Milliseconds since 1970, UTC, by this host's clock. Leases go by another one (lease_clock.h).
std::int64_t now_ms();

struct StoredFile {
  std::string path;
  std::string blob;
  std::uint64_t size = 0;
};

struct StoredBlob {
  std::string hash;
  std::uint64_t size = 0;
};

struct StoredStatement {
  std::string path;      // in the package
  std::string language;  // "en", or empty
  bool operator==(const StoredStatement&) const = default;
};

struct PackageRow {
  std::string hash;
  std::string problem;  // two problems may have the same content
  std::string name;
  std::string format;
  std::int64_t tests = 0;
  nanoseconds time_limit{};
  Bytes memory_limit;
  bool lenient = false;
  std::string warnings;  // one a line
  std::int64_t imported_at = 0;
  // The limit that was computed from accepted submissions, of a package without one of its own; it
  // is the time limit then. Who loads the package again must give it.
  std::optional<nanoseconds> computed_time_limit = {};
  bool scoring = false;
  std::vector<StoredStatement> statements = {};  // by path
};

struct SubmissionRow {
  Id id = 0;
  std::string external_id;  // empty: none
  std::int64_t version = 1;
  std::string submitter;
  std::string problem;
  std::string language;
  std::string source;
  std::string file_name;
  std::int64_t priority = 0;
  std::optional<Id> batch;
  std::int64_t submitted_at = 0;
  std::int64_t handed_in_at = 0;  // last; the same content can be handed in again. 0: submitted_at
  std::string note;               // what was done to the files as they were read
  std::string further;            // what else a manifest said of it, a JSON object; or empty
  std::string refusal;  // why it couldn't be taken: then it has no source, and is never judged
};

struct JudgingRow {
  Id id = 0;
  Id submission = 0;
  std::string package;
  JobState state = JobState::queued;
  std::int64_t queued_at = 0;
  std::int64_t finished_at = 0;
  std::int64_t failures = 0;
  std::string last_failure;
  std::string policy_name;
  std::optional<Id> rejudge;  // that it is of
  bool is_preview = false;    // of one that isn't applied
  JudgingRecord record;       // of a judging that is done
};

// What has become of a judging, without its record.
struct JudgingStanding {
  JobState state = JobState::queued;
  std::string package;
  std::int64_t failures = 0;
};

class Store {
 public:
  // Opens a store by its name (storage/engine/open.h) and brings its schema up to date; but one
  // that workers of an older version use is refused (upgrade.h), except in the mode `initialize`.
  // One that isn't there is made only in the mode `create` or `initialize`: else a mistyped path is
  // an error that names it.
  explicit Store(const std::string& url, Database::Mode mode = Database::Mode::create,
                 const HostClock& clock = kernel_clock());

  Database& database() { return *database_; }

  // Content-addressed: the same content is kept once. Throw DamagedItem if it isn't there, or isn't
  // what its hash says, which of a piece alone can't be told.
  std::string put_blob(std::string_view content);
  std::string blob(const std::string& hash);
  BlobPiece blob_piece(const std::string& hash, std::int64_t number);  // blob_pieces.h

  // Imports a package and makes it the problem's current one. False if it was that already.
  bool put_package(const PackageRow& package, const std::vector<StoredFile>& files,
                   const std::function<std::string(const std::string& path)>& read);
  std::vector<PackageRow> problems();  // current packages, by problem id
  std::optional<PackageRow> current_package(const std::string& problem);
  std::optional<PackageRow> package(const std::string& hash);  // its problem is left empty
  std::vector<StoredFile> package_files(const std::string& hash);

  // Built validators. The key stands for all that the content depends on; a second content under
  // the same key takes the first one's place.
  void put_program(const std::string& key, std::string_view content);
  std::optional<std::string> program(const std::string& key);
  std::optional<StoredBlob> program_blob(const std::string& key);

  std::string put_source(const Source& source);  // its hash
  void put_source(const std::string& hash, const Source& source);
  // Throws DamagedItem if it isn't what it says, or has no files any more.
  Source source(const std::string& hash);
  // Many at once.
  void put_sources(std::span<const Source* const> sources);
  bool has_source(const std::string& hash);  // false: never was there, or its files were pruned
  std::set<std::string> sources_there(const std::vector<std::string>& hashes);  // of these

  Id put_batch(const std::string& name);
  std::optional<Id> find_batch(const std::string& id_or_name);  // the newest of that name
  std::optional<Id> batch_named(const std::string& name);       // the newest
  std::string batch_name(Id batch);
  // A submission, or, with a refusal, one that couldn't be taken.
  Id put_submission(const SubmissionRow& submission);
  // Many at once, none of them refused. Gives them their ids, in ascending order.
  void put_submissions(std::span<SubmissionRow> submissions);
  std::optional<SubmissionRow> submission(Id id);
  // The same was handed in again: when, and what the manifest says of it now.
  void hand_in_again(const SubmissionRow& submission, std::int64_t at, const std::string& further);
  // One of the same batch that was refused with the same words.
  std::optional<SubmissionRow> refused_like(const SubmissionRow& submission);
  // The newest version queued under an external id.
  std::optional<SubmissionRow> by_external_id(const std::string& external_id);
  // … under many of them, as many as there are.
  std::map<std::string, SubmissionRow> by_external_ids(const std::vector<std::string>& ids);
  // In the order of submission, those that couldn't be taken among them; all, or one batch's.
  // Streams: one row is in memory at a time. `newest`: without those of a batch in whose place
  // something was handed in later, under the same external id or by the same submitter for the same
  // problem. What was handed in at once stands together.
  enum class Versions { newest, all };
  void each_submission(std::optional<Id> batch, Versions versions,
                       const std::function<void(const SubmissionRow&)>& visit);

  // Ends a lease with a verdict. Nothing, and nothing is changed, if it isn't good any more.
  std::optional<JudgedHashes> put_judging(const Lease& lease, const JudgingRecord& record,
                                          const Policy& policy);
  std::optional<JudgingRow> judging(Id id);
  // These pass over previews.
  std::vector<JudgingRow> judgings(Id submission);           // oldest first
  std::optional<JudgingRow> current_judging(Id submission);  // the newest done one, else the newest
  std::optional<JudgingStanding> current_standing(Id submission);  // of that one

  // Appends an entry to the audit log (audit_log.h).
  void audit(const std::string& kind, std::optional<Id> submission, std::optional<Id> judging,
             const nlohmann::json& body) {
    append_to_audit(*database_, kind, submission, judging, body);
  }

 private:
  std::vector<JudgingRow> read_judgings(Rows rows);
  bool knows(const std::string& hash);
  void put_identities(const Lease& lease, const Identities& ids, const Policy& policy);
  void put_runs(Id judging, const JudgingRecord& record, JudgedRows& written);
  void put_groups(Id judging, const JudgingRecord& record, JudgedRows& written);
  void read_parts(JudgingRow& judging);
  std::vector<PackageRow> read_packages(Rows rows);

  std::unique_ptr<Database> database_;
  // Policies and runtimes that were seen to be there, unless something was undone since.
  std::set<std::string> known_;
  std::uint64_t known_at_ = 0;  // Database::times_undone()
};

}  // namespace assize
