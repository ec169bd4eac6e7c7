// The time by which leases, heartbeats and waits are decided: assize_lease_now() in SQL.
//
// On PostgreSQL it is the database's, the same for all hosts. A store in a file is used by one
// host, and goes by the time since that was started, which nobody can set: the wall clock may be
// set by an hour, and no lease expires before its time or lasts longer. So that it looks like any
// point in time (ms since 1970), the store keeps what is added to it, and which start of the host
// that belongs to. After another start all workers are gone: all leases have expired.
#pragma once

#include "storage/engine/database.h"

namespace assize {

// To be called when a store is opened. Changes something only where it is the first one to open it
// since the host was started.
void start_lease_clock(Database& database);

}  // namespace assize
