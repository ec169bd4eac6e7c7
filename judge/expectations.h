// Whether a judging is what a package expects of one of its submissions. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/core/judging_record.h"
#include "problems/submissions.h"

namespace assize {

// What isn't as expected, one sentence each; empty if all is.
std::vector<std::string> unmet_expectations(const PackageSubmission& submission,
                                            const JudgingRecord& judging);

// Whether more tests must be judged than those that matter, before that can be said.
bool wants_all_tests(const PackageSubmission& submission, const JudgingRecord& judging);

// "AC", "WA or TLE", with the score if one is expected.
std::string expected_in_words(const PackageSubmission& submission);

}  // namespace assize
