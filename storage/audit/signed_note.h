// Signed notes: a text, a blank line, and a line per signature (C2SP signed-note); keys in the
// form that Go's checksum database has for them. Ed25519, alone (type 01) or with the time at
// which a witness saw a checkpoint (C2SP tlog-cosignature, type 04).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/base64.h"

namespace assize {

// A public key: "NAME+8 hex digits+base64".
struct NoteVerifier {
  enum class Type : unsigned char { ed25519 = 0x01, cosignature = 0x04 };
  std::string name;
  Type type = Type::ed25519;
  std::string id;   // 4 bytes: the beginning of SHA-256(name || '\n' || type || key)
  std::string key;  // 32 bytes

  std::string text() const;
};
// Throws InputError that says what is wrong with it.
NoteVerifier verifier_from_text(std::string_view text);

// A private key: "PRIVATE+KEY+NAME+8 hex digits+base64". Ed25519, type 01.
struct NoteSigner {
  NoteVerifier verifier;
  std::string seed;  // 32 bytes

  std::string text() const;
};
// A name has no blanks, control characters or '+'. Throws InputError.
NoteSigner make_signer(const std::string& name);
NoteSigner signer_from_text(std::string_view text);

struct NoteSignature {
  std::string name;
  std::string id;     // of the key
  std::string bytes;  // what is behind it
};

struct SignedNote {
  std::string text;  // with the newline at its end
  std::vector<NoteSignature> signatures;

  std::string written() const;
};
// Throws InputError.
SignedNote note_from_text(std::string_view written);

// Adds a signature to a note. Its text has no blank line.
void sign(SignedNote& note, const NoteSigner& signer);

enum class NoteCheck {
  good,
  bad,     // there is a signature by this key, and it isn't one of this text
  missing  // nothing by this key
};
NoteCheck check_signature(const SignedNote& note, const NoteVerifier& verifier);

}  // namespace assize
