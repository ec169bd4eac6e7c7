// The README's table, from the figures of a run.
#pragma once

#include <string>

#include "tools/bench/measure.h"

namespace assize::bench {

// What wasn't measured is left out.
std::string markdown_of(const Json& figures);

}  // namespace assize::bench
