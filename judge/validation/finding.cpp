#include "judge/validation/finding.h"

#include <sstream>
#include <stdexcept>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr int kIcpcAccepted = 42;
constexpr int kIcpcRejected = 43;
// Source: testlib.h 0.9.45, enum TResult and the default exit codes.
constexpr int kTestlibFailed = 3;
constexpr int kTestlibPoints = 7;
constexpr int kTestlibPartially = 50;
constexpr int kTestlibMostPartially = 150;  // 50 + 100 %

class ProtocolReader {
 public:
  ProtocolReader(const ValidatorRun& run, const Validation& validation, const TestCase& test,
                 const std::string& name)
      : run_(run), validation_(validation), test_(test), name_(name) {}

  Finding interpret() {
    must_have_ended_well();
    switch (validation_.protocol) {
      case ValidatorProtocol::icpc:
      case ValidatorProtocol::dmoj:
      case ValidatorProtocol::unit_test:
        by_icpc();
        break;
      case ValidatorProtocol::testlib:
        by_testlib();
        break;
      case ValidatorProtocol::cms:
        by_cms();
        break;
    }
    // Parts of a score are nothing that a pass-fail problem has.
    if (!validation_.scores && finding_.verdict == Verdict::partial)
      finding_.verdict = Verdict::wrong_answer;
    if (!validation_.scores) finding_.score.reset();
    return std::move(finding_);
  }

 private:
  template <typename Error = PackageError>
  [[noreturn]] void misbehaves(const std::string& what) const {
    std::string said = file("judgeerror.txt") + file("judgemessage.txt");
    if (said.empty()) said = run_.error_output;
    said = clean_excerpt(said, kFeedbackBytes);
    const std::string text = shown_name(test_.name) + ": " + what + cut_output() +
                             (said.empty() ? "" : "; it says: " + said);
    const std::string name = "validator " + shown_name(name_);
    // On a busy host the wall limit may be passed by anybody.
    if (judge_run(run_.record, run_.limits).reason_class == ReasonClass::wall_time)
      throw JudgeError(name, 0, text);
    throw Error(name, 0, text);
  }

  // What it writes past its limits is dropped: often a submission decides how much it has to say.
  std::string cut_output() const {
    if (run_.record.output_bytes >= run_.limits.output.count) return "; its output was cut";
    if (run_.record.error_bytes >= run_.limits.error_output.count)
      return "; its error output was cut";
    return {};
  }

  std::string file(const std::string& name) const {
    const auto found = run_.feedback.find(name);
    return found == run_.feedback.end() ? std::string() : found->second;
  }
  bool has(const std::string& name) const { return run_.feedback.contains(name); }

  void must_have_ended_well() const {
    const Opinion opinion = judge_run(run_.record, run_.limits);
    const bool by_exit_code = run_.record.end.exit_code.has_value();
    if (opinion.verdict == Verdict::judge_error)
      throw JudgeError("validator " + shown_name(name_), 0, opinion.reason);
    if (opinion.verdict != Verdict::accepted &&
        !(opinion.verdict == Verdict::run_time_error && by_exit_code))
      misbehaves<ValidatorEnded>("the validator was ended or died: " + opinion.reason);
    if (!run_.feedback_problem.empty())
      misbehaves("the files of its feedback directory can't be taken: " +
                 std::string(run_.feedback_problem));
  }

  int exit_code() const { return run_.record.end.exit_code.value_or(-1); }

  // A number in a file of the feedback directory.
  std::optional<Score> number_in(const char* name) const {
    if (!has(name)) return std::nullopt;
    std::istringstream words(file(name));
    std::string first;
    std::string rest;
    words >> first;
    const auto number = Score::parse(first);
    if (!number || words >> rest)
      misbehaves(std::string(name) + " must hold one decimal number, not '" +
                 clean_line(file(name), 80) + "'");
    return number;
  }

  void give_part(const Score& part) {
    if (part < Score(0) || part > Score(1))
      misbehaves("the share of the score must be from 0 to 1, not " + part.text());
    finding_.score = test_.accepted_score * part;
    if (part < Score(1)) finding_.verdict = Verdict::partial;
  }

  void by_icpc() {
    if (has("judgeerror.txt")) misbehaves("the validator reports an error of its own");
    if (exit_code() != kIcpcAccepted && exit_code() != kIcpcRejected)
      misbehaves("the validator ended with exit code " + std::to_string(exit_code()) +
                 " (42 accepts, 43 rejects)");
    finding_.feedback = clean_excerpt(file("judgemessage.txt"), kFeedbackBytes);
    finding_.message = clean_excerpt(file("teammessage.txt"), kFeedbackBytes);
    if (validation_.protocol == ValidatorProtocol::dmoj)
      return by_share(number_in("score_multiplier.txt"));
    if (validation_.protocol == ValidatorProtocol::unit_test)
      finding_.printed = file("printed.txt");
    if (exit_code() == kIcpcRejected) return reject();
    const auto score = number_in("score.txt");
    const auto share = number_in("score_multiplier.txt");
    if (validation_.passes > 1 && has("nextpass.in")) finding_.next_input = file("nextpass.in");
    if (!validation_.scores || test_.validator_score == ValidatorScore::ignored) return;
    if (test_.validator_score == ValidatorScore::forbidden && (score || share))
      misbehaves("the validator gives a score where the package says that it gives none");
    if (test_.validator_score == ValidatorScore::required && !score && !share)
      misbehaves("the validator gives no score where the package says that it gives one");
    if (score && share) misbehaves("there is both a score.txt and a score_multiplier.txt");
    if (score) finding_.score = score;
    if (share) give_part(*share);
    finding_.verdict = Verdict::accepted;  // with whatever score
  }

  void reject() {
    finding_.verdict = rejection();
    if (has("nextpass.in")) misbehaves("the validator rejects, yet it asks for another pass");
    if (!has("score.txt") && !has("score_multiplier.txt")) return;
    if (validation_.rejects_without_score)
      misbehaves("the validator rejects, yet it gives a score");
    if (validation_.scores)
      finding_.note = "the validator " + shown_name(name_) +
                      " gives a score to an output that it rejects; the score is ignored (in "
                      "format 2025-09 it would be a judge error)";
  }

  // Of a unit test: also what became of the submission in a call, which only the tester knows.
  Verdict rejection() const {
    if (validation_.protocol != ValidatorProtocol::unit_test) return Verdict::wrong_answer;
    const auto verdict = verdict_from_letters(file("verdict.txt"));
    if (verdict == Verdict::wrong_answer || verdict == Verdict::run_time_error ||
        verdict == Verdict::output_limit_exceeded)
      return *verdict;
    misbehaves("the tester says no verdict that it has");
  }

  // A checker of DMOJ may give points to what it doesn't accept.
  void by_share(const std::optional<Score>& share) {
    if (share) give_part(*share);
    const bool nothing = share ? *share == Score(0) : exit_code() == kIcpcRejected;
    if (nothing) finding_.verdict = Verdict::wrong_answer;
  }

  void by_testlib() {
    finding_.feedback = clean_excerpt(run_.error_output, kFeedbackBytes);
    const int code = exit_code();
    if (code == 0) return;
    if (code == 1 || code == 2 || code == 4 || code == 8) {
      finding_.verdict = Verdict::wrong_answer;
    } else if (code == kTestlibFailed) {
      misbehaves("the checker failed (exit code 3)");
    } else if (code == kTestlibPoints) {
      points();
    } else if (code >= kTestlibPartially && code <= kTestlibMostPartially) {
      give_part(Score(code - kTestlibPartially) / Score(100));
    } else {
      misbehaves("the checker ended with exit code " + std::to_string(code) +
                 ", which testlib doesn't have");
    }
  }

  // "points 12.5 …": points of the test, as quitp() says them.
  void points() {
    std::istringstream words{std::string(run_.error_output)};
    std::string first;
    std::string number;
    words >> first;
    if (first == "points") words >> number;
    const auto points = Score::parse(first == "points" ? number : first);
    if (!points || *points < Score(0) || *points > test_.accepted_score)
      misbehaves("the checker ended with exit code 7 and says no number of points from 0 to " +
                 test_.accepted_score.text());
    finding_.score = points;
    if (*points < test_.accepted_score)
      finding_.verdict = *points == Score(0) ? Verdict::wrong_answer : Verdict::partial;
  }

  // The outcome, from 0 to 1, is the first line of the output, a message to the submitter that of
  // the error output.
  void by_cms() {
    if (exit_code() != 0)
      misbehaves("the checker ended with exit code " + std::to_string(exit_code()) +
                 ", which should have been 0");
    std::istringstream words{std::string(run_.output.substr(0, run_.output.find('\n')))};
    std::string first;
    words >> first;
    const auto outcome = Score::parse(first);
    if (!outcome)
      misbehaves("the checker's first line must be a number from 0 to 1, not '" +
                 clean_line(run_.output.substr(0, 80), 80) + "'");
    finding_.message =
        clean_excerpt(run_.error_output.substr(0, run_.error_output.find('\n')), kFeedbackBytes);
    finding_.feedback = finding_.message;
    give_part(*outcome);
    if (*outcome == Score(0)) finding_.verdict = Verdict::wrong_answer;
  }

  const ValidatorRun& run_;
  const Validation& validation_;
  const TestCase& test_;
  const std::string& name_;
  Finding finding_;
};

}  // namespace

Opinion opinion_of(const Finding& finding) {
  switch (finding.verdict) {
    case Verdict::accepted:
      return {};
    case Verdict::partial:
      return {Verdict::partial, ReasonClass::partly_right, "partly right"};
    case Verdict::wrong_answer:
      return {Verdict::wrong_answer, ReasonClass::wrong_output, "wrong answer"};
    case Verdict::run_time_error:
      return {Verdict::run_time_error, ReasonClass::exit_code, "it failed in a call of the test"};
    case Verdict::output_limit_exceeded:
      return {Verdict::output_limit_exceeded, ReasonClass::output_size,
              "it returned or printed too much"};
    case Verdict::time_limit_exceeded:
    case Verdict::memory_limit_exceeded:
    case Verdict::compile_error:
    case Verdict::security_violation:
    case Verdict::judge_error:
      break;
  }
  throw std::logic_error("a validator gives no verdict but AC, PA, WA, RTE and OLE");
}

Finding interpret(const ValidatorRun& run, const Validation& validation, const TestCase& test,
                  const std::string& name) {
  return ProtocolReader(run, validation, test, name).interpret();
}

}  // namespace assize
