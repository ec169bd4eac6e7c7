#include "storage/engine/database.h"

namespace assize {

Savepoint::~Savepoint() {
  if (!open_) return;
  database_.note_undone();
  try {
    database_.run("ROLLBACK TO SAVEPOINT part");
    database_.run("RELEASE SAVEPOINT part");
  } catch (const StoreError&) {
    // The database has rolled back all of the transaction by itself.
  }
}

}  // namespace assize
