// Files that are their owner's alone: the store, what lies beside it, the audit log's key.
#pragma once

#include <string>
#include <vector>

#include "tools/assize/config.h"

namespace assize {

// A SQLite store, its journals, and the copies that upgrades left of it (STORE.backup-vN): those
// that are there. None of a store in PostgreSQL. `store` as Globals has it.
std::vector<std::string> files_of_store(const std::string& store);

// "class.db (mode 0644)": those that are there and that others may read or write. A store in
// PostgreSQL has none. `store` as Globals has it.
std::vector<std::string> readable_by_others(const std::string& store, const Config& config);

}  // namespace assize
