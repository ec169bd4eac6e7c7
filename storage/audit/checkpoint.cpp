#include "storage/audit/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr std::string_view kProofHead = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kMostHashes = 63;

// The next line, without its newline, which is taken away.
std::string_view take_line(std::string_view& rest) {
  const auto line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

// Decimal, without a sign or zeros before it.
bool read_number(std::string_view text, std::uint64_t& number) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && stop == end && (text == "0" || text[0] != '0');
}

std::string written(const TreeHash& hash) { return base64(bytes_of(hash)) + "\n"; }

}  // namespace

std::string Checkpoint::text() const {
  return origin + "\n" + std::to_string(size) + "\n" + written(root);
}

Checkpoint checkpoint_from_text(std::string_view text) {
  Checkpoint checkpoint;
  checkpoint.origin = take_line(text);
  if (checkpoint.origin.empty()) throw InputError("is no checkpoint: line 1, the log, is empty");
  if (!read_number(take_line(text), checkpoint.size))
    throw InputError("is no checkpoint: line 2, the number of entries, is no number");
  const auto root = tree_hash_from_base64(take_line(text));
  if (!root) throw InputError("is no checkpoint: line 3, the root, isn't 32 bytes in Base64");
  checkpoint.root = *root;
  return checkpoint;
}

std::string LogProof::written() const {
  std::string text = std::string(kProofHead) + "\nextra " + base64(entry) + "\nindex " +
                     std::to_string(index) + "\n";
  for (const auto& hash : hashes) text += assize::written(hash);
  return text + "\n" + checkpoint.written();
}

LogProof proof_from_text(std::string_view rest) {
  LogProof proof;
  if (take_line(rest) != kProofHead)
    throw InputError("is no receipt: line 1 isn't '" + std::string(kProofHead) + "'");
  const auto extra = take_line(rest);
  constexpr std::string_view kExtra = "extra ";
  const auto entry = from_base64(extra.substr(std::min(kExtra.size(), extra.size())));
  if (!extra.starts_with(kExtra) || !entry)
    throw InputError("is no receipt: line 2 isn't 'extra' with the entry in Base64");
  proof.entry = *entry;
  const auto index = take_line(rest);
  constexpr std::string_view kIndex = "index ";
  if (!index.starts_with(kIndex) || !read_number(index.substr(kIndex.size()), proof.index))
    throw InputError("is no receipt: line 3 isn't 'index' with a number");
  while (true) {
    const auto line = take_line(rest);
    if (line.empty()) break;
    const auto hash = tree_hash_from_base64(line);
    if (!hash || proof.hashes.size() == kMostHashes)
      throw InputError("is no receipt: line " + std::to_string(4 + proof.hashes.size()) +
                       " isn't a hash in Base64");
    proof.hashes.push_back(*hash);
  }
  proof.checkpoint = note_from_text(rest);
  return proof;
}

std::vector<std::string> faults_of(const LogProof& proof, const NoteVerifier& key,
                                   const std::vector<NoteVerifier>& witnesses) {
  std::vector<std::string> faults;
  const auto require = [&](const NoteVerifier& verifier, const std::string& who) {
    const NoteCheck check = check_signature(proof.checkpoint, verifier);
    if (check == NoteCheck::missing)
      faults.push_back("the checkpoint isn't signed by " + who);
    else if (check == NoteCheck::bad)
      faults.push_back("the signature of " + who + " isn't one of this checkpoint");
  };
  require(key, "the key of " + key.name);
  for (const auto& witness : witnesses) require(witness, "the witness " + witness.name);
  const Checkpoint checkpoint = checkpoint_from_text(proof.checkpoint.text);
  if (checkpoint.origin != key.name)
    faults.push_back("the checkpoint is one of another log: " + checkpoint.origin);
  TreeHash root{};
  if (!root_by_inclusion(leaf_hash(proof.entry), proof.index, checkpoint.size, proof.hashes, root))
    faults.push_back("the proof isn't one of entry " + std::to_string(proof.index) + " among " +
                     std::to_string(checkpoint.size));
  else if (root != checkpoint.root)
    faults.push_back("the entry isn't in the log: the proof doesn't lead to the checkpoint's root");
  return faults;
}

}  // namespace assize
