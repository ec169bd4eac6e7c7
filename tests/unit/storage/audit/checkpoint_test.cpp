#include "storage/audit/checkpoint.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

namespace assize {
namespace {

using std::string;

constexpr std::uint64_t kSize = 11;

string entry(std::uint64_t number) { return "{\"n\":" + std::to_string(number) + "}"; }

TreeHash full(std::uint64_t begin, std::uint64_t end) {
  if (end - begin == 1) return leaf_hash(entry(begin));
  const auto middle = begin + (end - begin) / 2;
  return node_hash(full(begin, middle), full(middle, end));
}

LogProof proof_of(std::uint64_t index, const NoteSigner& signer) {
  const Checkpoint checkpoint{signer.verifier.name, kSize, subtree_hash(0, kSize, full)};
  LogProof proof{entry(index), index, inclusion_proof(index, kSize, full), {checkpoint.text(), {}}};
  sign(proof.checkpoint, signer);
  return proof;
}

string refusal_of(const string& text) {
  try {
    proof_from_text(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST_CASE("a checkpoint is the three lines of C2SP's form") {
  const Checkpoint checkpoint{"judge.example/course", 0, GrowingTree().root()};
  CHECK(checkpoint.text() ==
        "judge.example/course\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
  CHECK(checkpoint_from_text(checkpoint.text()) == checkpoint);
  CHECK(checkpoint_from_text(checkpoint.text() + "further\n") == checkpoint);
  for (const char* text : {"", "a\n", "a\n01\n", "a\n-1\n", "a\nx\n", "\n1\n",
                           "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==\n",
                           "a\n99999999999999999999999\n47DEQpj8HBSa\n"})
    CHECK_THROWS_AS(checkpoint_from_text(text), InputError);
}

TEST_CASE("a receipt is written, read and checked without the log") {
  const NoteSigner signer = make_signer("judge.example");
  for (std::uint64_t index = 0; index < kSize; ++index) {
    const string text = proof_of(index, signer).written();
    const LogProof proof = proof_from_text(text);
    CHECK(proof.entry == entry(index));
    CHECK(proof.written() == text);
    CHECK(faults_of(proof, signer.verifier, {}).empty());
  }
}

// A changed letter may only give what says the same: a line that nobody reads.
TEST_CASE("a receipt of which one bit is another is none") {
  const NoteSigner signer = make_signer("judge.example");
  const string text = proof_of(6, signer).written();
  int bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    for (unsigned bit = 0; bit < 8; ++bit) {
      string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1U << bit));
      try {
        const auto faults = faults_of(proof_from_text(changed), signer.verifier, {});
        if (faults.empty()) FAIL("bit " << bit << " of byte " << i << " doesn't matter");
      } catch (const InputError&) {
      }
      ++bits;
    }
  CHECK(bits > 3000);
}

TEST_CASE("what is wrong with a receipt is said") {
  const NoteSigner signer = make_signer("judge.example");
  const NoteSigner other = make_signer("judge.example");
  const NoteSigner witness = make_signer("witness.example");
  LogProof proof = proof_of(3, signer);
  CHECK(faults_of(proof, other.verifier, {}) ==
        std::vector<string>{"the checkpoint isn't signed by the key of judge.example"});
  CHECK(faults_of(proof, signer.verifier, {witness.verifier}) ==
        std::vector<string>{"the checkpoint isn't signed by the witness witness.example"});
  sign(proof.checkpoint, witness);
  CHECK(faults_of(proof, signer.verifier, {witness.verifier}).empty());
  proof.index = 4;
  CHECK(faults_of(proof, signer.verifier, {}).at(0).find("the entry isn't in the log") == 0);
  proof.index = kSize;
  CHECK(faults_of(proof, signer.verifier, {}).at(0).find("the proof isn't one of entry 11") == 0);
}

TEST_CASE("what is no receipt is refused with its line") {
  CHECK(refusal_of("").find("line 1") != string::npos);
  CHECK(refusal_of("c2sp.org/tlog-proof@v1\nextra\n").find("line 2") != string::npos);
  CHECK(refusal_of("c2sp.org/tlog-proof@v1\nextra e30=\nindex x\n").find("line 3") != string::npos);
  CHECK(refusal_of("c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\nAAAA\n\n").find("line 4") !=
        string::npos);
  CHECK(refusal_of("c2sp.org/tlog-proof@v1\nextra e30=\nindex 0\n\na\n").find("no signed note") !=
        string::npos);
}

}  // namespace
}  // namespace assize
