#include "storage/records/verdict_names.h"

#include <algorithm>
#include <array>

namespace assize {

namespace {

struct Name {
  Verdict verdict;
  std::string_view letters;
  std::string_view words;
};

constexpr std::array kNames{
    Name{Verdict::judge_error, "JE", "judge error"},
    Name{Verdict::security_violation, "SV", "security violation"},
    Name{Verdict::output_limit_exceeded, "OLE", "output limit exceeded"},
    Name{Verdict::memory_limit_exceeded, "MLE", "memory limit exceeded"},
    Name{Verdict::time_limit_exceeded, "TLE", "time limit exceeded"},
    Name{Verdict::run_time_error, "RTE", "run-time error"},
    Name{Verdict::compile_error, "CE", "compile error"},
    Name{Verdict::wrong_answer, "WA", "wrong answer"},
    Name{Verdict::partial, "PA", "partially accepted"},
    Name{Verdict::accepted, "AC", "accepted"},
};

// The table is indexed by the verdict: a verdict without a name doesn't compile.
constexpr bool is_complete() {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i].verdict != static_cast<Verdict>(i)) return false;
  return kNames.size() == kVerdictCount;
}
static_assert(is_complete());

const Name& name_of(Verdict verdict) { return kNames.at(static_cast<std::size_t>(verdict)); }

}  // namespace

std::string_view letters(Verdict verdict) { return name_of(verdict).letters; }
std::string_view words(Verdict verdict) { return name_of(verdict).words; }

std::optional<Verdict> verdict_from_letters(std::string_view text) {
  const auto* found = std::find_if(kNames.begin(), kNames.end(),
                                   [&](const Name& name) { return name.letters == text; });
  if (found == kNames.end()) return std::nullopt;
  return found->verdict;
}

}  // namespace assize
