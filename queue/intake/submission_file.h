// Submissions as they come: a file, a folder, or a zip file.
#pragma once

#include <string>

#include "queue/intake/submitted_path.h"
#include "storage/records/source.h"

namespace assize {

struct Submitted {
  Source source;     // its program is main.py
  std::string note;  // what was left out and moved, in words; empty: nothing
};

// `-` is standard input. `expected`: the name of the file that the problem asks for, where that
// isn't main.py (see arrangement.h); or empty.
// Throws InputError with the path: missing, a device, a link or behind one, somebody else's
// (submitted_path.h), too large, not Python (kinds.h), no telling what the program is, an archive
// that would write outside or that not every reader reads alike.
Submitted load_submission(const std::string& path,
                          const SubmissionRoot& root = SubmissionRoot::as_typed(),
                          const std::string& expected = "");

// Of an option --root, which may be empty: then paths are taken as typed. Throws InputError.
SubmissionRoot root_of(const std::string& option);

}  // namespace assize
