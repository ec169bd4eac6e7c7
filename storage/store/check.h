// A check of a whole store: whether what it holds is what it says, and hangs together.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/engine/database.h"

namespace assize {

struct StoreFinding {
  enum class Kind {
    damage,  // something is lost, or was changed behind assize's back
    note     // nothing is wrong: something that nobody uses, or that is gone by intent
  };
  Kind kind = Kind::damage;
  std::string table;   // empty: the database itself
  std::string row;     // its key in words; empty: all of the table
  std::string what;    // "is not what its hash says"
  std::string advice;  // what to do
};

struct StoreCheck {
  std::int64_t damages = 0;
  std::int64_t notes = 0;
  std::int64_t rows = 0;   // of all tables
  std::int64_t blobs = 0;  // whose content was read
  std::int64_t blob_bytes = 0;
  std::int64_t submissions = 0;
  std::int64_t audit_entries = 0;
};

// Reads all of a store of this version (else InputError), in one snapshot and with at most one row,
// blob or source in memory. Finds, and visits as they are found:
//  - what the engine itself says of its files (SQLite) or catalogues (PostgreSQL);
//  - references that lead nowhere;
//  - blobs, sources and policies that aren't what their hashes say;
//  - records that can't be read, states of jobs that make no sense, runs that are missing;
//  - an audit log with gaps, with entries that aren't what their digests say, or that says
//  something
//    else than the judgings;
//  - what nobody refers to.
// What can't be read is a finding, too; the other parts are checked nevertheless.
StoreCheck check_store(Database& database, const std::function<void(const StoreFinding&)>& visit);

}  // namespace assize
