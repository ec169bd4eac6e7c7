// Verdicts and opinions: their names, as they are recorded and shown. The letters are those of
// docs/verdicts.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "storage/records/reason_class.h"

namespace assize {

// In the order of precedence within one run: of several that are true, the first one counts.
// (CE is decided before any test is run; AC is what is left.)
enum class Verdict {
  judge_error,
  security_violation,
  output_limit_exceeded,
  memory_limit_exceeded,
  time_limit_exceeded,
  run_time_error,
  compile_error,
  wrong_answer,
  partial,  // only where a package scores
  accepted  // the last one
};
constexpr std::size_t kVerdictCount = static_cast<std::size_t>(Verdict::accepted) + 1;

std::string_view letters(Verdict verdict);                      // "AC", "WA", …
std::string_view words(Verdict verdict);                        // "accepted", …
std::optional<Verdict> verdict_from_letters(std::string_view);  // exact, upper case

// An opinion of a run: the verdict, a reason class, and a reason in words, short and fit for the
// submitter.
struct Opinion {
  Verdict verdict = Verdict::accepted;
  ReasonClass reason_class;
  std::string reason;
  bool operator==(const Opinion&) const = default;
};

}  // namespace assize
