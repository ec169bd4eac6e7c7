// Submissions as they come: a file, a directory with main.py, or a zip with main.py.
#pragma once

#include <string>

#include "judge/core/source.h"
#include "tools/assize/submitted_path.h"

namespace assize {

// `-` is standard input. Throws InputError: missing, a device, a link or behind one, somebody
// else's (submitted_path.h), too large, no main.py, an archive that would write outside.
Source load_source_file(const std::string& path,
                        const SubmissionRoot& root = SubmissionRoot::as_typed());

// Of an option --root, which may be empty: then paths are taken as typed. Throws InputError.
SubmissionRoot root_of(const std::string& option);

}  // namespace assize
