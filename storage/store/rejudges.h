// Rejudges in the store: which judgings they stand for, and the previews that they are made of.
// What a rejudge means is decided in queue/rejudge/.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/database.h"
#include "storage/records/id.h"
#include "storage/records/job_state.h"
#include "storage/records/judging_record.h"

namespace assize {

enum class RejudgeState {
  open,      // its judgings are previews
  applied,   // they have taken the place of those before
  discarded  // they never will
};
std::string_view name_of(RejudgeState state);

struct RejudgeRow {
  Id id = 0;
  RejudgeState state = RejudgeState::open;
  std::string reason;
  std::string wanted;  // in words
  std::int64_t repeats = 1;
  std::string created_by;
  std::int64_t created_at = 0;  // ms since the epoch
  std::string ended_by;
  std::int64_t ended_at = 0;  // 0: it is open
};

// Which current judgings: those for which all that is given is so.
struct JudgedWanted {
  std::string problem = {};      // empty: any, as in what follows
  std::optional<Id> batch = {};  // of the submission
  std::string submitter = {};
  std::string verdict = {};                // letters
  bool rejected = false;                   // anything but accepted
  std::optional<std::int64_t> since = {};  // finished then or later, in ms since the epoch
  std::optional<std::int64_t> until = {};  // … before then
  // Judged with another package than the problem has now, or with another policy or runtime than
  // these (hashes).
  struct Present {
    std::string policy;
    std::string runtime;
  };
  std::optional<Present> outdated = {};
};

struct Judged {
  Id judging = 0;
  Id submission = 0;
  std::string submitter;
  std::string package;  // that the problem has now
  std::string worker;   // who judged it
};

// A judging without its tests.
struct JudgingOutline {
  Id id = 0;
  JobState state = JobState::queued;
  Opinion final;
  std::string score;
  Identities identities;
  std::string digest;
  std::string last_failure;
};

// A preview, and what it would take the place of.
struct RejudgedPair {
  Id submission = 0;
  std::string submitter;
  std::string problem;
  std::string file_name;
  JudgingOutline before;
  JudgingOutline after;
  bool is_stale = false;  // what it was to replace isn't the current judging any more
};

struct RejudgeCounts {
  std::int64_t judgings = 0;
  std::int64_t done = 0;
  std::int64_t waiting = 0;  // queued or leased
  std::int64_t failed = 0;   // set aside after judge errors
};

struct TestVerdict {
  std::string name;
  std::string verdict;
  std::string reason_class;
  bool operator==(const TestVerdict&) const = default;
};

struct FileHash {
  std::string path;
  std::string hash;
  auto operator<=>(const FileHash&) const = default;
};

class Rejudges {
 public:
  explicit Rejudges(Database& database) : database_(database) {}

  Id put(const RejudgeRow& row);  // its id and created_at are the database's
  std::optional<RejudgeRow> find(Id id);
  std::optional<Id> newest();
  std::vector<RejudgeRow> list();  // by id
  RejudgeCounts counts(Id id);
  void lock(Id id);  // nobody else changes it before the end of the transaction
  void end(Id id, RejudgeState state, const std::string& who);

  // The current judgings that are wanted, by submission; of these submissions, or of all. Without
  // those whose source was pruned.
  std::vector<Judged> judged(const JudgedWanted& wanted, const std::vector<Id>& submissions);
  // So many current judgings, drawn at random.
  std::vector<Id> sample(std::int64_t count);
  // How many submissions of a problem were last judged with another package than this one.
  std::int64_t count_with_other_package(const std::string& problem, const std::string& package);

  void put_preview(Id judging, Id rejudge, Id replaces);
  // By submission and judging, with or without the old one (`before` is empty then).
  void each_pair(Id rejudge, const std::function<void(const RejudgedPair&)>& visit);
  // The previews that are done become the current judgings.
  void make_current(Id rejudge);
  // Takes those off the queue that nobody has begun, and those that failed off the list of
  // troubles.
  void drop_unfinished(Id rejudge);

  std::vector<TestVerdict> test_verdicts(Id judging);            // in the order of judging
  std::vector<FileHash> package_files(const std::string& hash);  // by path
  std::string policy_text(const std::string& hash);
  // The list of a runtime's files; nothing where it isn't known.
  std::optional<std::string> runtime_files(const std::string& hash);
  bool has_runtime_files(const std::string& hash);
  // `blob` is the hash of the list.
  void put_runtime_files(const std::string& hash, const std::string& name,
                         const std::string& version, const std::string& blob);

 private:
  Database& database_;
};

}  // namespace assize
