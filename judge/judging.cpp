// The line: compile, then for each test that matters run, validate, and from all of them the grade.
#include "judge/judging.h"

#include <sys/utsname.h>

#include <algorithm>
#include <limits>

#include "judge/candidate.h"
#include "judge/core/digest.h"
#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/grading/interaction.h"
#include "judge/refused_calls.h"
#include "judge/runtime/policy_view.h"

namespace assize {

namespace {

// All that judging a test needs.
struct Court {
  Slot& slot;
  const Bench& bench;
  const Problem& problem;
  Candidate& candidate;
};

Identities identify(const Bench& bench, const Package& package, const Source& source) {
  utsname system{};
  ::uname(&system);
  return {source.hash(),
          package.hash,
          hash_of(bench.policy),
          bench.runtime.hash,
          bench.runtime.name,
          bench.runtime.version,
          "assize " ASSIZE_VERSION,
          "cgroup " + bench.host.kind + ", Linux " + system.release + ", Landlock " +
              (bench.keeper.landlock_abi > 0 ? std::to_string(bench.keeper.landlock_abi) : "none")};
}

Limits limits_for(const Bench& bench, const Package& package, const JudgeOptions& options) {
  PackageLimits limits = package.limits;
  limits.time = options.time_limit.value_or(limits.time);
  return effective_limits(limits, bench.policy);
}

Start start_of(const Bench& bench) {
  return bench.runtime.kind == RuntimeKind::by_template ? Start::by_template : Start::exec;
}

JailSpec specify(const Bench& bench, const Candidate& candidate, Start start,
                 std::vector<std::string> arguments) {
  JailSpec spec;
  spec.start = start;
  spec.limits = candidate.limits;
  spec.limits.address_space.count += bench.runtime.address_space.count;
  spec.executable = bench.runtime.executable;
  spec.arguments = std::move(arguments);
  spec.environment = bench.runtime.environment;
  for (const auto& [path, content] : candidate.files) spec.files.push_back({path, content.size()});
  if (bench.policy.imports && !candidate.included.empty())
    spec.environment.push_back(std::string(kIncludedFiles) + "=" + candidate.included);
  return spec;
}

[[noreturn]] void fail_by(const Opinion& opinion) { throw JudgeError("run", 0, opinion.reason); }

std::string explain(const Difference& difference) {
  return difference.what + " at line " + std::to_string(difference.line) + ", column " +
         std::to_string(difference.column) + ": expected '" + difference.expected + "', got '" +
         difference.got + "'";
}

Validated compare_with_answer(const ValidatorInput& given, const TestCase& test) {
  Validated result;
  const Compared compared = compare(given.output, given.answer, test.validator);
  if (!compared.accepted) {
    result.finding.verdict = Verdict::wrong_answer;
    result.finding.feedback = explain(compared.difference);
  }
  if (compared.share) {
    result.finding.score = test.accepted_score * *compared.share;
    if (*compared.share > Score(0) && *compared.share < Score(1))
      result.finding.verdict = Verdict::partial;
  }
  return result;
}

// One pass of a test: its attempts, of which one counts, and what the validator says of that one.
struct Pass {
  std::vector<RunRecord> attempts;
  std::size_t chosen = 0;
  FinishedRun run;
  Opinion opinion;
  std::optional<Validated> validated;
  std::string transcript;
  bool differs = false;  // a repetition answered something else: the first attempt stands
};

RunAnswer answer_of(const Pass& pass) {
  return {pass.run.output.text(), pass.run.error_output.text(), &pass.run.record};
}

void stand_by_first(Pass& first) {
  first.differs = true;
  if (first.opinion.verdict != Verdict::accepted)
    first.opinion.reason += " (a repetition answered something else: it is not deterministic)";
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
Pass choose(const Court& court, Attempt attempt) {
  const Limits& limits = court.candidate.limits;
  Pass pass = choose_by(start_of(court.bench), limits, attempt);
  if (start_of(court.bench) == Start::exec || !is_near_memory_limit(pass.run.record, limits))
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
int code_for(Start start, const Candidate& candidate) {
  return start == Start::by_template ? candidate.code.get() : -1;
}

using Input = std::shared_ptr<const std::string>;

FinishedRun run_main(const Court& court, Start start, const Input& input,
                     CompileCheck check = CompileCheck::none) {
  const Candidate& candidate = court.candidate;
  const Package& package = court.problem.package();
  JailSpec spec = specify(court.bench, candidate, start, run_arguments(court.bench.runtime));
  spec.check = check;
  spec.output_file = package.output_file;
  if (!spec.output_file.empty()) {
    // A file that is longer than the output may be is noticed, and grows no further.
    spec.limits.file_size.count =
        std::min(spec.limits.file_size.count, room_for(spec.limits.output.count + 1));
    spec.limits.scratch.count += spec.limits.file_size.count;
  }
  const int code = code_for(start, candidate);
  if (package.input_file.empty()) {
    const UniqueFd stream = court.slot.inputs().open(input);
    return court.slot.submissions().run(std::move(spec),
                                        {stream.get(), candidate.payload.get(), code});
  }
  // It costs a submission nothing that its input is a file.
  const std::uint64_t room = room_for(input->size());
  spec.files.push_back({package.input_file, input->size()});
  spec.limits.scratch.count += room;
  spec.limits.memory.count += room;
  const UniqueFd stream = sealed_file("");
  const UniqueFd payload = sealed_file(contents_of(candidate).append(*input));
  FinishedRun run =
      court.slot.submissions().run(std::move(spec), {stream.get(), payload.get(), code});
  for (RunRecord* record : {&run.record, run.check ? &*run.check : nullptr})
    if (record != nullptr) record->memory_peak.count -= std::min(record->memory_peak.count, room);
  return run;
}

FinishedRun run_submission(const Court& court, Start start, const TestCase& test,
                           const Input& input) {
  if (auto begun = std::exchange(court.candidate.begun, std::nullopt);
      begun && begun->test == &test)
    return std::move(begun->run);
  return run_main(court, start, input);
}

FinishedRun run_check_alone(const Court& court, Start start) {
  const UniqueFd no_input = sealed_file("");
  JailSpec spec =
      specify(court.bench, court.candidate, start, compile_arguments(court.bench.runtime));
  if (start == Start::by_template) spec.check = CompileCheck::alone;
  return court.slot.submissions().run(std::move(spec),
                                      {no_input.get(), court.candidate.payload.get()});
}

// What begins with a run of the submission's main.py, and with no other one at the same time.
bool begins_with_check(const Court& court) {
  return start_of(court.bench) == Start::by_template && !court.candidate.included_main &&
         !court.problem.package().validation.interactive &&
         !court.bench.keeper.without.has(Layer::seccomp);  // which tells the end of the check
}

// The source is compiled before anything of it runs, in the jail and under the test's limits. Where
// that can be the beginning of the first test's run, it is: a run less for each submission.
Opinion compile(const Court& court, const TestCase* first, std::uint64_t source_size,
                JudgingRecord& judging) {
  Candidate& candidate = court.candidate;
  const Bytes code_limit = court.problem.package().limits.code;
  if (source_size > code_limit.count)
    return {Verdict::compile_error, "code-limit",
            "the source has " + std::to_string(source_size) + " bytes, more than the " +
                std::to_string(code_limit.count) + " allowed"};
  if (!candidate.conflict.empty()) return {Verdict::compile_error, "files", candidate.conflict};
  if (!fits(candidate))
    return {Verdict::compile_error, "code-limit",
            "the source does not fit into the working directory"};
  Limits limits = candidate.limits;
  limits.output = std::max(limits.output, kCodeObject);
  const Start start = start_of(court.bench);
  FinishedRun run =
      first != nullptr && begins_with_check(court)
          ? run_main(court, start, court.problem.loaded->content(first->input), CompileCheck::first)
          : run_check_alone(court, start);
  judging.compile = run.check ? *run.check : run.record;
  if (start != Start::exec && is_near_memory_limit(*judging.compile, limits)) {
    run = run_check_alone(court, Start::exec);
    judging.compile = run.record;
  }
  Opinion opinion = judge_compile(*judging.compile, limits);
  name_refused_calls(opinion, *judging.compile);
  if (opinion.verdict == Verdict::judge_error) fail_by(opinion);
  if (opinion.verdict == Verdict::compile_error)
    judging.compile_message = clean_excerpt(run.error_output.text());
  if (!run.code.text().empty()) candidate.code = sealed_file(run.code.text());
  if (run.check) candidate.begun = {first, std::move(run)};
  return opinion;
}

Pass run_then_validate(const Court& court, const TestCase& test, const Input& input,
                       const ValidatorInput& given) {
  Pass pass = choose(court, [&](Start start) {
    Pass attempt;
    attempt.run = run_submission(court, start, test, input);
    attempt.opinion = judge_run(attempt.run.record, court.candidate.limits);
    return attempt;
  });
  if (pass.opinion.verdict != Verdict::accepted) return pass;
  ValidatorInput whole = given;
  whole.output = pass.run.output.text();
  pass.validated = validate_output(court.slot, court.bench, court.problem, test, whole);
  pass.opinion = opinion_of(pass.validated->finding);
  return pass;
}

// What an interactor has accepted is judged by those that come after it.
void judge_interactor_output(const Court& court, const TestCase& test, ValidatorInput given,
                             Pass& pass) {
  const std::string output = std::move(pass.validated->feedback[kInteractorOutput]);
  given.joined = false;
  given.output = output;
  const std::span checkers = std::span(court.problem.validators).subspan(1);
  pass.validated = validate(court.slot.validators(), checkers, court.problem.package(), test, given,
                            court.bench.programs->python().environment);
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

Pass interact_once(const Court& court, Start start, const TestCase& test, ValidatorInput given) {
  const BuiltProgram& program = court.problem.validators.front();
  const Package& package = court.problem.package();
  const Limits& limits = court.candidate.limits;
  given.joined = true;
  ValidatorCall call =
      prepare_call(program, package, test, given, court.bench.programs->python().environment);
  // It may wait for all of the submission's time, or answer it for as long.
  call.spec.limits.wall += limits.wall;
  call.spec.limits.time += limits.wall;
  call.spec.limits.kill_point += limits.wall;
  call.spec.limits.output = Bytes{std::numeric_limits<std::uint64_t>::max()};  // it is traffic
  Interaction both =
      interact({court.slot.submissions(),
                specify(court.bench, court.candidate, start, run_arguments(court.bench.runtime)),
                court.candidate.payload.get(), code_for(start, court.candidate)},
               {court.slot.validators(), call.spec, call.payload.get()});
  Pass pass;
  pass.transcript = transcript(both);
  const Opinion alone = judge_run(both.run.record, limits);
  const bool first = both.validator_first && !both.validator.is_unread;
  std::optional<Finding> finding;
  try {
    finding = both.validator.is_unread
                  ? unread_replies(both, program, test)
                  : interpret_call(both.validator, call, program, package, test);
  } catch (const JudgeError&) {
    if (alone.verdict == Verdict::accepted || first) throw;
  }
  pass.opinion = joined_opinion(alone, finding, first, both.silence > limits.wall / 2);
  pass.run = std::move(both.run);
  pass.validated = Validated{finding.value_or(Finding{}), both.validator.record,
                             std::move(both.validator.collected)};
  if (court.problem.validators.size() > 1 && pass.opinion.verdict == Verdict::accepted)
    judge_interactor_output(court, test, given, pass);
  return pass;
}

// With a note where not all was kept.
std::string excerpt_of_errors(const FinishedRun& run, Bytes kept) {
  std::string note;
  if (run.record.error_bytes > kept.count)
    note = "\n[" + std::to_string(run.record.error_bytes) + " bytes in all, of which the first " +
           std::to_string(kept.count) + " were kept]";
  return clean_excerpt(run.error_output.text().substr(0, 2 * kExcerptBytes),
                       kExcerptBytes - note.size()) +
         note;
}

// What a test's validators say counts only if they had the last word.
void take_finding(TestRecord& record, Finding& finding, const TestCase& test, bool scoring) {
  record.feedback = std::move(finding.feedback);
  record.message = std::move(finding.message);
  record.note = std::move(finding.note);
  if (!scoring) return;
  const bool theirs =
      record.opinion.verdict == Verdict::accepted || record.opinion.verdict == Verdict::partial;
  Outcome outcome{record.opinion.verdict, theirs ? finding.score : std::nullopt};
  record.score = score_of(test, outcome).text();
}

TestRecord judge_test(const Court& court, const TestCase& test, std::optional<Outcome>& outcome) {
  const Package& package = court.problem.package();
  Input input = court.problem.loaded->content(test.input);
  const auto answer = court.problem.loaded->content(test.answer);
  const std::string& source = court.candidate.files.at(kMainFile);
  ValidatorInput given{*input, *answer, {}, false, source};
  TestRecord record;
  Pass pass;
  while (true) {
    pass =
        package.validation.interactive
            ? choose(court, [&](Start start) { return interact_once(court, start, test, given); })
            : run_then_validate(court, test, input, given);
    const bool again =
        pass.opinion.verdict == Verdict::accepted && pass.validated->finding.next_input.has_value();
    if (!again) break;
    if (record.passes == package.validation.passes)
      throw PackageError("validator " + shown_name(court.problem.validators.back().name), 0,
                         shown_name(test.name) + ": it asks for more than the " +
                             std::to_string(record.passes) + " passes that the package allows");
    ++record.passes;
    input = std::make_shared<const std::string>(std::move(*pass.validated->finding.next_input));
    given.input = *input;
    given.feedback = std::move(pass.validated->feedback);
    given.feedback.erase("nextpass.in");
  }
  record.name = test.name;
  record.group = test.group_name;
  record.sample = test.sample;
  record.chosen = pass.chosen;
  record.attempts = std::move(pass.attempts);
  record.opinion = pass.opinion;
  name_refused_calls(record.opinion, record.attempts[record.chosen]);
  record.transcript = std::move(pass.transcript);
  outcome = Outcome{pass.opinion.verdict, {}};
  if (pass.validated) {
    if (!court.problem.validators.empty()) record.validation = pass.validated->record;
    outcome->score = pass.validated->finding.score;
  }
  Finding none;
  take_finding(record, pass.validated ? pass.validated->finding : none, test, package.scoring);
  if (pass.differs)
    record.feedback = "attempts differ: the submission is not deterministic" +
                      (record.feedback.empty() ? "" : "; " + record.feedback);
  record.output_excerpt = clean_excerpt(pass.run.output.text().substr(0, 2 * kExcerptBytes));
  record.error_excerpt = excerpt_of_errors(pass.run, court.candidate.limits.error_output);
  return record;
}

std::string digest_of(const JudgingRecord& judging) {
  std::vector<DigestInput::Test> tests;
  for (const auto& test : judging.tests)
    if (test.counts) tests.push_back({test.name, test.opinion});
  const Identities& ids = judging.identities;
  return verdict_digest({ids.source_hash, ids.package_hash, ids.policy_hash, ids.runtime_hash,
                         tests, judging.score, judging.final});
}

void judge_tests(const Court& court, const JudgeOptions& options, JudgingRecord& judging) {
  const Package& package = court.problem.package();
  const std::vector<GradedTest> graded(package.tests.begin(), package.tests.end());
  std::vector<std::optional<Outcome>> outcomes(graded.size());
  std::vector<std::size_t> places(graded.size());
  bool accepted = false;  // the test before, which counts
  for (std::size_t i = 0; i < graded.size(); ++i) {
    const bool counts = (accepted && follows(package.groups, graded, i)) ||
                        matters(package.groups, graded, outcomes, i, package.scoring);
    accepted = false;
    if (!counts && !options.full) continue;
    places[i] = judging.tests.size();
    judging.tests.push_back(judge_test(court, package.tests[i], outcomes[i]));
    judging.tests.back().counts = counts;
    accepted = counts && outcomes[i]->verdict == Verdict::accepted;
  }
  const Grade result = grade(package.groups, graded, outcomes, package.scoring);
  if (!result.fault.empty()) throw PackageError("package", 0, result.fault);
  judging.final.verdict = result.verdict;
  if (result.deciding_test) {
    const TestRecord& deciding = judging.tests[places[*result.deciding_test]];
    judging.final = deciding.opinion;
    judging.final.reason = shown_name(deciding.name) + ": " + deciding.opinion.reason;
    judging.final.verdict = result.verdict;
  }
  if (!package.scoring) return;
  const auto text = [](const std::optional<Score>& score) { return score ? score->text() : ""; };
  judging.score = text(result.score);
  judging.highest_score = text(result.highest);
  for (const auto& group : result.groups)
    judging.groups.push_back({group.name, group.verdict, text(group.score), text(group.highest)});
}

void judge_only(const Court& court, const TestCase& test, JudgingRecord& judging) {
  std::optional<Outcome> outcome;
  judging.tests.push_back(judge_test(court, test, outcome));
  judging.final = judging.tests.back().opinion;
}

// The test that comes first, or none.
const TestCase* first_test(const Package& package, const JudgeOptions& options) {
  const std::vector<GradedTest> graded(package.tests.begin(), package.tests.end());
  const std::vector<std::optional<Outcome>> none(graded.size());
  for (std::size_t i = 0; i < graded.size(); ++i) {
    const TestCase& test = package.tests[i];
    const bool comes = options.only_test.empty() ? options.full || matters(package.groups, graded,
                                                                           none, i, package.scoring)
                                                 : test.name == options.only_test;
    if (comes) return &test;
  }
  return nullptr;
}

}  // namespace

Problem make_problem(const Bench& bench, std::shared_ptr<const LoadedPackage> loaded,
                     ProgramCache* cache) {
  Problem problem{std::move(loaded), {}};
  problem.view = view_for(bench, *problem.loaded);
  for (const auto& program : problem.package().validation.programs)
    problem.validators.push_back(bench.programs->build_validator(*problem.loaded, program, cache));
  return problem;
}

Validated validate_output(Slot& slot, const Bench& bench, const Problem& problem,
                          const TestCase& test, const ValidatorInput& given) {
  if (problem.validators.empty()) return compare_with_answer(given, test);
  return validate(slot.validators(), problem.validators, problem.package(), test, given,
                  bench.programs->python().environment);
}

JudgingRecord judge(Slot& slot, const Bench& bench, const Problem& problem, const Source& source,
                    const JudgeOptions& options) {
  const Package& package = problem.package();
  JudgingRecord judging;
  judging.identities = identify(bench, package, source);
  Candidate candidate =
      make_candidate(*problem.loaded, source, limits_for(bench, package, options));
  slot.show(problem.view);
  const Court court{slot, bench, problem, candidate};
  const TestCase* first = first_test(package, options);
  judging.final = compile(court, first, source.size(), judging);
  put_behind_included_main(package, candidate);
  if (judging.final.verdict == Verdict::accepted) {
    if (options.only_test.empty())
      judge_tests(court, options, judging);
    else if (first != nullptr)
      judge_only(court, *first, judging);
  }
  judging.digest = digest_of(judging);
  return judging;
}

}  // namespace assize
