// What a run of a runtime sees of the host.
#pragma once

#include <string>

#include "judge/runtime/interpreter.h"
#include "judge/runtime/runtime.h"

namespace assize {

// What every jail shows: devices, a user with a name, the links at the top of a merged /usr.
FileView fixed_view();

// What either of them shows. Where both have something at the same place, the first one's counts.
FileView merged(FileView view, const FileView& other);

// Why a path of the host can't be shown at the same place in the jail ("/tmp/x": the jail has a
// /tmp of its own); empty: it can. Doesn't look at the host.
std::string why_not_shown(const std::string& path);

// Fills in `view`, `libraries` and `linked`. Throws BadRow for a path of the row's `files` that
// isn't there or that runs couldn't read, UnusableRuntime for one of the interpreter's.
void make_view(const RuntimeRow& row, const Interpreter& interpreter, Runtime& runtime);

}  // namespace assize
