// The audit log: what happened that can change a grade, append-only, as a Merkle tree log (RFC
// 6962). docs/audit.md has the form of every entry.
//
// An entry is written in the transaction of what it tells of. Its place in the tree it gets at once
// where one process writes at a time, and else a little later, by order_audit(): so writers don't
// wait for each other.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/audit/checkpoint.h"
#include "storage/engine/database.h"
#include "storage/records/id.h"

namespace assize {

struct AuditEntry {
  std::int64_t seq = 0;
  std::optional<std::int64_t> position;  // in the tree, from 0
  std::int64_t at = 0;
  std::string kind;
  std::optional<Id> submission;
  std::optional<Id> judging;
  std::string body;    // a JSON object
  std::string digest;  // SHA-256 of the body, in hexadecimal digits

  // The leaf: the entry as canonical JSON (RFC 8785).
  std::string text() const;
};
// Columns of the table `audit`, in the order of next_entry().
#define ASSIZE_AUDIT_COLUMNS \
  "a.seq, a.position, a.at, a.kind, a.submission, a.judging, a.body, a.digest"
bool next_entry(Rows& rows, AuditEntry& entry);

// Appends an entry. `body` is an object of whole numbers, texts, truth values, lists and objects:
// no floating-point numbers, whose canonical form is another one than nlohmann's.
void append_to_audit(Database& database, const std::string& kind, std::optional<Id> submission,
                     std::optional<Id> judging, const nlohmann::json& body);

// Many at once, each about one submission.
using NewEntries = std::vector<std::pair<Id, nlohmann::json>>;
void append_to_audit(Database& database, const std::string& kind, const NewEntries& entries);

// Gives a place in the tree to all entries that have none, in the order of `seq`. Within a
// transaction. How many.
std::int64_t order_audit(Database& database);

// The tree of all entries that have a place, as it is in a snapshot or transaction of the caller.
class AuditTree {
 public:
  explicit AuditTree(Database& database);

  std::uint64_t size() const { return size_; }
  TreeHash root(std::uint64_t size);
  TreeHash root() { return root(size_); }
  // The roots of the full subtrees of the first `size` entries.
  GrowingTree first(std::uint64_t size);
  std::vector<TreeHash> inclusion(std::uint64_t index, std::uint64_t size);
  std::vector<TreeHash> consistency(std::uint64_t before, std::uint64_t size);
  // Keeps the roots of the subtrees of 2^8, 2^16 and 2^24 entries, so that they needn't be computed
  // again. They are no evidence: whoever verifies computes them anew. Within a transaction.
  void keep_tiles();

 private:
  TreeHash full(std::uint64_t begin, std::uint64_t end);
  std::optional<TreeHash> tile(int level, std::uint64_t number);
  const TreeHash& leaf(std::uint64_t position);

  Database& database_;
  std::uint64_t size_ = 0;
  std::uint64_t block_ = 0;             // whose leaves these are, by number
  std::vector<TreeHash> block_leaves_;  // of up to 2^8
};

// A checkpoint of all entries there are, signed, which the store keeps, too. Within a transaction.
SignedNote make_checkpoint(Database& database, const NoteSigner& signer);

// The checkpoints that the store keeps, the newest one first, of at least `size` entries.
std::optional<SignedNote> kept_checkpoint(Database& database, std::uint64_t size);

struct AuditFilter {
  std::vector<std::string> kinds = {};     // empty: all
  std::optional<Id> submission = {};       // … and of its judgings
  std::string problem = {};                // of this problem's submissions, packages and rejudges
  std::string policy = {};                 // … its hash, or how that begins
  std::optional<std::int64_t> since = {};  // ms
};
// Visits entries in the order of their places, those without one last; one is in memory at a time.
void each_audit_entry(Database& database, const AuditFilter& filter,
                      const std::function<void(const AuditEntry&)>& visit);

// The entry that says which verdict a judging got; none: it isn't done, or isn't in the log.
std::optional<AuditEntry> judged_entry(Database& database, Id submission, Id judging);

// The entry that says that a submission came, or what came and couldn't be taken.
std::optional<AuditEntry> received_entry(Database& database, Id submission);

// The receipt of an entry, with a checkpoint of this log that it is in. Throws InputError if it has
// no place in that.
LogProof prove_entry(Database& database, const AuditEntry& entry, const SignedNote& checkpoint);

}  // namespace assize
