// A copy of a whole store in one file, made while it is used.
#pragma once

#include <string>

namespace assize {

// Writes a complete SQLite store as `file`, of one moment, whatever engine the store is of; workers
// may go on meanwhile. It is made under another name beside it (FILE.unfinished-XXXXXX), readable
// by its owner alone, and has its own name when it is whole and on the disk. A file that is there
// is replaced only with `replace`. Throws InputError, StoreError; then nothing of it is left.
void back_up_store(const std::string& store, const std::string& file, bool replace);

}  // namespace assize
