#include "storage/migrations/schema.h"

#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

// Times are milliseconds since 1970 (UTC) unless a name says otherwise; durations nanoseconds.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE blobs (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  content BLOB NOT NULL
);
CREATE TABLE packages (
  hash TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  tests BIGINT NOT NULL,
  time_limit_ns BIGINT NOT NULL,
  memory_limit BIGINT NOT NULL,
  lenient BIGINT NOT NULL,
  warnings TEXT NOT NULL,
  imported_at BIGINT NOT NULL
);
CREATE TABLE package_files (
  package TEXT NOT NULL REFERENCES packages(hash),
  path TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blobs(hash),
  PRIMARY KEY (package, path)
);
CREATE TABLE problems (
  id TEXT PRIMARY KEY,
  package TEXT NOT NULL REFERENCES packages(hash)
);
CREATE TABLE sources (
  hash TEXT PRIMARY KEY,
  size BIGINT NOT NULL
);
CREATE TABLE source_files (
  source TEXT NOT NULL REFERENCES sources(hash),
  path TEXT NOT NULL,
  blob TEXT NOT NULL REFERENCES blobs(hash),
  PRIMARY KEY (source, path)
);
CREATE TABLE batches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  external_id TEXT,
  version BIGINT NOT NULL,
  submitter TEXT NOT NULL,
  problem TEXT NOT NULL REFERENCES problems(id),
  language TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES sources(hash),
  file_name TEXT NOT NULL,
  priority BIGINT NOT NULL,
  batch BIGINT REFERENCES batches(id),
  submitted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX submissions_external ON submissions(external_id, version)
  WHERE external_id IS NOT NULL;
CREATE INDEX submissions_batch ON submissions(batch) WHERE batch IS NOT NULL;

CREATE TABLE policies (hash TEXT PRIMARY KEY, name TEXT NOT NULL, content TEXT NOT NULL);
CREATE TABLE runtimes (hash TEXT PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL);

-- One evaluation of a submission. state: queued, leased, done, set_aside.
CREATE TABLE judgings (
  id INTEGER PRIMARY KEY,
  submission BIGINT NOT NULL REFERENCES submissions(id),
  package TEXT NOT NULL REFERENCES packages(hash),
  state TEXT NOT NULL,
  priority BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  queued_at BIGINT NOT NULL,
  lease_token BIGINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_expires BIGINT,
  failures BIGINT NOT NULL DEFAULT 0,
  last_failure TEXT,
  expiries BIGINT NOT NULL DEFAULT 0,
  verdict TEXT,
  reason_class TEXT,
  reason TEXT,
  score TEXT,
  digest TEXT,
  policy TEXT REFERENCES policies(hash),
  runtime TEXT REFERENCES runtimes(hash),
  judge_version TEXT,
  host TEXT,
  cpu_ns BIGINT,
  wall_ns BIGINT,
  memory BIGINT,
  compile_message TEXT,
  compile_facts TEXT,
  finished_at BIGINT
);
CREATE INDEX judgings_of_submission ON judgings(submission);
CREATE INDEX judgings_queue ON judgings(priority DESC, turn, id) WHERE state = 'queued';
CREATE INDEX judgings_leased ON judgings(lease_expires) WHERE state = 'leased';
CREATE INDEX judgings_set_aside ON judgings(id) WHERE state = 'set_aside';
CREATE INDEX judgings_finished ON judgings(finished_at) WHERE state = 'done';

-- One row per test that was run; all attempts at it are in `facts`, as JSON.
CREATE TABLE runs (
  judging BIGINT NOT NULL REFERENCES judgings(id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  test_group TEXT NOT NULL,
  sample BIGINT NOT NULL,
  verdict TEXT NOT NULL,
  reason_class TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  output_excerpt TEXT NOT NULL,
  error_excerpt TEXT NOT NULL,
  feedback TEXT NOT NULL,
  PRIMARY KEY (judging, number)
);

-- Fair order: see queue/queue.cpp.
CREATE TABLE turns (
  submitter TEXT NOT NULL,
  priority BIGINT NOT NULL,
  turn BIGINT NOT NULL,
  PRIMARY KEY (submitter, priority)
);
CREATE TABLE clocks (priority BIGINT PRIMARY KEY, turn BIGINT NOT NULL);

CREATE TABLE workers (
  id TEXT PRIMARY KEY,
  host TEXT NOT NULL,
  pid BIGINT NOT NULL,
  slots BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  judged BIGINT NOT NULL
);

-- The audit log: append-only. Each entry has its place (seq, without gaps) and the digest of its body.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  submission BIGINT,
  judging BIGINT,
  body TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
)sql";

// Scores and groups, validators of a package's own, and what a package is beside its limits.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE packages ADD COLUMN computed_time_limit_ns BIGINT;
ALTER TABLE packages ADD COLUMN scoring BIGINT NOT NULL DEFAULT 0;
CREATE TABLE package_statements (
  package TEXT NOT NULL REFERENCES packages(hash),
  path TEXT NOT NULL,
  language TEXT NOT NULL,
  PRIMARY KEY (package, path)
);

-- Validators as they were built. The key says of what and with what: see the one who puts them.
CREATE TABLE programs (
  key TEXT PRIMARY KEY,
  blob TEXT NOT NULL REFERENCES blobs(hash)
);

ALTER TABLE judgings ADD COLUMN highest_score TEXT;
ALTER TABLE runs ADD COLUMN message TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN transcript TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN score TEXT NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN passes BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN counts BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN validation_facts TEXT NOT NULL DEFAULT '';

-- The groups of a judging of a problem that scores, in the order of judging.
CREATE TABLE group_results (
  judging BIGINT NOT NULL REFERENCES judgings(id),
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  verdict TEXT NOT NULL,
  score TEXT NOT NULL,
  highest TEXT NOT NULL,
  PRIMARY KEY (judging, number)
);
)sql";

// Hand-ins: what couldn't be taken, what a manifest says beside its own columns, and when something
// was handed in last.
constexpr const char* kVersion3 = R"sql(
ALTER TABLE submissions ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN further TEXT NOT NULL DEFAULT '';
ALTER TABLE submissions ADD COLUMN handed_in_at BIGINT NOT NULL DEFAULT 0;
UPDATE submissions SET handed_in_at =
  COALESCE((SELECT created_at FROM batches WHERE batches.id = submissions.batch), submitted_at);

-- Submissions that couldn't be taken. They have no source and no judging, and perhaps no problem
-- that is known. Their ids are of one sequence with those of submissions.
CREATE TABLE refused_submissions (
  id INTEGER PRIMARY KEY,
  external_id TEXT,
  submitter TEXT NOT NULL,
  problem TEXT NOT NULL,
  language TEXT NOT NULL,
  file_name TEXT NOT NULL,
  batch BIGINT REFERENCES batches(id),
  submitted_at BIGINT NOT NULL,
  handed_in_at BIGINT NOT NULL,
  further TEXT NOT NULL,
  refusal TEXT NOT NULL
);
CREATE INDEX refused_in_batch ON refused_submissions(batch, submitter, problem);
CREATE INDEX refused_external ON refused_submissions(external_id) WHERE external_id IS NOT NULL;

CREATE VIEW hand_ins AS
  SELECT id, external_id, version, submitter, problem, language, source, file_name, priority, batch,
    submitted_at, handed_in_at, note, further, '' AS refusal FROM submissions
  UNION ALL
  SELECT id, external_id, 0, submitter, problem, language, '', file_name, 0, batch,
    submitted_at, handed_in_at, '', further, refusal FROM refused_submissions;
)sql";

// Tries of a job: when the next one may begin, and whether workers die of it (queue/expiry.cpp).
constexpr const char* kVersion4 = R"sql(
ALTER TABLE judgings ADD COLUMN not_before BIGINT NOT NULL DEFAULT 0;
ALTER TABLE judgings ADD COLUMN lone_deaths BIGINT NOT NULL DEFAULT 0;
DROP INDEX judgings_queue;
CREATE INDEX judgings_queue ON judgings(priority DESC, turn, id)
  WHERE state = 'queued' AND not_before = 0;
CREATE INDEX judgings_waiting ON judgings(not_before) WHERE state = 'queued' AND not_before > 0;
CREATE INDEX judgings_lone_deaths ON judgings(id) WHERE lone_deaths > 0;
)sql";

constexpr std::array kMigrations{kVersion1, kVersion2, kVersion3,
                                 kVersion4};  // [n] brings version n to n + 1
constexpr std::int64_t kNewest = kMigrations.size();

// "asiz": the file says that it is ours (PRAGMA application_id).
constexpr std::int64_t kApplication = 0x6173697A;

std::int64_t pragma(Database& database, const char* sql) {
  Statement statement = database.prepare(sql);
  return statement.step() ? statement.number(0) : 0;
}

bool is_empty(Database& database) {
  Statement count = database.prepare("SELECT count(*) FROM sqlite_master");
  return count.step() && count.number(0) == 0;
}

std::int64_t version_of(Database& database) {
  if (is_empty(database)) return 0;
  if (pragma(database, "PRAGMA application_id") != kApplication)
    throw InputError("store " + shown_name(database.path()) +
                     ": is a database of another program, not a store of assize: name another file "
                     "with --store");
  const std::int64_t version = pragma(database, "PRAGMA user_version");
  if (version > kNewest)
    throw InputError("store " + shown_name(database.path()) +
                     ": was made by a newer assize (its schema is version " +
                     std::to_string(version) + ", this program knows " + std::to_string(kNewest) +
                     "): use that version");
  return version;
}

// The version of a store that another process may be making at this moment.
std::int64_t awaited(Database& database) {
  constexpr int kTries = 20;
  constexpr std::chrono::milliseconds kPause{50};
  for (int i = 0; i < kTries; ++i) {
    {
      const Transaction transaction(database);
      const std::int64_t version = version_of(database);
      if (version != 0) return version;
    }
    std::this_thread::sleep_for(kPause);
  }
  throw InputError("store " + shown_name(database.path()) +
                   ": is empty, there is no store in it: remove it and make one (assize "
                   "init), restore a backup, or name another file with --store");
}

// A copy of the store as it was, whole or not at all: a file that is there under its name was
// finished, and several processes may do this at the same time.
void back_up(Database& database, std::int64_t version) {
  namespace fs = std::filesystem;
  const std::string backup = database.path() + ".backup-v" + std::to_string(version);
  if (fs::exists(backup)) return;
  const std::string unfinished = backup + ".unfinished-" + std::to_string(::getpid());
  fs::remove(unfinished);
  database.backup_to(unfinished);
  fs::rename(unfinished, backup);
}

}  // namespace

void bring_up_to_date(Database& database) {
  std::int64_t version = version_of(database);
  const bool makes_one = database.mode() == Database::Mode::initialize ||
                         (database.mode() == Database::Mode::create && !database.was_empty());
  if (version == 0 && !makes_one) version = awaited(database);
  database.execute("PRAGMA journal_mode=WAL");  // kept by the file: only now that it is ours
  if (version == kNewest) return;
  if (version > 0) back_up(database, version);
  Transaction transaction(database);
  version = version_of(database);  // another process may have been faster
  for (; version < kNewest; ++version)
    database.execute(kMigrations.at(static_cast<std::size_t>(version)));
  database.execute(("PRAGMA application_id=" + std::to_string(kApplication)).c_str());
  database.execute(("PRAGMA user_version=" + std::to_string(kNewest)).c_str());
  transaction.commit();
}

}  // namespace assize
