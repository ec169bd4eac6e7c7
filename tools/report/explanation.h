// Why a submission wasn't accepted, in words for the author of a package.
#pragma once

#include <string>

#include "storage/records/judging_record.h"

namespace assize {

// The test that decided the verdict; none if all that counts were accepted, or nothing was run.
const TestRecord* deciding_test(const JudgingRecord& judging);

// What the validator says, which limit was passed and by how much, or how the program ended.
std::string explanation_of(const TestRecord& test, const Limits& limits);

}  // namespace assize
