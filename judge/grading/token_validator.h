// The default output validator of the ICPC problem package format: compares the output of a run
// with the answer, token by token.
// Source: the specification's section "Default Output Validator Specification" and what the
// reference tool's default_validator does where it is silent (docs/packages.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assize {

struct ValidatorOptions {
  bool case_sensitive = false;
  bool space_change_sensitive = false;
  std::optional<double> absolute_tolerance;
  std::optional<double> relative_tolerance;
  bool operator==(const ValidatorOptions&) const = default;
};

// Where output and answer part, for staff. Lines and columns count from 1, columns in bytes.
struct Difference {
  std::string what;  // "wrong token", "output ends early", …
  std::uint64_t line = 0;
  std::uint64_t column = 0;
  std::string expected;  // excerpts, at most 80 bytes, clean
  std::string got;
};

// Nothing if the output is right.
std::optional<Difference> compare_output(std::string_view output, std::string_view answer,
                                         const ValidatorOptions& options);

// Reads the validator's arguments as the format writes them ("float_tolerance", "1e-6", …).
// Throws InputError naming the argument that is wrong.
ValidatorOptions parse_validator_arguments(const std::vector<std::string>& arguments);

}  // namespace assize
