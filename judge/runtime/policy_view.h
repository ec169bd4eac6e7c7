// The file view of a runtime under a policy.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "judge/runtime/runtime.h"
#include "storage/records/policy.h"

namespace assize {

constexpr const char* kIncludedFiles = "ASSIZE_INCLUDED_FILES";

// Python files that the package puts beside the submission: names, and their content.
using IncludedFiles = std::map<std::string, std::string>;

// Runs the interpreter with these arguments ([0] is its name), its whole view, `files` in its
// directory and nothing else of the host, and returns its standard output: modules execute code
// when they are imported. Throws InputError if it fails or passes a limit.
using AskRuntime = std::function<std::string(
    const Runtime& runtime, const std::vector<std::string>& arguments, const IncludedFiles& files)>;

// With an import allowlist the standard library is no longer there as a whole, only:
//   - the modules on the list, packages with all that is in them, and whatever these import;
//   - the same of the modules that `included` imports, by its text, and that this runtime has;
//   - what the interpreter needs to start and to decode text.
// A hook (a sitecustomize module) refuses with an ImportError what the submission itself imports
// beside the list. The hook is for clarity: a hostile program gets around it, and then finds that
// the files aren't there.
// What the package puts beside the submission, its own main.py first of all, isn't the
// submission's: the environment of a run names these files (kIncludedFiles, with colons between),
// which the hook lets import whatever is there. The submission it still lets import no more than
// the list: it finds what these files have loaded by ways around the hook only. `ask` is called
// only where there is an import allowlist. Throws InputError for a module that this runtime can't
// import, and what `ask` throws.
FileView view_under(const Runtime& runtime, const Policy& policy, const AskRuntime& ask,
                    const IncludedFiles& included = {});

}  // namespace assize
