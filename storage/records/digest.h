// SHA-256, and the verdict digest: what two judgings of the same thing must have in common.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "storage/records/verdict_names.h"

namespace assize {

// Lower-case hexadecimal SHA-256 (FIPS 180-4) of the bytes given so far.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  Sha256& add(std::string_view bytes);
  // Adds a field of a canonical form: its length in decimal, ':', its bytes, '\n'. Fields can't
  // run into each other, whatever they hold.
  Sha256& add_field(std::string_view bytes);
  std::string hex();  // ends it: nothing may be added afterwards

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

std::string sha256_hex(std::string_view bytes);

// What the verdict digest is made of. Times and memory are evidence and are not in it.
struct DigestInput {
  std::string_view source_hash;
  std::string_view package_hash;
  std::string_view policy_hash;
  std::string_view runtime_hash;
  struct Test {
    std::string_view name;
    Opinion opinion;
  };
  std::span<const Test> tests;
  std::string_view score;  // exact decimal text; empty: the problem doesn't score
  Opinion final;
};

// The SHA-256 of the canonical form of the input (docs/verdicts.md describes it byte by byte).
std::string verdict_digest(const DigestInput& input);

}  // namespace assize
