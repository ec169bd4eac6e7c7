// A judging: one evaluation of a submission, as it is recorded and shown.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "storage/records/run_record.h"
#include "storage/records/verdict_names.h"

namespace assize {

struct TestRecord {
  std::string name;
  std::string group;
  bool sample = false;
  Opinion opinion;
  std::vector<RunRecord> attempts;  // in their order
  std::size_t chosen = 0;           // which of them counts
  std::string output_excerpt;       // cleaned, at most kExcerptBytes
  std::string error_excerpt;
  std::string feedback;      // what the validator says, for staff; cleaned
  std::string message;       // what the validator says to the submitter; cleaned
  std::string note;          // what its author should know of the validator; not part of a record
  std::string transcript;    // of an interactive test, for staff: an excerpt, cleaned
  std::string score;         // exact decimal text; empty: the problem doesn't score
  std::uint32_t passes = 1;  // of a multi-pass problem
  bool counts = true;        // false: run only because all were wanted (--full)
  std::optional<RunRecord> validation;  // of the package's own validator, where one was run
  bool pruned = false;  // of its attempts only times and memory are known, of outputs nothing
  const RunRecord& run() const { return attempts[chosen]; }
  // The most of all attempts: each was needed, and the one that decides may be the quickest.
  nanoseconds cpu() const {
    nanoseconds most{};
    for (const auto& attempt : attempts) most = std::max(most, attempt.cpu);
    return most;
  }
};

struct GroupRecord {
  std::string name;  // "secret/2"
  Verdict verdict = Verdict::accepted;
  std::string score;    // as in TestRecord
  std::string highest;  // the most that it can have; empty: not known, or the problem doesn't score
  bool operator==(const GroupRecord&) const = default;
};

struct Identities {
  std::string source_hash;
  std::string package_hash;
  std::string policy_hash;
  std::string runtime_hash;
  std::string runtime_name;     // "python3"
  std::string runtime_version;  // "CPython 3.11.2"
  std::string judge_version;    // of assize
  std::string host;             // what confined the runs: "cgroup v2, kernel 6.1.0"
};

struct JudgingRecord {
  Identities identities;
  Opinion final;
  std::string score;                // empty: the problem doesn't score
  std::string highest_score;        // empty also where it isn't known
  std::vector<GroupRecord> groups;  // of a problem that scores, in the order of judging
  std::string digest;
  std::vector<TestRecord> tests;  // those that were run, in the order of judging
  std::optional<RunRecord> compile;
  std::string compile_message;  // of a CE; cleaned
};

// Whether it is of a store from which outputs and facts were taken away (assize store prune).
inline bool is_pruned(const JudgingRecord& judging) {
  return std::any_of(judging.tests.begin(), judging.tests.end(),
                     [](const TestRecord& test) { return test.pruned; });
}

// Maxima over the tests; zero where no test was run.
inline nanoseconds max_cpu(const JudgingRecord& judging) {
  nanoseconds most{};
  for (const auto& test : judging.tests) most = std::max(most, test.cpu());
  return most;
}
inline nanoseconds max_wall(const JudgingRecord& judging) {
  nanoseconds most{};
  for (const auto& test : judging.tests) most = std::max(most, test.run().wall);
  return most;
}
inline Bytes max_memory(const JudgingRecord& judging) {
  Bytes most;
  for (const auto& test : judging.tests) most = std::max(most, test.run().memory_peak);
  return most;
}

}  // namespace assize
