// Whether the audit log, and what it tells of, are still what they were.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/audit/checkpoint.h"
#include "storage/store/check.h"

namespace assize {

// A checkpoint that was kept somewhere else, or in the store.
struct KeptCheckpoint {
  std::string name;  // where it is from: for messages
  SignedNote note;
};

struct AuditWanted {
  std::vector<KeptCheckpoint> checkpoints = {};
  // Each checkpoint must be signed by one of the keys, if there are any, and by all witnesses.
  std::vector<NoteVerifier> keys = {};
  std::vector<NoteVerifier> witnesses = {};
  // All up to this one was verified before: those entries aren't read again.
  std::optional<KeptCheckpoint> verified = {};
};

struct AuditResult {
  std::int64_t damages = 0;
  std::int64_t notes = 0;
  std::uint64_t entries = 0;   // that were read
  std::uint64_t size = 0;      // of the tree
  std::uint64_t unplaced = 0;  // entries that aren't in the tree yet
  std::uint64_t covered = 0;   // entries up to the largest of the given checkpoints that holds
  TreeHash root{};
};

// Reads a store of this version (else InputError), in one snapshot, with one entry in memory. Finds
// every change of, removal of and insertion among the entries that a checkpoint of AuditWanted is
// of, even by somebody who may write everything that the store is in; what came after the last of
// them, only as far as the store contradicts itself.
AuditResult verify_audit(Database& database, const AuditWanted& wanted,
                         const std::function<void(const StoreFinding&)>& visit);

}  // namespace assize
