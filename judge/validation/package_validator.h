// Calls the output validators that a package brings: what they are given, and with what limits.
// What their end means is decided in finding.h.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/jail/host/keeper_client.h"
#include "judge/validation/finding.h"
#include "judge/validation/program.h"

namespace assize {

// What a test has for its validators. The texts are borrowed.
struct ValidatorInput {
  std::string_view input;
  std::string_view answer;
  std::string_view output;       // of the submission, or of an interactor with testlib
  bool joined = false;           // then the submission's output comes by a pipe
  std::string_view source = {};  // of the submission; only checkers of DMOJ are given it
  std::map<std::string, std::string> feedback = {};  // left by the pass before; of one validator
};

// Where an interactor with testlib leaves its output, among the files of its feedback.
constexpr const char* kInteractorOutput = "output";

// A call that is ready to be run.
struct ValidatorCall {
  JailSpec spec;
  UniqueFd input;  // its standard input; not there where it is joined to the submission
  UniqueFd payload;
};

ValidatorCall prepare_call(const BuiltProgram& program, const Package& package,
                           const TestCase& test, const ValidatorInput& given,
                           const std::vector<std::string>& environment);

// A call of an input validator: arguments < input.
ValidatorCall prepare_input_call(const BuiltProgram& program, const Package& package,
                                 const std::vector<std::string>& arguments, std::string_view input,
                                 const std::vector<std::string>& environment);

// Interprets a call that has been run. Throws JudgeError, see finding.h.
Finding interpret_call(const FinishedRun& run, const ValidatorCall& call,
                       const BuiltProgram& program, const Package& package, const TestCase& test);

// One validator after the other, until one rejects; the score is that of the last one that gives
// one. Throws JudgeError.
struct Validated {
  Finding finding;
  RunRecord record;                             // of the last one that was run
  std::map<std::string, std::string> feedback;  // what it left, for the next pass
};
using KeeperOf = std::function<KeeperClient&(const BuiltProgram&)>;  // in whose jail it is run
Validated validate(const KeeperOf& keeper_of, std::span<const BuiltProgram> programs,
                   const Package& package, const TestCase& test, const ValidatorInput& given,
                   const std::vector<std::string>& environment);

}  // namespace assize
