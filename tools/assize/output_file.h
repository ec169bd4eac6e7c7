// Where a command writes what it was told to write to a path.
#pragma once

#include <functional>
#include <ostream>
#include <string>

namespace assize {

// Has `write` write to the path. A plain file, or one that isn't there yet, is replaced when the
// new content is whole: a reader never sees half of it. What is there keeps what it is: a link
// leads where it led, a device or a pipe is written to, a file keeps its owner and mode where that
// can be. What standard output leads to is written to as standard output is, and so is /dev/fd/N.
// A new file is the owner's alone (0600). Throws InputError if it can't be written; a plain file is
// as it was then. A block device is refused.
void write_output_file(const std::string& path, const std::function<void(std::ostream&)>& write);

}  // namespace assize
