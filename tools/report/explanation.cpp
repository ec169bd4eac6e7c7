#include "tools/report/explanation.h"

#include <fmt/format.h>

#include <algorithm>

#include "tools/report/format.h"

namespace assize {

namespace {

std::string size_in_words(Bytes size) {
  if (size.count % (1U << 20U) == 0) return fmt::format("{} MiB", size.count >> 20U);
  if (size.count % (1U << 10U) == 0) return fmt::format("{} KiB", size.count >> 10U);
  return fmt::format("{} bytes", size.count);
}

std::string reason_with_limit(const TestRecord& test, const Limits& limits) {
  const Opinion& opinion = test.opinion;
  const std::string& kind = opinion.reason_class;
  switch (opinion.verdict) {
    case Verdict::output_limit_exceeded:
      if (kind == "stdout")
        return "standard output passed its limit of " + size_in_words(limits.output);
      if (kind == "stderr")
        return "standard error passed its limit of " + size_in_words(limits.error_output);
      return opinion.reason;
    case Verdict::memory_limit_exceeded:
      return fmt::format("{} (limit {})", opinion.reason, size_in_words(limits.memory));
    case Verdict::time_limit_exceeded:
      if (kind == "cpu")
        return fmt::format("{} (limit {}, used {})", opinion.reason, in_seconds(limits.time),
                           in_seconds(test.run().cpu));
      return fmt::format("{} (limit {})", opinion.reason, in_seconds(limits.wall));
    default:
      return opinion.reason;
  }
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
