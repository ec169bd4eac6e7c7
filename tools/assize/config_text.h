// The configuration as people have written it, with a runtime more or less: everything else, their
// comments too, stays as it is.
#pragma once

#include <string>

#include "judge/runtime/runtime.h"

namespace assize {

// The row as YAML, a list item with that many spaces before its dash; ends with a newline.
std::string runtime_as_yaml(const RuntimeRow& row, std::size_t indent);

// With the row behind the last one of `runtimes`. Where there is no such list the built-in runtime
// becomes its first row, so that it stays the default. Throws InputError if the list isn't written
// as rows of their own (`runtimes: [...]`).
std::string with_runtime(const std::string& text, const RuntimeRow& row);

// Without the row of that number, counted from 0. Throws InputError as above.
std::string without_runtime(const std::string& text, std::size_t number);

// With `templates: folder` at its beginning, behind comments that stand there.
std::string with_templates(const std::string& text, const std::string& folder);

}  // namespace assize
