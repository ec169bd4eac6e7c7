#include "storage/engine/database.h"

#include "storage/base/text.h"

namespace assize {

StoreError newer_schema(const std::string& store, const std::string& version) {
  return {StoreError::Kind::lasting,
          "store " + shown_name(store) + ": a newer assize has brought it up to date meanwhile (" +
              version +
              "): this program can't write it any more. Start the new version; what a worker of "
              "this one held is judged again by others, nothing is lost"};
}

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
