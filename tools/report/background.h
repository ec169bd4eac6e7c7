// What explains a judging beside its record: the limits that held, which lines are the submission's
// own, and the data of the samples that it failed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "problems/grading/difference.h"
#include "problems/loaded_package.h"
#include "storage/records/judging_record.h"
#include "storage/records/source.h"

namespace assize {

// A sample that wasn't accepted, of a problem whose submissions read all of their input and then
// are judged by all of their output: not of an interactive one.
struct FailedSample {
  std::string input;  // excerpts as of outputs: cleaned, at most kExcerptBytes
  std::string answer;
  bool is_compared = false;  // the output must be this answer: no validator of the package's own
  // Where the output's excerpt first differs from the answer; nothing where that isn't known.
  std::optional<Difference> difference;
};

struct Background {
  std::optional<Limits> limits;                    // nothing: not known
  std::map<std::string, std::uint64_t> own_lines;  // how many, of each of the submission's files
  std::map<std::string, FailedSample> samples;     // by the test's name
};

// Of a judging with this package, these limits and this source; null: it isn't known any more.
Background background_of(const JudgingRecord& judging, const LoadedPackage& loaded,
                         const std::optional<Limits>& limits, const Source* source);

}  // namespace assize
