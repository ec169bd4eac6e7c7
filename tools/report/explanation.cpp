#include "tools/report/explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/format.h"

namespace assize {

namespace {

std::string reason_with_limit(const TestRecord& test, const Limits& limits) {
  const Opinion& opinion = test.opinion;
  switch (opinion.reason_class.value()) {
    case ReasonClass::output_size:
      return "standard output passed its limit of " + limit_in_words(limits.output);
    case ReasonClass::error_output_size:
      return "standard error passed its limit of " + limit_in_words(limits.error_output);
    case ReasonClass::memory:
      return fmt::format("{} (limit {})", opinion.reason, limit_in_words(limits.memory));
    case ReasonClass::cpu_time:
      return fmt::format("{} (limit {}, used {})", opinion.reason, in_seconds(limits.time),
                         in_seconds(test.run().cpu));
    case ReasonClass::wall_time:
      return fmt::format("{} (limit {})", opinion.reason, in_seconds(limits.wall));
    case ReasonClass::none:
    case ReasonClass::exit_code:
    case ReasonClass::signal:
    case ReasonClass::wrong_output:
    case ReasonClass::partly_right:
    case ReasonClass::compiler:
    case ReasonClass::code_limit:
    case ReasonClass::files:
    case ReasonClass::forbidden_call:
    case ReasonClass::foreign_abi:
    case ReasonClass::denied_calls:
    case ReasonClass::host_memory:
    case ReasonClass::host_overload:
    case ReasonClass::no_end:
      break;
  }
  return opinion.reason;
}

}  // namespace

const TestRecord* deciding_test(const JudgingRecord& judging) {
  const auto find = [&](auto decides) -> const TestRecord* {
    const auto found =
        std::find_if(judging.tests.begin(), judging.tests.end(), [&](const TestRecord& test) {
          return test.counts && test.opinion.verdict != Verdict::accepted && decides(test);
        });
    return found == judging.tests.end() ? nullptr : &*found;
  };
  if (judging.final.verdict == Verdict::accepted) return nullptr;
  const TestRecord* same =
      find([&](const TestRecord& test) { return test.opinion.verdict == judging.final.verdict; });
  return same != nullptr ? same : find([](const TestRecord&) { return true; });
}

std::string explanation_of(const TestRecord& test, const Limits& limits) {
  std::string words = test.feedback.empty() ? reason_with_limit(test, limits) : test.feedback;
  words.erase(words.find_last_not_of('\n') + 1);
  return words;
}

}  // namespace assize
