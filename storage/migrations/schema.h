// The store's schema and its versions.
#pragma once

#include "storage/engine/database.h"

namespace assize {

// Brings a store to this version's schema: an empty one gets it, an older one is backed up beside
// itself (PATH.backup-vN) and migrated, a newer one is refused (InputError). Idempotent; safe when
// several processes do it at once.
//
// In a database that wasn't opened to be made (Mode::read_write), one without a schema is refused
// (InputError) and stays as it is.
void bring_up_to_date(Database& database);

}  // namespace assize
