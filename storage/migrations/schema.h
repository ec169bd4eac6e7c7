// The store's schema and its versions.
#pragma once

#include "storage/engine/database.h"

namespace assize {

// Brings a store to this version's schema: an empty one gets it, an older one is backed up beside
// itself (PATH.backup-vN) and migrated, a newer one is refused (InputError). Idempotent; safe when
// several processes do it at once.
//
// In a database that wasn't opened to be made (Mode::read_write), one without a schema is refused
// (InputError) and stays as it is; so is the unfinished copy of another store.
void bring_up_to_date(Database& database);

// The version of this program's schema.
std::int64_t newest_version();

// The version of a store's schema; 0: there is none. Throws InputError for one that this program
// can't use: of a newer version, an unfinished copy, another program's.
std::int64_t known_version_of(Database& database);

// For whoever wants a store as it is: throws InputError, with what to do, unless its schema is of
// this version. Changes nothing.
void require_newest(Database& database);

// While a store is being copied into a database (storage/store/copy.h), this is its version: less
// than 0, so that nobody takes it for a store.
constexpr std::int64_t unfinished_version(std::int64_t version) { return -version; }

}  // namespace assize
