#include "judge/package_check.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "judge/slot_pool.h"
#include "judge/unit_tests/find_tests.h"
#include "judge/validation/finding.h"
#include "judge/validation/package_validator.h"
#include "problems/formats/assignment/found_tests.h"
#include "problems/package_source.h"
#include "problems/submissions/expectations.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr nanoseconds kLongestTry = std::chrono::seconds{60};  // where there is no limit yet

Source source_of(const LoadedPackage& package, const PackageSubmission& submission) {
  Source source;
  for (const auto& [name, path] : submission.files)
    source.files[name == submission.main ? kMainFile : name] = *package.content(path);
  return source;
}

// One package, and what is known of it so far. Its submissions are checked by any slot.
class PackageChecker {
 public:
  PackageChecker(const JudgeHost& judge_host, SlotPool& pool, const std::string& directory,
                 const CheckOptions& options)
      : judge_host_(judge_host), pool_(pool), options_(options) {
    check_.path = directory;
  }

  // What must be known before a submission can be judged; adds the rest to the pool's work.
  void begin(Slot& slot) {
    try {
      ErrorList errors;
      if (errors.attempt([&] { load(); })) {
        errors.attempt([&] { problem_ = make_problem(judge_host_, loaded_, nullptr); });
        errors.attempt([&] {
          submissions_ = find_submissions(loaded_->files(), loaded_->package(), options_.load);
        });
      }
      if (errors.empty()) errors.attempt([&] { settle_limits(slot); });
      check_.errors = errors.told();
      if (!errors.empty()) return;
    } catch (const JudgeError& error) {
      check_.errors.emplace_back(error.what());
      return;
    }
    pool_.add([this](Slot& any) { check_data(any); });
    check_.submissions.resize(submissions_.size());
    for (std::size_t i = 0; i < submissions_.size(); ++i)
      pool_.add([this, i](Slot& any) { check_submission(any, check_.submissions[i], i); });
  }

  PackageCheck take() {
    for (const auto& checked : check_.submissions) add_margins(checked);
    if (check_.errors.empty())
      for (auto& warning : warnings_of_little(check_, loaded_->package().tests))
        check_.warnings.push_back(std::move(warning));
    return std::move(check_);
  }

 private:
  auto with_its_tests(std::unique_ptr<FileTree> files, const LoadOptions& load) const {
    return with_tests(std::move(files), load,
                      [&]() -> ProgramHost& { return *judge_host_.programs; });
  }

  void load() {
    LoadOptions load = options_.load;
    load.without_time_limit = true;
    PackageSource source = open_package(check_.path, load.lenient);
    check_.problem = source.id;
    check_.is_refused = must_find_tests(*source.files);  // unless all goes well
    loaded_ = std::make_shared<const LoadedPackage>(with_its_tests(std::move(source.files), load),
                                                    source.id, load);
    check_.is_refused = false;
    const Package& package = loaded_->package();
    check_.format = package.format;
    check_.name = package.name;
    check_.tests = package.tests.size();
    check_.input_validators = package.input_validators.size();
    check_.validator_tests = package.validator_tests.size();
    check_.warnings = package.warnings;
    if (answers_can_be_forged(*loaded_))
      check_.warnings.push_back(
          loaded_->files().place(package.included.at(kMainFile)) +
          ": runs the submission in its own process, and all tests have the same answer: a "
          "submission can print that itself and end; let the answer depend on the input");
  }

  void settle_limits(Slot& slot) {
    if (!loaded_->package().has_time_limit) set_time_limit(slot);
    check_.time_limit = loaded_->package().limits.time;
    check_.limits = effective_limits(loaded_->package().limits, judge_host_.policy);
  }

  void set_time_limit(Slot& slot) {
    LoadOptions load = options_.load;
    load.computed_time_limit = compute_time_limit(slot, judge_host_, problem_, submissions_);
    loaded_ = std::make_shared<const LoadedPackage>(
        with_its_tests(open_package(check_.path, load.lenient).files, load), check_.problem, load);
    problem_.loaded = loaded_;
    check_.time_limit_is_computed = true;
  }

  void add_error(const std::string& error) {
    const std::lock_guard lock(mutex_);
    check_.errors.push_back(error);
  }

  // What is the same for many tests is said once.
  void note(const std::string& note) {
    const std::lock_guard lock(mutex_);
    auto& warnings = check_.warnings;
    if (!note.empty() && std::find(warnings.begin(), warnings.end(), note) == warnings.end())
      warnings.push_back(note);
  }

  void add_warning(const std::string& warning) {
    const std::lock_guard lock(mutex_);
    check_.warnings.push_back(warning);
  }

  void check_data(Slot& slot) {
    try {
      std::vector<BuiltProgram> input_validators;
      ErrorList unbuilt;
      for (const auto& program : loaded_->package().input_validators)
        unbuilt.attempt([&] {
          input_validators.push_back(judge_host_.programs->build(*loaded_, program, nullptr));
        });
      for (const auto& error : unbuilt.told()) add_error(error);
      if (unbuilt.empty())
        for (const auto& test : loaded_->package().tests) check_input(slot, input_validators, test);
      check_answers(slot);
      if (!unbuilt.empty()) return;
      check_validator_tests(slot, input_validators);
    } catch (const InputError& error) {
      add_error(error.what());
    } catch (const JudgeError& error) {
      add_error(error.what());
    }
  }

  // Every input validator must accept it.
  void check_input(Slot& slot, const std::vector<BuiltProgram>& validators, const TestCase& test) {
    for (std::size_t i = 0; i < validators.size(); ++i)
      if (const auto said = rejection(slot, validators[i], i, test))
        add_error(loaded_->files().place(test.input) + ": the input validator " +
                  shown_name(validators[i].name) + " doesn't accept it " + *said);
  }

  // How the input validator with that number rejects an input; nothing: it doesn't.
  std::optional<std::string> rejection(Slot& slot, const BuiltProgram& validator,
                                       std::size_t number, const TestCase& test) {
    const Package& package = loaded_->package();
    const int accepted = package.input_protocol == ValidatorProtocol::testlib ? 0 : 42;
    const ValidatorCall call = prepare_input_call(
        validator, package, input_arguments_of(test, package.input_validators[number]),
        *loaded_->content(test.input), judge_host_.programs->python().environment);
    const FinishedRun run =
        slot.of(validator).run(call.spec, {call.input.get(), call.payload.get()});
    if (run.record.end.exit_code == accepted) return std::nullopt;
    const Opinion opinion = judge_run(run.record, call.spec.limits);
    if (opinion.verdict == Verdict::judge_error) throw JudgeError("run", 0, opinion.reason);
    const std::string said = std::string(run.output.text()) + std::string(run.error_output.text());
    return "(" +
           (opinion.verdict == Verdict::accepted
                ? "exit code 0; " + std::to_string(accepted) + " accepts"
                : opinion.reason) +
           ")" + (said.empty() ? "" : ": " + clean_excerpt(said, kFeedbackBytes));
  }

  void check_validator_tests(Slot& slot, const std::vector<BuiltProgram>& validators) {
    for (const auto& test : loaded_->package().validator_tests) {
      if (test.kind == ValidatorTest::Kind::invalid_input) {
        check_invalid_input(slot, validators, test.test);
      } else {
        check_input(slot, validators, test.test);
        if (test.is_of_output()) check_output(slot, test);
      }
    }
  }

  void check_invalid_input(Slot& slot, const std::vector<BuiltProgram>& validators,
                           const TestCase& test) {
    for (std::size_t i = 0; i < validators.size(); ++i)
      if (rejection(slot, validators[i], i, test)) return;
    const std::string place = loaded_->files().place(test.input);
    if (loaded_->package().skipped_input_validators > 0)
      add_warning(place +
                  ": not rejected by the input validators that assize can run; the others "
                  "may do so");
    else
      add_error(place + (validators.empty()
                             ? ": shall be rejected, but there is no input validator"
                             : ": shall be rejected, but every input validator accepts it"));
  }

  void check_output(Slot& slot, const ValidatorTest& test) {
    const bool shall_be_rejected = test.kind == ValidatorTest::Kind::invalid_output;
    const Finding finding = judge_output(slot, test.test, test.output);
    note(finding.note);
    const bool rejected = rejects(finding);
    if (rejected == shall_be_rejected) return;
    add_error(loaded_->files().place(test.output) + ": shall be " +
              (shall_be_rejected
                   ? "rejected, but the output validator accepts it"
                   : "accepted, but the output validator rejects it: " + finding.feedback));
  }

  // What the validators say of a file of the package as the output of a submission.
  Finding judge_output(Slot& slot, const TestCase& test, const std::string& output) {
    return validate_output(slot, judge_host_, problem_, test,
                           {*loaded_->content(test.input), *loaded_->content(test.answer),
                            *loaded_->content(output)})
        .finding;
  }

  // Answers should be right as outputs, where they are any. (Of an interactive or a multi-pass
  // problem they can't be.)
  void check_answers(Slot& slot) {
    const Package& package = loaded_->package();
    if (package.validation.interactive || package.validation.passes > 1 ||
        problem_.validators.empty())
      return;
    std::vector<std::string> rejected;
    for (const auto& test : package.tests) {
      const Finding finding = judge_output(slot, test, test.answer);
      if (rejects(finding)) rejected.push_back(test.name);
    }
    if (rejected.empty()) return;
    add_warning("the output validator rejects " + std::to_string(rejected.size()) + " of " +
                std::to_string(package.tests.size()) + " answers as outputs (the first: " +
                rejected.front() + "), which is right where an answer isn't a solution");
  }

  void check_submission(Slot& slot, CheckedSubmission& checked, std::size_t number) {
    checked.submission = submissions_[number];
    checked.skipped = why_skipped(checked.submission);
    if (!checked.skipped.empty()) return;
    try {
      const Source source = source_of(*loaded_, checked.submission);
      checked.judging = judge(slot, judge_host_, problem_, source, {});
      if (wants_all_tests(checked.submission, *checked.judging))
        checked.judging = judge(slot, judge_host_, problem_, source, {true});
      checked.unmet = unmet(checked.submission, *checked.judging);
      for (const auto& test : checked.judging->tests) note(test.note);
      if (checked.submission.shall_be_too_slow && checked.unmet.empty())
        check_margin(slot, checked, source);
    } catch (const JudgeError& error) {
      checked.judging.reset();
      checked.unmet = {std::string("judge error: ") + error.what()};
    }
  }

  // What shall be too slow must be so by the package's margin, too.
  void check_margin(Slot& slot, CheckedSubmission& checked, const Source& source) {
    const Package& package = loaded_->package();
    const auto& tests = checked.judging->tests;
    const auto slow = std::find_if(tests.begin(), tests.end(), [](const TestRecord& test) {
      return test.opinion.verdict == Verdict::time_limit_exceeded &&
             test.opinion.reason_class == ReasonClass::cpu_time;
    });
    if (slow == tests.end()) return;
    JudgeOptions options;
    options.only_test = slow->name;
    options.time_limit = std::chrono::round<nanoseconds>(std::chrono::duration<double, std::nano>(
        static_cast<double>(package.limits.time.count()) * package.time_rules.safety_margin));
    const JudgingRecord longer = judge(slot, judge_host_, problem_, source, options);
    const nanoseconds needs = max_cpu(longer);
    const std::lock_guard lock(mutex_);
    check_.fastest_too_slow = std::min(check_.fastest_too_slow.value_or(needs), needs);
    if (longer.final.verdict != Verdict::time_limit_exceeded)
      check_.warnings.push_back(shown_name(checked.submission.path) +
                                ": is too slow, but not by the package's safety margin");
  }

  void add_margins(const CheckedSubmission& checked) {
    if (!checked.judging || !checked.submission.counts_for_time_limit) return;
    const nanoseconds needs = max_cpu(*checked.judging);
    check_.slowest_accepted = std::max(check_.slowest_accepted.value_or(needs), needs);
  }

  const JudgeHost& judge_host_;
  SlotPool& pool_;
  const CheckOptions& options_;
  std::mutex mutex_;  // for what any slot adds to
  PackageCheck check_;
  std::shared_ptr<const LoadedPackage> loaded_;
  Problem problem_;
  std::vector<PackageSubmission> submissions_;
};

}  // namespace

bool PackageCheck::is_good() const {
  return errors.empty() &&
         std::all_of(submissions.begin(), submissions.end(),
                     [](const CheckedSubmission& checked) { return checked.unmet.empty(); });
}

std::size_t PackageCheck::judged() const {
  return static_cast<std::size_t>(
      std::count_if(submissions.begin(), submissions.end(),
                    [](const CheckedSubmission& checked) { return checked.skipped.empty(); }));
}

std::vector<PackageCheck> check_packages(const JudgeHost& judge_host,
                                         const std::vector<std::string>& directories,
                                         const CheckOptions& options) {
  SlotPool pool(judge_host, options.slots);
  std::deque<PackageChecker> checkers;
  for (const auto& directory : directories) {
    PackageChecker& checker = checkers.emplace_back(judge_host, pool, directory, options);
    pool.add([&checker](Slot& slot) { checker.begin(slot); });
  }
  pool.run();
  std::vector<PackageCheck> results;
  for (auto& checker : checkers) results.push_back(checker.take());
  return results;
}

std::string why_skipped(const PackageSubmission& submission) {
  if (submission.language != "python3")
    return submission.language.empty() ? "not in a language that is known"
                                       : "in " + submission.language + ", not in Python 3";
  if (submission.main.empty()) return "no file of it is the main one";
  return {};
}

std::vector<std::string> warnings_of_little(const PackageCheck& check,
                                            const std::vector<TestCase>& tests) {
  std::vector<std::string> warnings;
  const std::size_t all = check.submissions.size();
  if (all == 0) {
    warnings.emplace_back("there are no submissions: nothing was judged");
  } else if (check.judged() == 0) {
    warnings.push_back(all == 1
                           ? "its one submission is none that assize can judge: nothing was judged"
                           : "none of its " + std::to_string(all) +
                                 " submissions is one that assize can judge: nothing was judged");
  }
  const bool tells_answers = check.format != "assignment";
  if (std::all_of(tests.begin(), tests.end(),
                  [&](const TestCase& test) { return test.sample && tells_answers; }))
    warnings.emplace_back("all of its tests are samples: who reads them knows every answer");
  return warnings;
}

nanoseconds time_limit_for(nanoseconds slowest, const TimeLimitRules& rules) {
  const double least = static_cast<double>(slowest.count()) * rules.multiplier;
  const auto resolution = static_cast<double>(rules.resolution.count());
  const double steps = std::max(1.0, std::ceil(least / resolution));
  return nanoseconds{static_cast<std::int64_t>(steps * resolution)};
}

nanoseconds compute_time_limit(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                               const std::vector<PackageSubmission>& submissions) {
  const FileTree& files = problem.loaded->files();
  JudgeOptions options;
  options.time_limit = kLongestTry;
  std::optional<nanoseconds> slowest;
  for (const auto& submission : submissions) {
    if (!submission.counts_for_time_limit || !why_skipped(submission).empty()) continue;
    const JudgingRecord judging =
        judge(slot, judge_host, problem, source_of(*problem.loaded, submission), options);
    if (judging.final.verdict == Verdict::time_limit_exceeded)
      throw InputError(files.place(submission.path) +
                       ": the time limit is to be computed from it, but it takes too long (" +
                       std::string(letters(judging.final.verdict)) + ", " + judging.final.reason +
                       ")");
    slowest = std::max(slowest.value_or(nanoseconds{}), max_cpu(judging));
  }
  if (!slowest)
    throw InputError(files.place("problem.yaml") +
                     ": there is no time limit, and no accepted submission in Python 3 from which "
                     "it could be computed: put one, in seconds, into .timelimit");
  return time_limit_for(*slowest, problem.package().time_rules);
}

}  // namespace assize
