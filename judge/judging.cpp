// The line: compile, then for each test that matters run, validate, and from all of them the grade.
#include "judge/judging.h"

#include <fcntl.h>
#include <sys/utsname.h>

#include "judge/passes.h"
#include "judge/rules/refused_calls.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/digest.h"

namespace assize {

namespace {

Identities identify(const JudgeHost& judge_host, const Package& package, const Source& source) {
  utsname system{};
  ::uname(&system);
  return {source.hash(),
          package.hash,
          hash_of(judge_host.policy),
          judge_host.runtime.hash,
          judge_host.runtime.name,
          judge_host.runtime.version,
          "assize " ASSIZE_VERSION,
          "cgroup " + judge_host.host.kind + ", Linux " + system.release + ", Landlock " +
              (judge_host.keeper.landlock_abi > 0 ? std::to_string(judge_host.keeper.landlock_abi)
                                                  : "none")};
}

Limits limits_for(const JudgeHost& judge_host, const Package& package,
                  const JudgeOptions& options) {
  PackageLimits limits = package.limits;
  limits.time = options.time_limit.value_or(limits.time);
  return effective_limits(limits, judge_host.policy);
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

bool has_readers(const TestRecord& record, const JudgeOptions& options) {
  return options.all_excerpts || record.sample || record.opinion.verdict != Verdict::accepted;
}

TestRecord judge_test(const JudgingContext& context, const TestCase& test,
                      const JudgeOptions& options, std::optional<Outcome>& outcome) {
  const Package& package = context.problem.package();
  Input input = context.problem.loaded->content(test.input);
  const auto answer = context.problem.loaded->content(test.answer);
  const std::string& source = context.prepared.files.at(kMainFile);
  ValidatorInput given{*input, *answer, {}, false, source};
  TestRecord record;
  Pass pass;
  while (true) {
    pass = judge_pass(context, test, input, given);
    const bool again =
        pass.opinion.verdict == Verdict::accepted && pass.validated->finding.next_input.has_value();
    if (!again) break;
    if (record.passes == package.validation.passes)
      throw PackageError("validator " + shown_name(context.problem.validators.back().name), 0,
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
  outcome = Outcome{pass.opinion.verdict, {}};
  if (pass.validated) {
    if (!context.problem.validators.empty()) record.validation = pass.validated->record;
    outcome->score = pass.validated->finding.score;
  }
  Finding none;
  take_finding(record, pass.validated ? pass.validated->finding : none, test, package.scoring);
  if (pass.differs)
    record.feedback = "attempts differ: the submission is not deterministic" +
                      (record.feedback.empty() ? "" : "; " + record.feedback);
  if (!has_readers(record, options)) return record;
  record.transcript = std::move(pass.transcript);
  const bool in_frames = package.validation.protocol == ValidatorProtocol::unit_test;
  const std::string_view output =
      in_frames ? std::string_view(pass.validated->finding.printed) : pass.run.output.text();
  record.output_excerpt = clean_excerpt(output.substr(0, 2 * kExcerptBytes));
  record.error_excerpt = excerpt_of_errors(pass.run, context.prepared.limits.error_output);
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

void judge_tests(const JudgingContext& context, const JudgeOptions& options,
                 JudgingRecord& judging) {
  const Package& package = context.problem.package();
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
    judging.tests.push_back(judge_test(context, package.tests[i], options, outcomes[i]));
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

void judge_only(const JudgingContext& context, const TestCase& test, const JudgeOptions& options,
                JudgingRecord& judging) {
  std::optional<Outcome> outcome;
  judging.tests.push_back(judge_test(context, test, options, outcome));
  judging.final = judging.tests.back().opinion;
}

// The package's main program is the same for all its submissions: it is compiled once.
void take_code_of_included_main(const JudgingContext& context) {
  PreparedSubmission& prepared = context.prepared;
  const JudgeHost& judge_host = context.judge_host;
  const auto& included = context.problem.package().included;
  if (!included.contains(kMainFile) || !prepared.conflict.empty()) return;
  const int code = context.slot.code_of(context.slot.submissions(), judge_host.runtime,
                                        prepared.files.at(kMainFile));
  if (code >= 0) prepared.code = UniqueFd(::fcntl(code, F_DUPFD_CLOEXEC, 0));
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

JudgingRecord judge(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                    const Source& source, const JudgeOptions& options) {
  const Package& package = problem.package();
  JudgingRecord judging;
  judging.identities = identify(judge_host, package, source);
  PreparedSubmission prepared =
      prepare_submission(*problem.loaded, source, limits_for(judge_host, package, options));
  slot.show(problem.view);
  const JudgingContext context{slot, judge_host, problem, prepared};
  const TestCase* first = first_test(package, options);
  judging.final = compile(context, first, source.size(), judging);
  put_behind_included_main(package, prepared);
  take_code_of_included_main(context);
  if (judging.final.verdict == Verdict::accepted) {
    if (options.only_test.empty())
      judge_tests(context, options, judging);
    else if (first != nullptr)
      judge_only(context, *first, options, judging);
  }
  judging.digest = digest_of(judging);
  return judging;
}

}  // namespace assize
