// What the end of a package's own validator means. Pure: facts in, an opinion out.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "judge/rules/verdict.h"
#include "problems/package.h"
#include "storage/base/errors.h"
#include "storage/records/run_record.h"

namespace assize {

// How a validator ended, and what it left.
struct ValidatorRun {
  const RunRecord& record;
  const Limits& limits;
  std::string_view output;  // of a validator that isn't joined to the submission
  std::string_view error_output;
  const std::map<std::string, std::string>& feedback;  // the files of its feedback directory
  std::string_view feedback_problem;                   // why they couldn't be read; or empty
};

struct Finding {
  Verdict verdict = Verdict::accepted;    // AC, PA or WA; of a unit test also RTE or OLE
  std::optional<Score> score;             // if it gave one
  std::string feedback;                   // for staff; cleaned
  std::string message;                    // for the submitter; cleaned
  std::string note;                       // for the package's author; the judging goes on
  std::string printed;                    // of a unit test: by the submission, within calls
  std::optional<std::string> next_input;  // of the next pass
};

// The validator didn't come to an end of its own: a limit ended it, or a signal.
class ValidatorEnded : public PackageError {
 public:
  using PackageError::PackageError;
};

// Throws JudgeError if the validator didn't do what its protocol asks for: that is never the
// submission's fault. `name` is the validator's, for messages.
Finding interpret(const ValidatorRun& run, const Validation& validation, const TestCase& test,
                  const std::string& name);

// Whether the validator doesn't accept the output at all: partly right is not rejected.
inline bool rejects(const Finding& finding) {
  return finding.verdict != Verdict::accepted && finding.verdict != Verdict::partial;
}

// The opinion of a test by what its validator says. Throws std::logic_error for a verdict that no
// validator gives.
Opinion opinion_of(const Finding& finding);

constexpr std::size_t kFeedbackBytes = 2000;  // of a message of a validator

}  // namespace assize
