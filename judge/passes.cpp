#include "judge/passes.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "judge/rules/refused_calls.h"
#include "judge/runtime/policy_view.h"
#include "judge/validation/interaction.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

Start start_of(const JudgeHost& judge_host) {
  return judge_host.runtime.kind == RuntimeKind::by_template ? Start::by_template : Start::exec;
}

JailSpec specify(const JudgeHost& judge_host, const PreparedSubmission& prepared, Start start,
                 std::vector<std::string> arguments) {
  std::vector<BoxFile> files;
  for (const auto& [path, content] : prepared.files) files.push_back({path, content.size()});
  JailSpec spec =
      describe_run(judge_host.runtime, std::move(arguments), prepared.limits, std::move(files));
  spec.start = start;
  if (judge_host.policy.imports && !prepared.included.empty())
    spec.environment.push_back(std::string(kIncludedFiles) + "=" + prepared.included);
  return spec;
}

[[noreturn]] void fail_by(const Opinion& opinion) { throw JudgeError("run", 0, opinion.reason); }

RunAnswer answer_of(const Pass& pass) {
  return {pass.run.output.text(), pass.run.error_output.text(), &pass.run.record};
}

void stand_by_first(Pass& first) {
  first.differs = true;
  if (first.opinion.verdict != Verdict::accepted) first.opinion.reason += kNotDeterministic;
}

// Runs until no further attempt is wanted. `attempt` gives what it made of one; the run is in it.
template <typename Attempt>
Pass choose_by(Start start, const Limits& limits, Attempt attempt) {
  std::vector<Pass> tries;
  std::vector<RunRecord> attempts;
  bool differs = false;
  do {
    tries.push_back(attempt(start));
    attempts.push_back(tries.back().run.record);
    differs = !is_same_answer(answer_of(tries.front()), answer_of(tries.back()), limits);
  } while (!differs && wants_another_attempt(attempts, limits));
  const std::size_t chosen = differs ? 0 : chosen_attempt(attempts, limits);
  if (differs) stand_by_first(tries.front());
  Pass pass = std::move(tries[chosen]);
  pass.chosen = chosen;
  pass.attempts = std::move(attempts);
  if (pass.opinion.verdict == Verdict::judge_error) fail_by(pass.opinion);
  return pass;
}

// Whether the runs by exec answer what the run by template did. Where that was ended at the memory
// limit it has answered nothing, and one by exec that ends well would be another draw for a program
// that draws: it must answer the same several times.
template <typename Attempt>
bool is_confirmed(const Pass& by_template, const Pass& by_exec, const Limits& limits,
                  Attempt attempt) {
  constexpr int kConfirmations = 3;
  if (!is_same_answer(answer_of(by_template), answer_of(by_exec), limits)) return false;
  if (by_template.opinion.verdict == Verdict::accepted ||
      by_exec.opinion.verdict != Verdict::accepted)
    return true;
  // One that a limit ends has answered nothing either.
  for (int i = 0; i < kConfirmations; ++i) {
    const Pass again = choose_by(Start::exec, limits, attempt);
    if (again.differs || again.opinion.verdict != by_exec.opinion.verdict ||
        !is_same_answer(answer_of(by_exec), answer_of(again), limits))
      return false;
  }
  return true;
}

// At the memory limit a run by template is no more than a hint.
template <typename Attempt>
Pass choose(const JudgingContext& context, Attempt attempt) {
  const Limits& limits = context.prepared.limits;
  Pass pass = choose_by(start_of(context.judge_host), limits, attempt);
  if (start_of(context.judge_host) == Start::exec || !is_near_memory_limit(pass.run.record, limits))
    return pass;
  // What has passed its CPU time has, whatever memory it had.
  if (pass.differs || pass.opinion.verdict == Verdict::time_limit_exceeded) return pass;
  Pass by_exec = choose_by(Start::exec, limits, attempt);
  if (!is_confirmed(pass, by_exec, limits, attempt)) {
    pass.attempts.insert(pass.attempts.end(), by_exec.attempts.begin(), by_exec.attempts.end());
    stand_by_first(pass);
    return pass;
  }
  by_exec.chosen += pass.attempts.size();
  by_exec.attempts.insert(by_exec.attempts.begin(), pass.attempts.begin(), pass.attempts.end());
  return by_exec;
}

// The code object is the template's to take.
int code_for(Start start, const PreparedSubmission& prepared) {
  return start == Start::by_template ? prepared.code.get() : -1;
}

FinishedRun run_main(const JudgingContext& context, Start start, const Input& input,
                     CompileCheck check = CompileCheck::none) {
  const PreparedSubmission& prepared = context.prepared;
  const Package& package = context.problem.package();
  JailSpec spec =
      specify(context.judge_host, prepared, start, run_arguments(context.judge_host.runtime));
  spec.check = check;
  spec.output_file = package.output_file;
  if (!spec.output_file.empty()) {
    // A file that is longer than the output may be is noticed, and grows no further.
    spec.limits.file_size.count =
        std::min(spec.limits.file_size.count, room_for(spec.limits.output.count + 1));
    spec.limits.scratch.count += spec.limits.file_size.count;
  }
  const int code = code_for(start, prepared);
  if (package.input_file.empty()) {
    const UniqueFd stream = context.slot.inputs().open(input);
    return context.slot.submissions().run(std::move(spec),
                                          {stream.get(), prepared.payload.get(), code});
  }
  // It costs a submission nothing that its input is a file.
  const std::uint64_t room = room_for(input->size());
  spec.files.push_back({package.input_file, input->size()});
  spec.limits.scratch.count += room;
  spec.limits.memory.count += room;
  const UniqueFd stream = sealed_file("");
  const UniqueFd payload = sealed_file(contents_of(prepared).append(*input));
  FinishedRun run =
      context.slot.submissions().run(std::move(spec), {stream.get(), payload.get(), code});
  for (RunRecord* record : {&run.record, run.check ? &*run.check : nullptr})
    if (record != nullptr) record->memory_peak.count -= std::min(record->memory_peak.count, room);
  return run;
}

FinishedRun run_submission(const JudgingContext& context, Start start, const TestCase& test,
                           const Input& input) {
  if (auto begun = std::exchange(context.prepared.begun, std::nullopt);
      begun && begun->test == &test)
    return std::move(begun->run);
  return run_main(context, start, input);
}

FinishedRun run_check_alone(const JudgingContext& context, Start start) {
  const UniqueFd no_input = sealed_file("");
  JailSpec spec = specify(context.judge_host, context.prepared, start,
                          compile_arguments(context.judge_host.runtime));
  if (start == Start::by_template) spec.check = CompileCheck::alone;
  return context.slot.submissions().run(std::move(spec),
                                        {no_input.get(), context.prepared.payload.get()});
}

// What begins with a run of the submission's main.py, and with no other one at the same time.
bool begins_with_check(const JudgingContext& context) {
  return start_of(context.judge_host) == Start::by_template && !context.prepared.included_main &&
         !context.problem.package().validation.interactive &&
         !context.judge_host.keeper.without.has(
             Layer::seccomp);  // which tells the end of the check
}

Pass run_then_validate(const JudgingContext& context, const TestCase& test, const Input& input,
                       const ValidatorInput& given) {
  Pass pass = choose(context, [&](Start start) {
    Pass attempt;
    attempt.run = run_submission(context, start, test, input);
    attempt.opinion = judge_run(attempt.run.record, context.prepared.limits);
    return attempt;
  });
  if (pass.opinion.verdict != Verdict::accepted) return pass;
  ValidatorInput whole = given;
  whole.output = pass.run.output.text();
  pass.validated = validate_output(context.slot, context.judge_host, context.problem, test, whole);
  pass.opinion = opinion_of(pass.validated->finding);
  return pass;
}

// What an interactor has accepted is judged by those that come after it.
void judge_interactor_output(const JudgingContext& context, const TestCase& test,
                             ValidatorInput given, Pass& pass) {
  const std::string output = std::move(pass.validated->feedback[kInteractorOutput]);
  given.joined = false;
  given.output = output;
  const std::span checkers = std::span(context.problem.validators).subspan(1);
  const auto keeper_of = [&](const BuiltProgram& program) -> KeeperClient& {
    return context.slot.of(program);
  };
  pass.validated = validate(keeper_of, checkers, context.problem.package(), test, given,
                            context.judge_host.programs->python().environment);
  pass.opinion = opinion_of(pass.validated->finding);
}

// Of a submission that ended well, but left much of what the validator replied to it unread. What
// it has said so little for that it can't be replies is the validator's own fault.
Finding unread_replies(const Interaction& both, const BuiltProgram& program, const TestCase& test) {
  constexpr std::uint64_t kMostForEachByte = 64 * 1024;
  if (both.run.record.output_bytes * kMostForEachByte < kMostUnread.count)
    throw PackageError("validator " + shown_name(program.name), 0,
                       shown_name(test.name) +
                           ": its output doesn't end, though the submission has ended, and had "
                           "hardly written anything");
  Finding finding;
  finding.verdict = Verdict::wrong_answer;
  finding.feedback = "it ended without reading the validator's replies";
  return finding;
}

// Of a tester that a limit ended. A submission that has answered anything decides how much the
// test has to do with that; before, it can't have been its doing.
Finding too_much_for_the_test() {
  Finding finding;
  finding.verdict = Verdict::wrong_answer;
  finding.message = "the test didn't come to an end with what was returned";
  finding.feedback = finding.message + ": its own limits of time or memory ended it";
  return finding;
}

// The text of its main.py.
std::string main_of(const BuiltProgram& program) {
  std::size_t at = 0;
  for (const auto& file : program.files) {
    if (file.path == kMainFile) return program.content.substr(at, file.size);
    at += file.size;
  }
  throw std::logic_error("a tester without main.py");
}

Pass interact_once(const JudgingContext& context, Start start, const TestCase& test,
                   ValidatorInput given) {
  const BuiltProgram& program = context.problem.validators.front();
  const Package& package = context.problem.package();
  const Limits& limits = context.prepared.limits;
  given.joined = true;
  ValidatorCall call = prepare_call(program, package, test, given,
                                    context.judge_host.programs->python().environment);
  // It may wait for all of the submission's time, or answer it for as long.
  call.spec.limits.wall += limits.wall;
  call.spec.limits.time += limits.wall;
  call.spec.limits.kill_point += limits.wall;
  call.spec.limits.output = Bytes{std::numeric_limits<std::uint64_t>::max()};  // it is traffic
  KeeperClient& keeper = context.slot.of(program);
  const int code = program.runtime != nullptr
                       ? context.slot.code_of(keeper, *program.runtime, main_of(program))
                       : -1;
  Interaction both = interact({context.slot.submissions(),
                               specify(context.judge_host, context.prepared, start,
                                       run_arguments(context.judge_host.runtime)),
                               context.prepared.payload.get(), code_for(start, context.prepared)},
                              {keeper, call.spec, call.payload.get(), code});
  Pass pass;
  const bool is_unit_test = package.validation.protocol == ValidatorProtocol::unit_test;
  if (!is_unit_test) pass.transcript = transcript(both);  // of frames there is nothing to be read
  const Opinion alone = judge_run(both.run.record, limits);
  const bool first = both.validator_first && !both.validator.is_unread;
  std::optional<Finding> finding;
  try {
    finding = both.validator.is_unread
                  ? unread_replies(both, program, test)
                  : interpret_call(both.validator, call, program, package, test);
  } catch (const ValidatorEnded&) {
    if (is_unit_test && both.run.record.output_bytes > 0)
      finding = too_much_for_the_test();
    else if (is_unit_test || alone.verdict == Verdict::accepted || first)
      throw;
  } catch (const JudgeError&) {
    if (alone.verdict == Verdict::accepted || first) throw;
  }
  pass.opinion = joined_opinion(alone, finding, first, both.silence > limits.wall / 2);
  pass.run = std::move(both.run);
  pass.validated = Validated{finding.value_or(Finding{}), both.validator.record,
                             std::move(both.validator.collected)};
  if (context.problem.validators.size() > 1 && pass.opinion.verdict == Verdict::accepted)
    judge_interactor_output(context, test, given, pass);
  return pass;
}

}  // namespace

Opinion compile(const JudgingContext& context, const TestCase* first, std::uint64_t source_size,
                JudgingRecord& judging) {
  PreparedSubmission& prepared = context.prepared;
  const Bytes code_limit = context.problem.package().limits.code;
  if (source_size > code_limit.count)
    return {Verdict::compile_error, ReasonClass::code_limit,
            "the source has " + std::to_string(source_size) + " bytes, more than the " +
                std::to_string(code_limit.count) + " allowed"};
  if (!prepared.conflict.empty())
    return {Verdict::compile_error, ReasonClass::files, prepared.conflict};
  if (!fits(prepared))
    return {Verdict::compile_error, ReasonClass::code_limit,
            "the source does not fit into the working directory"};
  Limits limits = prepared.limits;
  limits.output = std::max(limits.output, kCodeObject);
  const Start start = start_of(context.judge_host);
  FinishedRun run = first != nullptr && begins_with_check(context)
                        ? run_main(context, start, context.problem.loaded->content(first->input),
                                   CompileCheck::first)
                        : run_check_alone(context, start);
  judging.compile = run.check ? *run.check : run.record;
  if (start != Start::exec && is_near_memory_limit(*judging.compile, limits)) {
    run = run_check_alone(context, Start::exec);
    judging.compile = run.record;
  }
  Opinion opinion = judge_compile(*judging.compile, limits);
  name_refused_calls(opinion, *judging.compile);
  if (opinion.verdict == Verdict::judge_error) fail_by(opinion);
  if (opinion.verdict == Verdict::compile_error)
    judging.compile_message = clean_excerpt(run.error_output.text());
  if (!run.code.text().empty()) prepared.code = sealed_file(run.code.text());
  if (run.check) prepared.begun = {first, std::move(run)};
  return opinion;
}

Pass judge_pass(const JudgingContext& context, const TestCase& test, const Input& input,
                const ValidatorInput& given) {
  if (!context.problem.package().validation.interactive)
    return run_then_validate(context, test, input, given);
  return choose(context, [&](Start start) { return interact_once(context, start, test, given); });
}

}  // namespace assize
