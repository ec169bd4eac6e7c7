// Who reads a result, and what of it.
//
// A program decides how much it writes, with which code and by which signal it ends, how long it
// takes and how much memory it uses. Where it can read a secret test's input, each exact figure of
// such a test can carry some of that input out to the submitter: printing n characters told n. So
// of secret tests only staff has the figures a program can choose freely, and times and memory
// exactly; everybody else has times in steps of 10 ms and memory in steps of 1 MiB. A submission's
// maxima are over its secret tests, too.
//
// The public has verdicts, scores and figures of numbered submissions, the same in every form of
// report: neither names of people nor of files, no reasons, no tests and no times of day.
#pragma once

#include <optional>
#include <string>

#include "storage/records/judging_record.h"

namespace assize {

enum class Audience { staff, submitter, everyone };
std::optional<Audience> audience_from(const std::string& name);  // staff, submitter, public

// Whether an audience may have a test's figures exactly, with all that a program can choose.
bool sees_figures(const TestRecord& test, Audience audience);

constexpr nanoseconds kTimeStep = std::chrono::milliseconds{10};
constexpr Bytes kMemoryStep = Bytes{1U << 20U};

// Rounded up to a step: what is over a limit isn't shown below it.
nanoseconds in_steps(nanoseconds time);
Bytes in_steps(Bytes memory);

// What is shown of the figures of a test or, as maxima, of a judging.
struct Figures {
  nanoseconds cpu{};
  nanoseconds wall{};
  Bytes memory;
};
Figures figures_for(const TestRecord& test, Audience audience);
Figures figures_for(const JudgingRecord& judging, Audience audience);

// The reason as an audience may read it. What a program says as it dies can quote a secret test's
// input, and its exit code and signal are its own to choose: of such a test only staff reads them.
std::string reason_for(const TestRecord& test, Audience audience);
std::string reason_for(const JudgingRecord& judging, Audience audience);

}  // namespace assize
