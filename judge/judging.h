// Judging one submission, from its source to its verdict.
#pragma once

#include <optional>
#include <string>

#include "judge/problem.h"
#include "storage/records/judging_record.h"
#include "storage/records/source.h"

namespace assize {

struct JudgeOptions {
  bool full = false;                           // run all tests, not only those that matter
  std::optional<nanoseconds> time_limit = {};  // instead of the package's own
  std::string only_test = {};                  // this one alone; then there is no score
  // Whether what runs wrote is kept of every test, or only where somebody will read it: of samples,
  // which submitters see, and of what wasn't accepted.
  bool all_excerpts = true;
};

// Throws JudgeError if the judge itself failed: then there is no verdict.
JudgingRecord judge(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                    const Source& source, const JudgeOptions& options);

}  // namespace assize
