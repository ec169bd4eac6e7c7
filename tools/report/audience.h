// Who reads a result, and what of it.
//
// A program decides how much it writes, with which code and by which signal it ends, how long it
// takes and how much memory it uses. Where it can read a secret test's input, each exact figure of
// such a test can carry some of that input out to the submitter: printing n characters told n. So
// of secret tests only staff has the figures a program can choose freely, and times and memory
// exactly; everybody else has times in steps of 10 ms and memory in steps of 1 MiB. A submission's
// maxima are over its secret tests, too. Of how such a test failed the submitter has what is known
// of every program: which limit it passed, that it printed nothing, and of an error which of
// Python's own exceptions it was (some 70) and at which line of the submission it was raised: never
// a message, a name of the program's own or an exit code.
//
// The public has verdicts, scores and figures of numbered submissions, the same in every form of
// report: neither names of people nor of files, no reasons, no tests and no times of day.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "storage/records/judging_record.h"
#include "tools/report/background.h"

namespace assize {

enum class Audience { staff, submitter, everyone };
std::optional<Audience> audience_from(const std::string& name);  // staff, submitter, public

// Who reads a judging, and what it is explained by to them; without a background in general words.
struct Reader {
  Reader(Audience who, Background known = {})  // NOLINT: an audience is a reader who knows nothing
      : audience(who), background(std::move(known)) {}
  Audience audience;
  Background background;
};

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

// What a reader may see of a sample's data beside its output, where it wasn't accepted; else null.
const FailedSample* sample_for(const TestRecord& test, const Reader& reader);

// The reason as a reader may read it: for staff as it is recorded, for others in words that help
// (submitter_reason.h). What a program says as it dies can quote a secret test's input, and its
// exit code and signal are its own to choose: of such a test only staff reads them.
std::string reason_for(const TestRecord& test, const Reader& reader);
std::string reason_for(const JudgingRecord& judging, const Reader& reader);

}  // namespace assize
