// Submissions as they come: a file, a directory with main.py, or a zip with main.py.
#pragma once

#include <string>

#include "judge/core/source.h"

namespace assize {

// Throws InputError: missing, a device, too large, no main.py, an archive that would write outside.
Source load_source_file(const std::string& path);

}  // namespace assize
