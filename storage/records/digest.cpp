#include "storage/records/digest.h"

#include "storage/base/sha256.h"

namespace assize {

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
