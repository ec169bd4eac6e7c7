// SQLite 3.40, through SQLiteCpp: a store in one file, for the workers of one host.
#pragma once

#include <memory>
#include <string>

#include "storage/engine/database.h"
#include "storage/engine/host_clock.h"

namespace assize {

// Opens a database file, with synchronous=FULL and foreign keys; the file itself is not changed.
// `create` and `initialize` make it if it isn't there. Throws StoreError with the path. `clock`
// must outlive it.
std::unique_ptr<Database> open_sqlite(const std::string& path, Database::Mode mode,
                                      const HostClock& clock = kernel_clock());

}  // namespace assize
