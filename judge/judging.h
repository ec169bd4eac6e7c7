// Judging one submission, from its source to its verdict.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "judge/bench.h"
#include "judge/core/judging_record.h"
#include "judge/core/source.h"
#include "judge/grading/package_validator.h"
#include "problems/loaded_package.h"

namespace assize {

// A package with its validators ready to be run.
struct Problem {
  std::shared_ptr<const LoadedPackage> loaded;
  std::vector<BuiltProgram> validators;
  std::shared_ptr<const FileView> view = {};  // as Slot::show() takes it
  const Package& package() const { return loaded->package(); }
};

// Builds the package's output validators, or takes them from the cache, which may be null, and
// finds out what its submissions are shown. Throws InputError with what the compiler says,
// HostError, JudgeError.
Problem make_problem(const Bench& bench, std::shared_ptr<const LoadedPackage> loaded,
                     ProgramCache* cache);

// What the problem's validators say of an output, which is in `given`: the default one, or those of
// the package, one after the other. Throws JudgeError.
Validated validate_output(Slot& slot, const Bench& bench, const Problem& problem,
                          const TestCase& test, const ValidatorInput& given);

struct JudgeOptions {
  bool full = false;                           // run all tests, not only those that matter
  std::optional<nanoseconds> time_limit = {};  // instead of the package's own
  std::string only_test = {};                  // this one alone; then there is no score
};

// Throws JudgeError if the judge itself failed: then there is no verdict.
JudgingRecord judge(Slot& slot, const Bench& bench, const Problem& problem, const Source& source,
                    const JudgeOptions& options);

}  // namespace assize
