// Why a test wasn't accepted, in words that help the one who wrote the program.
#pragma once

#include <string>

#include "tools/report/background.h"

namespace assize {

// `sees_figures`: whether the reader may have what the program itself worded or chose
// (audience.h). Else an error is told by the name of a built-in exception and by a line that the
// submission really has, and never by its message.
std::string submitter_reason(const TestRecord& test, const Background& background,
                             bool sees_figures);

}  // namespace assize
