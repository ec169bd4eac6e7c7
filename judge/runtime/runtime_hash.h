// The hash of a runtime: what two judgings must have in common of it.
#pragma once

#include <optional>
#include <string>

#include "judge/runtime/runtime.h"

namespace assize {

// SHA-256 of its canonical form (docs/verdicts.md): of every file that a run can see, read anew.
// Byte code in a __pycache__ is left out: it is made from what is hashed, and says when that was.
// Files that a package manager is just installing are waited for, up to a minute, and left out.
// Throws UnusableRuntime for a file that runs couldn't read, or that is neither file nor folder nor
// link; `subject` is for its message.
std::string hash_of(const Runtime& runtime, const std::string& subject);

// What the hash is made of, for whoever wants to know in which files two runtimes differ: a line
// each, sorted by path: the file's SHA-256, or "-> TARGET" for a link, a tab, the path in the jail.
// Reads all files. Nothing if they aren't those of `runtime.hash` any more. Throws as above.
std::optional<std::string> file_list_of(const Runtime& runtime, const std::string& subject);

}  // namespace assize
