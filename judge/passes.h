// The compile check of a submission, and the passes of its tests: how often each is run, and which
// of these attempts counts.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "judge/prepared_submission.h"
#include "judge/problem.h"
#include "judge/rules/verdict.h"
#include "storage/records/judging_record.h"

namespace assize {

// All that judging a test needs.
struct JudgingContext {
  Slot& slot;
  const JudgeHost& judge_host;
  const Problem& problem;
  PreparedSubmission& prepared;
};

// One pass of a test: its attempts, of which one counts, and what the validator says of that one.
struct Pass {
  std::vector<RunRecord> attempts;
  std::size_t chosen = 0;
  FinishedRun run;
  Opinion opinion;
  std::optional<Validated> validated;
  std::string transcript;
  bool differs = false;  // a repetition answered something else: the first attempt stands
};

using Input = std::shared_ptr<const std::string>;

// The source is compiled before anything of it runs, in the jail and under the test's limits. Where
// that can be the beginning of the first test's run, it is: a run less for each submission.
Opinion compile(const JudgingContext& context, const TestCase* first, std::uint64_t source_size,
                JudgingRecord& judging);

// One pass of a test, with its input and what the validators are given. The output in `given` is
// filled in here. Throws JudgeError.
Pass judge_pass(const JudgingContext& context, const TestCase& test, const Input& input,
                const ValidatorInput& given);

}  // namespace assize
