// Constants of the format 2025-09: {{name}} and {{name.variant}} stand for values of problem.yaml
// in validators, included files, submissions, test_group.yaml and statements in Markdown.
// Source: the specification, section "Constants".
#pragma once

#include <string>

#include "problems/package.h"

namespace assize {

// Whether constants are replaced in this file of the package.
bool has_constants(const Package& package, const std::string& path);

// `text` with the values in place of the names. Names that the package doesn't define stay.
std::string with_constants(const Package& package, const std::string& text);

// The content of a file of the package as programs and readers shall see it.
std::string read_with_constants(const FileTree& files, const Package& package,
                                const std::string& path);

}  // namespace assize
