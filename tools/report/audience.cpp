#include "tools/report/audience.h"

#include <algorithm>

#include "storage/base/text.h"
#include "tools/report/submitter_reason.h"

namespace assize {

namespace {

// A reason that a program words, or chooses by how it ends.
bool is_of_the_program(const Opinion& opinion) {
  switch (opinion.reason_class.value()) {
    case ReasonClass::exit_code:
    case ReasonClass::signal:
      return true;
    case ReasonClass::none:
    case ReasonClass::cpu_time:
    case ReasonClass::wall_time:
    case ReasonClass::memory:
    case ReasonClass::output_size:
    case ReasonClass::error_output_size:
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
      return false;
  }
  return true;  // as of a class that isn't known: it may be
}

std::uint64_t steps_up(std::uint64_t value, std::uint64_t step) {
  return (value + step - 1) / step * step;
}

}  // namespace

std::optional<Audience> audience_from(const std::string& name) {
  if (name == "staff") return Audience::staff;
  if (name == "submitter") return Audience::submitter;
  if (name == "public") return Audience::everyone;
  return std::nullopt;
}

bool sees_figures(const TestRecord& test, Audience audience) {
  return audience == Audience::staff || (audience == Audience::submitter && test.sample);
}

nanoseconds in_steps(nanoseconds time) {
  const auto count = static_cast<std::uint64_t>(time.count());
  return nanoseconds{static_cast<std::int64_t>(steps_up(count, kTimeStep.count()))};
}

Bytes in_steps(Bytes memory) { return Bytes{steps_up(memory.count, kMemoryStep.count)}; }

Figures figures_for(const TestRecord& test, Audience audience) {
  const RunRecord& run = test.run();
  if (sees_figures(test, audience)) return {test.cpu(), run.wall, run.memory_peak};
  return {in_steps(test.cpu()), in_steps(run.wall), in_steps(run.memory_peak)};
}

Figures figures_for(const JudgingRecord& judging, Audience audience) {
  const Figures most{max_cpu(judging), max_wall(judging), max_memory(judging)};
  if (audience == Audience::staff) return most;
  return {in_steps(most.cpu), in_steps(most.wall), in_steps(most.memory)};
}

const FailedSample* sample_for(const TestRecord& test, const Reader& reader) {
  if (!sees_figures(test, reader.audience)) return nullptr;
  const auto found = reader.background.samples.find(test.name);
  return found == reader.background.samples.end() || !test.sample ? nullptr : &found->second;
}

std::string reason_for(const TestRecord& test, const Reader& reader) {
  if (reader.audience == Audience::staff) return test.opinion.reason;
  return submitter_reason(test, reader.background, sees_figures(test, reader.audience));
}

namespace {

// The test that the reason of a judging is of.
const TestRecord* test_of_reason(const JudgingRecord& judging) {
  const Opinion& final = judging.final;
  const auto find = [&](auto fits) -> const TestRecord* {
    const auto found =
        std::find_if(judging.tests.begin(), judging.tests.end(), [&](const TestRecord& test) {
          return test.counts && test.opinion.reason_class == final.reason_class && fits(test);
        });
    return found == judging.tests.end() ? nullptr : &*found;
  };
  const TestRecord* named = find([&](const TestRecord& test) {
    return final.reason == shown_name(test.name) + ": " + test.opinion.reason;
  });
  if (named != nullptr || !is_of_the_program(final)) return named;
  return find([&](const TestRecord& test) { return test.opinion.verdict == final.verdict; });
}

}  // namespace

std::string reason_for(const JudgingRecord& judging, const Reader& reader) {
  if (reader.audience == Audience::everyone) return {};
  const Opinion& final = judging.final;
  if (reader.audience == Audience::staff) return final.reason;
  if (final.verdict == Verdict::judge_error) return std::string(words(Verdict::judge_error));
  if (const TestRecord* test = test_of_reason(judging))
    return shown_name(test->name) + ": " + reason_for(*test, reader);
  return is_of_the_program(final) ? std::string(words(final.verdict)) : final.reason;
}

}  // namespace assize
