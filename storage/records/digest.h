// The verdict digest: what two judgings of the same thing must have in common.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "storage/records/verdict_names.h"

namespace assize {

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
