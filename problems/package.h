// A problem package as the judge needs it. The formats are in docs/packages.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/core/policy.h"
#include "judge/grading/token_validator.h"
#include "problems/file_tree.h"

namespace assize {

struct TestCase {
  std::string name;   // "secret/02-large/07"
  std::string group;  // "secret/02-large"
  std::string input;  // paths in the package
  std::string answer;
  ValidatorOptions validator;
  bool sample = false;
};

struct Package {
  std::string id;
  std::string name;
  std::string format;  // "legacy" or "2025-09"
  std::string hash;
  PackageLimits limits;
  std::vector<TestCase> tests;  // in the order of judging
  std::vector<std::string> warnings;
};

struct LoadOptions {
  bool lenient = false;                   // keys that are known in the wild become warnings
  std::optional<nanoseconds> time_limit;  // used instead of the package's own
};

// Throws InputError with file, line and column. What the package asks for and assize doesn't do yet
// is refused by name.
Package load_package(const FileTree& files, const std::string& id, const LoadOptions& options);

// The id of a package directory: its name. Throws InputError if that can't be an id.
std::string problem_id_of(const std::string& directory);
bool is_problem_id(std::string_view text);

// Seconds as a person writes them ("1", "0.5"). Throws InputError naming `what`.
nanoseconds parse_seconds(const std::string& text, const std::string& what);

}  // namespace assize
