// The hash of a runtime: what two judgings must have in common of it.
#pragma once

#include <string>

#include "judge/runtime/runtime.h"

namespace assize {

// SHA-256 of its canonical form (docs/verdicts.md): of every file that a run can see, read anew.
// Byte code in a __pycache__ is left out: it is made from what is hashed, and says when that was.
// Files that a package manager is just installing are waited for, up to a minute, and left out.
// Throws UnusableRuntime for a file that runs couldn't read, or that is neither file nor folder nor
// link; `subject` is for its message.
std::string hash_of(const Runtime& runtime, const std::string& subject);

}  // namespace assize
