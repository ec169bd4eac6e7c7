#include "storage/audit/signed_note.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"

namespace assize {
namespace {

using std::string;

string refusal_of(const string& text) {
  try {
    verifier_from_text(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

string note_refusal_of(const string& text) {
  try {
    note_from_text(text);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

// Known keys and a known signature: those of the documentation of Go's package sumdb/note.
const string kSigner =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const string kVerifier = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const string kText =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
const string kSignature =
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

TEST_CASE("known keys and notes are read, written, signed and verified as others do") {
  const NoteSigner signer = signer_from_text(kSigner + "\n");
  CHECK(signer.text() == kSigner);
  CHECK(signer.verifier.text() == kVerifier);
  const NoteVerifier verifier = verifier_from_text(kVerifier);
  CHECK(verifier.name == "PeterNeumann");
  SignedNote note{kText, {}};
  sign(note, signer);
  const string written = kText + "\n\xE2\x80\x94 PeterNeumann " + kSignature + "\n";
  CHECK(note.written() == written);
  CHECK(check_signature(note_from_text(written), verifier) == NoteCheck::good);
}

TEST_CASE("a new key signs what its public half verifies, and nothing else") {
  const NoteSigner signer = make_signer("judge.example.org/course");
  const NoteSigner other = make_signer("judge.example.org/course");
  CHECK(signer.seed != other.seed);
  SignedNote note{"a text\n", {}};
  sign(note, signer);
  const NoteVerifier verifier = verifier_from_text(signer_from_text(signer.text()).verifier.text());
  CHECK(check_signature(note, verifier) == NoteCheck::good);
  CHECK(check_signature(note, other.verifier) == NoteCheck::missing);
  SignedNote changed = note;
  changed.text = "a test\n";
  CHECK(check_signature(changed, verifier) == NoteCheck::bad);
  changed = note;
  changed.signatures[0].bytes[5] = static_cast<char>(changed.signatures[0].bytes[5] ^ 1);
  CHECK(check_signature(changed, verifier) == NoteCheck::bad);
  changed.signatures[0].bytes.pop_back();
  CHECK(check_signature(changed, verifier) == NoteCheck::bad);
}

TEST_CASE("every changed letter of a public key is noticed, and what is wrong is said") {
  for (std::size_t i = 0; i < kVerifier.size(); ++i) {
    string changed = kVerifier;
    changed[i] = changed[i] == 'B' ? 'C' : 'B';
    CHECK_FALSE(refusal_of(changed).empty());
  }
  CHECK(refusal_of(kSigner).find("it is the private key") != string::npos);
  CHECK(refusal_of("name").find("fewer than three parts") != string::npos);
  CHECK(refusal_of("a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").find("blanks") !=
        string::npos);
  CHECK(refusal_of("x+00000000+AAAA").find("33 bytes") != string::npos);
  CHECK_THROWS_AS(make_signer("with blank"), InputError);
  CHECK_THROWS_AS(make_signer("a+b"), InputError);
  CHECK_THROWS_AS(make_signer(""), InputError);
  CHECK_THROWS_AS(signer_from_text(kVerifier), InputError);
}

TEST_CASE("what is no signed note is refused") {
  for (const char* text :
       {"", "\n", "text\n", "text\n\n", "\n\n", "text\n\nsignature\n", "text\n\n- a AAAAAAAA\n",
        "text\n\n\xE2\x80\x94 a\n", "text\n\n\xE2\x80\x94 a !!!!\n",
        "text\n\n\xE2\x80\x94 a AAAA\n", "text\n\n\xE2\x80\x94 a AAAAAAAA"})
    CHECK(note_refusal_of(text).find("is no signed note") == 0);
  string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += "\xE2\x80\x94 a AAAAAAAA\n";
  CHECK(note_refusal_of(many).find("more than 100") != string::npos);
}

TEST_CASE("a witness's cosignature counts, with the time that it is of") {
  // Made of the key above, as type 04 and with the text that a witness signs.
  NoteSigner signer = signer_from_text(kSigner);
  const string text = "log.example\n1\nAAAA\n";
  SignedNote inner{"cosignature/v1\ntime 1700000000\n" + text, {}};
  sign(inner, signer);
  const string time("\0\0\0\0\x65\x53\xF1\0", 8);
  const NoteVerifier witness = [&] {
    string bytes = *from_base64("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    bytes[0] = 4;
    NoteVerifier made{"PeterNeumann", NoteVerifier::Type::cosignature, {}, bytes.substr(1)};
    return verifier_from_text("PeterNeumann+18b9780b+" + base64(bytes));
  }();
  SignedNote note{text, {{"PeterNeumann", witness.id, time + inner.signatures[0].bytes}}};
  CHECK(check_signature(note, witness) == NoteCheck::good);
  note.signatures[0].bytes[7] = 1;  // another time
  CHECK(check_signature(note, witness) == NoteCheck::bad);
}

TEST_CASE("Base64 is read in its canonical form only") {
  for (const string& bytes :
       {string(), string("a"), string("ab"), string("abc"), string(33, '\xFF')})
    CHECK(from_base64(base64(bytes)) == bytes);
  for (const char* text :
       {"A", "AB", "ABC", "AA=", "AA==\n", " AAAA", "AAA A", "AA==AAAA", "AB==", "A==="})
    CHECK(from_base64(text) == std::nullopt);
}

}  // namespace
}  // namespace assize
