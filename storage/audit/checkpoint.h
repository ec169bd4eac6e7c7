// What is signed of a log: how many entries it has, and the root of their tree (C2SP
// tlog-checkpoint); and the proof of one entry, to be checked without the log (C2SP tlog-proof).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/audit/merkle_tree.h"
#include "storage/audit/signed_note.h"

namespace assize {

struct Checkpoint {
  std::string origin;  // which log: the name of the key that signs it
  std::uint64_t size = 0;
  TreeHash root{};

  std::string text() const;  // of the signed note
  bool operator==(const Checkpoint&) const = default;
};
// Further lines are passed over. Throws InputError.
Checkpoint checkpoint_from_text(std::string_view text);

// A receipt: an entry, where it is, what leads from it to the root, and a checkpoint with that
// root.
struct LogProof {
  std::string entry;
  std::uint64_t index = 0;
  std::vector<TreeHash> hashes;  // from the leaf upwards
  SignedNote checkpoint;

  std::string written() const;
};
LogProof proof_from_text(std::string_view written);  // throws InputError

// What is wrong with a receipt, one a line; empty: its entry is in the log that the key is of.
// `witnesses` must have signed the checkpoint, too.
std::vector<std::string> faults_of(const LogProof& proof, const NoteVerifier& key,
                                   const std::vector<NoteVerifier>& witnesses);

}  // namespace assize
