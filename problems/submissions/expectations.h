// Whether a judging is what a package expects of a submission. Pure.
#pragma once

#include <string>
#include <vector>

#include "problems/submissions/submissions.h"
#include "storage/records/judging_record.h"

namespace assize {

// One line for each expectation, or part of one, that isn't met: what is expected, by whom, what
// came. Tests that weren't judged say nothing against `each`; for `required` they may be missing,
// so it takes a judging of all tests. Groups that had nothing judged in them say nothing.
std::vector<std::string> unmet(const PackageSubmission& submission, const JudgingRecord& judging);

// Whether a judging of the tests that matter isn't enough to say so: an expectation is about
// others.
bool wants_all_tests(const PackageSubmission& submission, const JudgingRecord& judging);

// What is expected of it as a whole, for people: "AC", "WA or TLE", "PA 40".
std::string in_words(const PackageSubmission& submission);

}  // namespace assize
