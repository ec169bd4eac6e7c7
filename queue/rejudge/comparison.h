// What a rejudge would change, or has changed, and why. Reads only; expects to be called within a
// Snapshot or a Transaction of the store's database.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "queue/rejudge/causes.h"
#include "storage/store/store.h"

namespace assize {

// A submission whose outcome is another one: its verdict, its score, or that of a test.
struct OutcomeChange {
  RejudgedPair pair;
  std::string score_change;  // "-20", "+1.5"; empty where it is the same, or there is none
  std::vector<Cause> causes;
  std::vector<TestChange> tests;
};

// One version of something and the one after it, which stood behind changes.
struct CauseDetail {
  Cause cause = Cause::package;
  std::string before;  // hash or version
  std::string after;
  std::string problem;              // of a package
  std::vector<FileChange> changes;  // files, or lines of a policy
  bool is_known = true;             // false: what it consisted of isn't in the store
  std::int64_t submissions = 0;
};

struct Comparison {
  RejudgeRow rejudge;
  RejudgeCounts counts;
  // Verdict before and after, and how many.
  std::map<std::pair<std::string, std::string>, std::int64_t> matrix;
  // Who loses first: by the change of the score, then of the verdict.
  std::vector<OutcomeChange> changes;
  std::vector<CauseDetail> details;  // of all causes of changes
  std::vector<RejudgedPair> failed;  // judge errors
  std::vector<Id> stale;             // judged in another way since
  std::int64_t noise = 0;            // changes without a cause
};

Comparison compare(Store& store, const RejudgeRow& rejudge);

// Of a rejudge with several judgings of each submission: those whose outcomes differ although all
// was the same.
struct NoisySubmission {
  Id submission = 0;
  std::string submitter;
  std::string problem;
  std::map<std::string, std::int64_t> outcomes;  // "WA secret/3: wrong answer": how often
};
struct NoiseReport {
  std::int64_t submissions = 0;
  std::int64_t judgings = 0;  // that are done
  std::vector<NoisySubmission> noisy;
};
NoiseReport noise_of(Store& store, const RejudgeRow& rejudge);

}  // namespace assize
