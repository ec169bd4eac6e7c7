// Taking a person out of a store: docs/privacy.md says what goes and what remains.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/store/store.h"

namespace assize {

struct ForgetWanted {
  std::string submitter;
  std::string who;     // for the audit log
  std::string reason;  // … without the submitter's name
  bool is_dry_run = false;
};

// The name in a column that isn't the person's own: somebody else's text. It remains.
struct NameElsewhere {
  std::string table;
  std::string column;
  std::int64_t rows = 0;
};

struct ForgetResult {
  std::string pseudonym;         // in place of the name; empty: nothing was found
  std::int64_t submissions = 0;  // those that were refused among them
  std::int64_t judgings = 0;
  std::int64_t unfinished = 0;  // of them, which nobody will judge any more
  std::int64_t runs = 0;
  std::int64_t sources = 0;         // whose files go
  std::int64_t shared_sources = 0;  // somebody else handed in the same: they stay as theirs
  std::int64_t blobs = 0;
  std::int64_t blob_bytes = 0;
  std::int64_t rejudges = 0;  // that were asked for by this name
  std::vector<NameElsewhere> elsewhere = {};
};

// Replaces a submitter's name by a pseudonym, takes away file names, ids, columns of manifests,
// sources, messages and everything that runs wrote, and has the audit log say so: what it said
// before stays true, and `audit verify` finds nothing. Verdicts, scores, digests and times remain.
// What is being judged is given up; its result will be refused. In one transaction of its own.
//
// The bytes are gone from the database's files only after Database::expunge().
//
// Throws InputError: the reason has the name in it; or the name stands in a manifest that is being
// handed in at this moment.
ForgetResult forget(Store& store, const ForgetWanted& wanted);

}  // namespace assize
