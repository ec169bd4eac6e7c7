#include "storage/records/digest.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace assize {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() {
    if (evp == nullptr || EVP_DigestInit_ex(evp, EVP_sha256(), nullptr) != 1)
      throw std::bad_alloc();
  }
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;

Sha256& Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size());
  return *this;
}

Sha256& Sha256::add_field(std::string_view bytes) {
  return add(std::to_string(bytes.size())).add(":").add(bytes).add("\n");
}

std::string Sha256::hex() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> raw{};
  unsigned length = 0;
  EVP_DigestFinal_ex(context_->evp, raw.data(), &length);
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * static_cast<std::size_t>(length));
  for (unsigned i = 0; i < length; ++i) {
    text += kDigits[raw[i] >> 4U];
    text += kDigits[raw[i] & 0xFU];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) { return Sha256().add(bytes).hex(); }

std::string verdict_digest(const DigestInput& input) {
  Sha256 sha;
  sha.add_field("assize verdict 1");
  sha.add_field(input.source_hash).add_field(input.package_hash);
  sha.add_field(input.policy_hash).add_field(input.runtime_hash);
  sha.add_field(std::to_string(input.tests.size()));
  for (const auto& test : input.tests) {
    sha.add_field(test.name);
    sha.add_field(letters(test.opinion.verdict)).add_field(test.opinion.reason_class);
  }
  sha.add_field(input.score);
  sha.add_field(letters(input.final.verdict)).add_field(input.final.reason_class);
  return sha.hex();
}

}  // namespace assize
