// Moving a whole store from one place to another, between engines too.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/engine/database.h"

namespace assize {

struct CopyProgress {
  std::string table;
  std::int64_t rows = 0;  // so far, by this call
};

struct CopyResult {
  std::int64_t rows = 0;         // of all tables, that the copy has
  std::int64_t rows_before = 0;  // of them, those that an earlier call had copied
  std::int64_t leased = 0;       // judgings that were leased, and are queued in the copy
  bool was_continued = false;    // an earlier call was interrupted
};

// Copies all that the store `from` holds at one moment into `to`, where nothing may be yet but an
// empty store. Both are named as with --store. Rows are committed piece by piece, one at a time is
// in memory; until all is there and was compared row by row with `from`, nobody takes `to` for a
// store. A call that was interrupted is continued by the same call, unless `from` has changed
// since.
//
// Workers aren't copied: what they have leased is queued in the copy.
//
// Throws InputError (nothing was changed) if `from` isn't of this program's version, if there is
// something else in `to`, or if a copy can't be continued; StoreError, after which the same call
// goes on where it was, unless the message says that `to` isn't what `from` holds.
CopyResult copy_store(const std::string& from, const std::string& to,
                      const std::function<void(const CopyProgress&)>& progress);

}  // namespace assize
