// `runtime add` and `runtime remove`: rows of the configuration, with the template that an
// interpreter may need.
#pragma once

#include "tools/assize/command.h"

namespace assize {

// Adds these to the command `runtime`.
void add_runtime_changes(CLI::App& runtime, Globals& globals);

}  // namespace assize
