// Whether a judging is what a package expects of a submission. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/core/judging_record.h"
#include "problems/submissions.h"

namespace assize {

// One line for each expectation, or part of one, that isn't met: what is expected, by whom, what
// came. Tests that weren't judged say nothing against `each`; for `required` they may be missing,
// so it takes a judging of all tests. Groups that had nothing judged in them say nothing.
std::vector<std::string> unmet(const PackageSubmission& submission, const JudgingRecord& judging);

}  // namespace assize
