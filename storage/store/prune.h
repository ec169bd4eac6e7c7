// Taking out of a store what old submissions no longer need.
#pragma once

#include <cstdint>
#include <string>

#include "storage/store/store.h"

namespace assize {

struct PruneWanted {
  std::int64_t older_than_ms = 0;  // nothing younger is touched, nor what isn't finished
  bool sources = true;             // the files of sources
  bool outputs = true;             // what runs and compilers wrote, and the facts of runs
  std::string who;                 // for the audit log
  bool is_dry_run = false;         // only counts
};

// How much of what was taken away, or would be. Bytes are those of contents; what the database
// needs for keeping them comes on top.
struct PruneResult {
  std::int64_t submissions = 0;  // of whose outputs something goes
  std::int64_t runs = 0;
  std::int64_t output_bytes = 0;
  std::int64_t sources = 0;
  std::int64_t packages = 0;  // older ones that no problem has and nothing was judged with
  std::int64_t blobs = 0;
  std::int64_t blob_bytes = 0;
  bool is_nothing() const { return runs + submissions + sources + packages + blobs == 0; }
};

// Prunes submissions that were handed in and judged before, all of whose judgings have ended. Their
// rows stay: verdicts, scores, digests, tests with their verdicts, times and memory; and the audit
// log, which says of each transaction what went. A source or a blob stays as long as somebody
// younger uses it. In transactions that hold the store for moments only; after an error or an end
// in between, the same call goes on. To be called outside of a transaction.
PruneResult prune(Store& store, const PruneWanted& wanted);

}  // namespace assize
