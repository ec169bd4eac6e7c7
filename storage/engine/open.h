// Which engine a store is of, by the name that the operator gave it.
#pragma once

#include <memory>
#include <string>

#include "storage/engine/database.h"
#include "storage/engine/host_clock.h"

namespace assize {

// How a store that was named with --store (a path, sqlite:PATH or postgresql://…) is called in
// messages, without secrets. Throws InputError for what is none of these.
std::string store_name(const std::string& url);

bool is_postgresql_store(const std::string& url);

// Whether there is something that can be opened: a file, or any database server.
bool store_exists(const std::string& url);

// Opens a store by what was given with --store. Throws InputError, StoreError. `clock`, which must
// outlive it, is the time of an engine that has none of its own: SQLite.
std::unique_ptr<Database> open_database(const std::string& url, Database::Mode mode,
                                        const HostClock& clock = kernel_clock());

}  // namespace assize
