// A problem package with its validators ready to be run.
#pragma once

#include <memory>
#include <vector>

#include "judge/judge_host.h"
#include "judge/validation/package_validator.h"
#include "problems/loaded_package.h"

namespace assize {

struct Problem {
  std::shared_ptr<const LoadedPackage> loaded;
  std::vector<BuiltProgram> validators;
  std::shared_ptr<const FileView> view = {};  // as Slot::show() takes it
  const Package& package() const { return loaded->package(); }
};

// Builds the package's output validators, or takes them from the cache, which may be null, and
// finds out what its submissions are shown. Throws InputError with what the compiler says,
// HostError, JudgeError.
Problem make_problem(const JudgeHost& judge_host, std::shared_ptr<const LoadedPackage> loaded,
                     ProgramCache* cache);

// What the problem's validators say of an output, which is in `given`: the default one, or those of
// the package, one after the other. Throws JudgeError.
Validated validate_output(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                          const TestCase& test, const ValidatorInput& given);

// A program of the package's imports the submission, and its last word is the same for all tests.
bool answers_can_be_forged(const LoadedPackage& loaded);

}  // namespace assize
