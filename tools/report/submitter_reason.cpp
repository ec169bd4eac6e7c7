#include "tools/report/submitter_reason.h"

#include "judge/rules/traceback.h"
#include "judge/rules/verdict.h"
#include "storage/base/text.h"
#include "tools/report/format.h"

namespace assize {

namespace {

template <typename Limit>
std::string limit_or(const Background& background, Limit Limits::*limit, const char* unknown) {
  return background.limits ? limit_in_words((*background.limits).*limit) : unknown;
}

// "main.py, line 7: "
std::string place_of_error(const TestRecord& test, const Background& background) {
  const auto line = own_line(test.error_excerpt, [&](const SourceLine& given) {
    const auto own = background.own_lines.find(given.file);
    return own != background.own_lines.end() && given.number > 0 && given.number <= own->second;
  });
  return line ? clean_line(line->file) + ", line " + std::to_string(line->number) + ": " : "";
}

// The exception that a recorded reason names, if it names one: "KeyError: …", or "KeyError" and,
// behind a blank, which calls were refused, or that a repetition differs.
std::string exception_in(const std::string& reason) {
  std::string_view name = exception_name(reason);
  if (name.empty()) name = exception_name(std::string_view(reason).substr(0, reason.find(' ')));
  return std::string(name);
}

std::string error_in_words(const TestRecord& test, const Background& background,
                           bool sees_figures) {
  const std::string& recorded = test.opinion.reason;
  const std::string place = place_of_error(test, background);
  if (sees_figures) return place + recorded;
  if (const auto name = exception_in(recorded); is_builtin_exception(name)) return place + name;
  return place.empty() ? "exit code other than 0" : place + "an exception";
}

std::string words_for(const TestRecord& test, const Background& background, bool sees_figures) {
  switch (test.opinion.reason_class.value()) {
    case ReasonClass::cpu_time:
      return "ran longer than " + limit_or(background, &Limits::time, "its time limit") +
             ": an endless loop?";
    case ReasonClass::wall_time:
      return "was still waiting after " + limit_or(background, &Limits::wall, "its wall limit") +
             ": for input that never comes?";
    case ReasonClass::memory:
      return "needed more memory than " +
             (background.limits ? "the " + limit_in_words(background.limits->memory) + " allowed"
                                : std::string("is allowed"));
    case ReasonClass::output_size:
      return "printed more than " + limit_or(background, &Limits::output, "its output limit") +
             ": an endless loop?";
    case ReasonClass::error_output_size:
      return "wrote more than " + limit_or(background, &Limits::error_output, "its output limit") +
             " to standard error";
    case ReasonClass::wrong_output:
      if (!test.pruned && test.run().output_bytes == 0) return "printed nothing";
      break;
    case ReasonClass::exit_code:
      return error_in_words(test, background, sees_figures);
    case ReasonClass::signal:
      if (!sees_figures) return "killed by a signal";
      break;
    case ReasonClass::none:
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
  return test.opinion.reason;
}

}  // namespace

std::string submitter_reason(const TestRecord& test, const Background& background,
                             bool sees_figures) {
  std::string words = words_for(test, background, sees_figures);
  // By a limit it may have been ended in one attempt only.
  const bool by_limit = test.opinion.verdict == Verdict::time_limit_exceeded ||
                        test.opinion.verdict == Verdict::memory_limit_exceeded ||
                        test.opinion.verdict == Verdict::output_limit_exceeded;
  if (by_limit && test.opinion.reason.ends_with(kNotDeterministic)) words += kNotDeterministic;
  return words;
}

}  // namespace assize
