// The folders below submissions/ and what they demand.
// Source: both versions' sections "Example submissions"; the names from the wild are in
// docs/packages.md.
#include "problems/submissions/submission_rules.h"

namespace assize {

namespace {

using Verdicts = std::set<Verdict>;

const Verdicts kAc{Verdict::accepted};
const Verdicts kWa{Verdict::wrong_answer};
const Verdicts kTle{Verdict::time_limit_exceeded};
const Verdicts kRte{Verdict::run_time_error, Verdict::memory_limit_exceeded,
                    Verdict::output_limit_exceeded, Verdict::security_violation};

Verdicts any_of(std::initializer_list<Verdicts> sets) {
  Verdicts all;
  for (const auto& set : sets) all.insert(set.begin(), set.end());
  return all;
}

Verdicts anything_but(const Verdicts& out) {
  Verdicts all = any_of({kAc, kWa, kTle, kRte});
  all.insert({Verdict::compile_error, Verdict::partial});
  for (const Verdict verdict : out) all.erase(verdict);
  return all;
}

// The same in both versions: what real packages have beside the format.
std::optional<FolderRule> rule_of_wild_folder(const std::string& folder) {
  const auto whole = [](Verdicts verdicts) {
    return FolderRule{{std::nullopt, std::nullopt, std::move(verdicts), {}, {}}, false};
  };
  if (folder == "compiler_error" || folder == "compile_error")
    return whole({Verdict::compile_error});
  if (folder == "no_output") return whole(kWa);
  if (folder == "output_limit" || folder == "output_limit_exceeded")
    return whole({Verdict::output_limit_exceeded});
  if (folder == "memory_limit_exceeded" || folder == "memory_limit")
    return whole({Verdict::memory_limit_exceeded});
  return std::nullopt;
}

std::optional<FolderRule> rule_of_new_folder(const std::string& folder) {
  if (folder == "wrong_answer") return FolderRule{{any_of({kAc, kWa}), kWa, {}, {}, {}}, true};
  if (folder == "time_limit_exceeded")
    return FolderRule{{any_of({kAc, kTle}), kTle, {}, {}, {}}, true};
  if (folder == "run_time_error") return FolderRule{{any_of({kAc, kRte}), kRte, {}, {}, {}}, true};
  if (folder == "brute_force")
    return FolderRule{{any_of({kAc, kRte, kTle}), any_of({kRte, kTle}), {}, {}, {}}, true};
  return std::nullopt;
}

// The specification speaks of what a submission may do on any of the tests. The reference tool, and
// so every package that was made with it, knows only the verdict of the submission as a whole.
std::optional<FolderRule> rule_of_legacy_folder(const std::string& folder) {
  const auto whole = [](const Verdicts& verdicts) {
    return FolderRule{{std::nullopt, std::nullopt, verdicts, false, verdicts == kTle}, true};
  };
  if (folder == "wrong_answer") return whole(kWa);
  if (folder == "time_limit_exceeded") return whole(kTle);
  if (folder == "run_time_error") return whole(kRte);
  return std::nullopt;
}

}  // namespace

std::optional<Verdicts> verdicts_of_letters(std::string_view letters) {
  if (letters == "AC") return kAc;
  if (letters == "WA") return kWa;
  if (letters == "TLE") return kTle;
  if (letters == "RTE") return kRte;
  return std::nullopt;
}

std::optional<FolderRule> rule_of_folder(const std::string& folder, bool is_new) {
  std::string name = folder;
  if (name == "runtime_error" || name == "run_time_exception" || name == "runtime_exception")
    name = "run_time_error";
  // The verdict of the whole is AC only with the highest score: tests that score less are accepted,
  // too.
  if (name == "accepted") return FolderRule{{std::nullopt, std::nullopt, kAc, true, {}}, true};
  if (name == "partially_accepted")
    return FolderRule{{std::nullopt, std::nullopt, Verdicts{Verdict::partial}, false, {}}, true};
  if (name == "rejected")
    return FolderRule{{std::nullopt, std::nullopt, anything_but(kAc), false, {}}, false};
  const auto rule = is_new ? rule_of_new_folder(name) : rule_of_legacy_folder(name);
  return rule ? rule : rule_of_wild_folder(name);
}

Expectation expectation_of(const SubmissionRule& rule, bool rejected_may_score,
                           const std::string& source) {
  Expectation expectation;
  expectation.source = source;
  expectation.each = rule.permitted.value_or(Verdicts{});
  expectation.required = rule.required.value_or(Verdicts{});
  if (rule.whole) {
    expectation.permitted = *rule.whole;
    if (rejected_may_score && !expectation.permitted.contains(Verdict::accepted))
      expectation.permitted.insert(Verdict::partial);
  } else if (rule.permitted || rule.required) {
    expectation.permitted = rule.permitted.value_or(anything_but({}));
    // Where a test must be rejected, so is the whole; where scores count, it may still have some.
    const bool rejected = rule.required && !rule.required->contains(Verdict::accepted);
    if (rejected && !rejected_may_score) expectation.permitted.erase(Verdict::accepted);
    expectation.permitted.erase(Verdict::partial);
    if (rejected_may_score) expectation.permitted.insert(Verdict::partial);
  }
  return expectation;
}

bool counts_for_time_limit(const SubmissionRule& rule) {
  if (rule.for_time_limit) return *rule.for_time_limit;
  return rule.permitted && !rule.permitted->contains(Verdict::time_limit_exceeded);
}

bool demands_too_slow(const SubmissionRule& rule) {
  return rule.too_slow.value_or(rule.required == kTle);
}

}  // namespace assize
