// Tells when somebody has written to a store, this process too, without asking the store.
#pragma once

#include <string>

#include "storage/base/unique_fd.h"

namespace assize {

// An inotify(7) descriptor, readable after each commit: SQLite writes these to its log (WAL). The
// store must be open. Empty where the host has no watch to give, or no such file.
UniqueFd watch_store(const std::string& path);
// Whether there is anything to be read.
bool is_written(int watch);
// Takes what is there to be read.
void forget_writes(int watch);

}  // namespace assize
