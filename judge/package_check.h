// Checks a package whole: that it can be imported, that its validators build, that they accept its
// own data, and that each of its submissions gets what the package expects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/judging.h"
#include "problems/submissions/submissions.h"

namespace assize {

struct CheckedSubmission {
  PackageSubmission submission;
  std::string skipped;                   // why it isn't judged; empty: it is
  std::optional<JudgingRecord> judging;  // nothing: skipped, or a judge error
  std::vector<std::string> unmet;
};

struct PackageCheck {
  std::string path;
  std::string problem;
  std::string format;
  std::string name;
  std::size_t tests = 0;
  std::size_t input_validators = 0;
  std::size_t validator_tests = 0;
  nanoseconds time_limit{};
  Limits limits;  // of a submission's run, the policy's included
  bool time_limit_is_computed = false;
  std::vector<std::string> warnings;
  std::vector<std::string> errors;
  std::vector<CheckedSubmission> submissions;
  bool is_refused = false;  // a unit-test problem whose files can't be judged (docs/unit-tests.md)
  // Margins of the time limit, in CPU time: that of the slowest submission that shall be in time,
  // and of the fastest that shall not be.
  std::optional<nanoseconds> slowest_accepted;
  std::optional<nanoseconds> fastest_too_slow;
  bool is_good() const;
  std::size_t judged() const;  // submissions
};

struct CheckOptions {
  LoadOptions load;
  std::uint32_t slots = 1;  // that work at the same time, on whatever package
};

// The results are in the order of the directories. Throws HostError.
std::vector<PackageCheck> check_packages(const JudgeHost& judge_host,
                                         const std::vector<std::string>& directories,
                                         const CheckOptions& options);

// Why a submission isn't judged; empty: it is.
std::string why_skipped(const PackageSubmission& submission);

// What a check that found nothing wrong says little about: a package without submissions, or
// without tests that a reader doesn't know.
std::vector<std::string> warnings_of_little(const PackageCheck& check,
                                            const std::vector<TestCase>& tests);

// The time limit for a slowest accepted submission that needs so long: that times the package's
// multiplier, rounded up to its resolution.
nanoseconds time_limit_for(nanoseconds slowest, const TimeLimitRules& rules);

// That of a package that has none. Throws InputError if it has no accepted submission that assize
// can judge, or one that isn't accepted.
nanoseconds compute_time_limit(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                               const std::vector<PackageSubmission>& submissions);

}  // namespace assize
