// The default output validator: compares the output of a run with the answer, token by token as the
// ICPC problem package format says, or as another judge does (line_comparison.h).
// Source: the specification's section "Default Output Validator Specification" and what the
// reference tool's default_validator does where it is silent (docs/packages.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems/grading/difference.h"
#include "problems/grading/line_comparison.h"

namespace assize {

struct ValidatorOptions {
  bool case_sensitive = false;
  bool space_change_sensitive = false;
  std::optional<double> absolute_tolerance;
  std::optional<double> relative_tolerance;
  std::optional<LineComparison> lines;  // then this, and nothing of the above
  bool operator==(const ValidatorOptions&) const = default;
};

// With `lines` the test's score may be earned in part, and accepted with less than all of it.
Compared compare(std::string_view output, std::string_view answer, const ValidatorOptions& options);

// Nothing if the output is accepted.
std::optional<Difference> compare_output(std::string_view output, std::string_view answer,
                                         const ValidatorOptions& options);

// Whether a tolerance may be given again: float_tolerance stands for both of the others.
enum class ToleranceRules : std::uint8_t { last_counts, once };

// Reads the validator's arguments as the format writes them ("float_tolerance", "1e-6", …).
// Throws InputError naming the argument that is wrong.
ValidatorOptions parse_validator_arguments(const std::vector<std::string>& arguments,
                                           ToleranceRules rules = ToleranceRules::last_counts);

}  // namespace assize
