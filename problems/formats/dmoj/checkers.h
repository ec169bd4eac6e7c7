// The checker of a DMOJ test case.
#pragma once

#include <optional>
#include <string>

#include "problems/grading/line_comparison.h"
#include "problems/package.h"
#include "problems/text/yaml.h"

namespace assize {

struct DmojChecker {
  std::string name = "standard";  // of one that DMOJ has, or the path of a Python file
  std::string arguments = "{}";   // as JSON
  // One that DMOJ has and that is a comparison.
  std::optional<LineComparison> comparison = LineComparison{};
  // `bridged`: a program that is called as one with testlib is.
  std::optional<PackageProgram> bridged;
  ValidationLimits limits;  // of `bridged`
};

// Reads the value of the key `checker`: a name, or a map of name and arguments. Arguments that
// DMOJ ignores become warnings. Throws InputError: for what assize doesn't do, by name.
DmojChecker read_dmoj_checker(const FileTree& files, const YamlNode& node, Package& package);

// The same for the key `interactive`: a program that is joined to the submission.
PackageProgram read_dmoj_interactor(const FileTree& files, const YamlNode& node, Package& package);

// How Python's yaml reads a plain scalar: is it true?
bool is_true_in_python(const YamlNode& node);

}  // namespace assize
