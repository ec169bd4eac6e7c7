#include "storage/audit/signed_note.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kTimeBytes = 8;
constexpr std::size_t kMostSignatures = 100;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // an em dash and a blank
constexpr std::string_view kPrivate = "PRIVATE+KEY+";

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_name(std::string_view name) {
  return !name.empty() && name.find('+') == std::string_view::npos &&
         std::none_of(name.begin(), name.end(), [](char c) {
           return static_cast<unsigned char>(c) <= ' ' || static_cast<unsigned char>(c) == 0x7F;
         });
}

std::string typed_key(NoteVerifier::Type type, std::string_view key) {
  return std::string(1, static_cast<char>(type)) + std::string(key);
}

std::string id_of(const NoteVerifier& verifier) {
  return sha256(verifier.name + '\n' + typed_key(verifier.type, verifier.key)).substr(0, kIdBytes);
}

std::string public_key_of(const std::string& seed) {
  const Key key(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed.size()),
      EVP_PKEY_free);
  std::string found(kKeyBytes, '\0');
  std::size_t size = found.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(found.data()),
                                          &size) != 1)
    throw InputError("the key can't be used by this host's libcrypto");
  return found;
}

[[noreturn]] void refuse_key(const char* why) {
  throw InputError(
      std::string("is no key of a log (NAME+ID+KEY, as assize audit key prints it): ") + why);
}

struct KeyText {
  std::string name;
  std::string id;
  std::string bytes;  // type and key
};

KeyText split_key(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) refuse_key("it has fewer than three parts");
  KeyText key{std::string(text.substr(0, first)),
              std::string(text.substr(first + 1, second - first - 1)),
              from_base64(text.substr(second + 1)).value_or("")};
  if (!is_name(key.name)) refuse_key("its name is empty, or has blanks");
  if (key.bytes.size() != 1 + kKeyBytes) refuse_key("it isn't 33 bytes in Base64");
  return key;
}

bool verify(const std::string& public_key, std::string_view text, std::string_view signature) {
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(public_key),
                                            public_key.size()),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key && context &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

// What a witness signs: when it saw the checkpoint, and the checkpoint.
std::string with_time(std::string_view time, const std::string& text) {
  std::uint64_t seconds = 0;
  for (const char byte : time) seconds = seconds << 8U | static_cast<unsigned char>(byte);
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + text;
}

bool is_good(const NoteVerifier& verifier, const std::string& text, std::string_view signature) {
  switch (verifier.type) {
    case NoteVerifier::Type::ed25519:
      return signature.size() == kSignatureBytes && verify(verifier.key, text, signature);
    case NoteVerifier::Type::cosignature:
      return signature.size() == kTimeBytes + kSignatureBytes &&
             verify(verifier.key, with_time(signature.substr(0, kTimeBytes), text),
                    signature.substr(kTimeBytes));
  }
  return false;
}

NoteSignature signature_from(std::string_view line) {
  const auto blank = line.find(' ', kDash.size());
  if (!line.starts_with(kDash) || blank == std::string_view::npos)
    throw InputError("is no signed note: its last lines aren't signatures");
  NoteSignature signature{std::string(line.substr(kDash.size(), blank - kDash.size())), {}, {}};
  const auto bytes = from_base64(line.substr(blank + 1));
  if (!is_name(signature.name) || !bytes || bytes->size() <= kIdBytes)
    throw InputError("is no signed note: the signature of " + shown_name(signature.name) +
                     " isn't one");
  signature.id = bytes->substr(0, kIdBytes);
  signature.bytes = bytes->substr(kIdBytes);
  return signature;
}

}  // namespace

std::string NoteVerifier::text() const {
  return name + "+" + in_hex(id) + "+" + base64(typed_key(type, key));
}

NoteVerifier verifier_from_text(std::string_view text) {
  if (text.starts_with(kPrivate)) refuse_key("it is the private key; the public one is wanted");
  const KeyText parts = split_key(text);
  NoteVerifier verifier{parts.name, NoteVerifier::Type::ed25519, {}, parts.bytes.substr(1)};
  switch (static_cast<NoteVerifier::Type>(parts.bytes[0])) {
    case NoteVerifier::Type::ed25519:
      break;
    case NoteVerifier::Type::cosignature:
      verifier.type = NoteVerifier::Type::cosignature;
      break;
    default:
      refuse_key("it is of a type that assize doesn't know (Ed25519: 01, or 04 of a witness)");
  }
  verifier.id = id_of(verifier);
  if (in_hex(verifier.id) != parts.id) refuse_key("its ID isn't that of this name and key");
  return verifier;
}

std::string NoteSigner::text() const {
  return std::string(kPrivate) + verifier.name + "+" + in_hex(verifier.id) + "+" +
         base64(typed_key(verifier.type, seed));
}

NoteSigner make_signer(const std::string& name) {
  if (!is_name(name))
    throw InputError("the name of a log " + shown_name(name) +
                     ": must not be empty, nor have blanks or '+'");
  EVP_PKEY* made = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  const Key key(made, EVP_PKEY_free);
  std::string seed(kKeyBytes, '\0');
  std::size_t size = seed.size();
  if (!key || EVP_PKEY_get_raw_private_key(key.get(), reinterpret_cast<unsigned char*>(seed.data()),
                                           &size) != 1)
    throw InputError("no key can be made: this host's libcrypto has no Ed25519");
  NoteSigner signer{{name, NoteVerifier::Type::ed25519, {}, public_key_of(seed)}, seed};
  signer.verifier.id = id_of(signer.verifier);
  return signer;
}

NoteSigner signer_from_text(std::string_view text) {
  if (!text.starts_with(kPrivate)) refuse_key("it doesn't begin with PRIVATE+KEY+");
  const KeyText parts = split_key(text.substr(kPrivate.size()));
  if (parts.bytes[0] != static_cast<char>(NoteVerifier::Type::ed25519))
    refuse_key("it is not of type 01 (Ed25519)");
  NoteSigner signer{{parts.name, NoteVerifier::Type::ed25519, {}, {}}, parts.bytes.substr(1)};
  signer.verifier.key = public_key_of(signer.seed);
  signer.verifier.id = id_of(signer.verifier);
  if (in_hex(signer.verifier.id) != parts.id) refuse_key("its ID isn't that of this name and key");
  return signer;
}

std::string SignedNote::written() const {
  std::string all = text + "\n";
  for (const auto& one : signatures)
    all += std::string(kDash) + one.name + " " + base64(one.id + one.bytes) + "\n";
  return all;
}

SignedNote note_from_text(std::string_view written) {
  const auto end = written.rfind("\n\n");
  if (end == std::string_view::npos || !written.ends_with('\n') || end + 2 == written.size())
    throw InputError("is no signed note: it has no blank line with signatures behind it");
  SignedNote note{std::string(written.substr(0, end + 1)), {}};
  for (auto rest = written.substr(end + 2); !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    note.signatures.push_back(signature_from(line));
    if (note.signatures.size() > kMostSignatures)
      throw InputError("is no signed note: it has more than 100 signatures");
    rest.remove_prefix(line.size() + 1);
  }
  return note;
}

void sign(SignedNote& note, const NoteSigner& signer) {
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(signer.seed),
                                             signer.seed.size()),
                EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::string signature(kSignatureBytes, '\0');
  std::size_t size = signature.size();
  if (!key || !context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(note.text), note.text.size()) != 1)
    throw InputError("the key can't be used by this host's libcrypto");
  note.signatures.push_back({signer.verifier.name, signer.verifier.id, signature});
}

NoteCheck check_signature(const SignedNote& note, const NoteVerifier& verifier) {
  for (const auto& one : note.signatures)
    if (one.name == verifier.name && one.id == verifier.id)
      return is_good(verifier, note.text, one.bytes) ? NoteCheck::good : NoteCheck::bad;
  return NoteCheck::missing;
}

}  // namespace assize
