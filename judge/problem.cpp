#include "judge/problem.h"

#include <algorithm>

namespace assize {

namespace {

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

}  // namespace

Problem make_problem(const JudgeHost& judge_host, std::shared_ptr<const LoadedPackage> loaded,
                     ProgramCache* cache) {
  Problem problem{std::move(loaded), {}};
  problem.view = view_for(judge_host, *problem.loaded);
  for (const auto& program : problem.package().validation.programs)
    problem.validators.push_back(
        judge_host.programs->build_validator(*problem.loaded, program, cache));
  return problem;
}

Validated validate_output(Slot& slot, const JudgeHost& judge_host, const Problem& problem,
                          const TestCase& test, const ValidatorInput& given) {
  if (problem.validators.empty()) return compare_with_answer(given, test);
  const auto keeper_of = [&](const BuiltProgram& program) -> KeeperClient& {
    return slot.of(program);
  };
  return validate(keeper_of, problem.validators, problem.package(), test, given,
                  judge_host.programs->python().environment);
}

bool answers_can_be_forged(const LoadedPackage& loaded) {
  const Package& package = loaded.package();
  if (!package.included.contains(kMainFile) || package.tests.empty() ||
      package.validation.protocol == ValidatorProtocol::unit_test)
    return false;
  const auto& files = loaded.files().files();
  const auto answer_of = [&](const TestCase& test) {
    const auto found = files.find(test.answer);
    return found == files.end() ? "" : found->second.hash;
  };
  return std::all_of(package.tests.begin(), package.tests.end(), [&](const TestCase& test) {
    return answer_of(test) == answer_of(package.tests.front());
  });
}

}  // namespace assize
