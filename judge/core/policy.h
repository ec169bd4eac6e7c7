// The policy: what an operator allows, whatever a package asks for. A package's limits can only be
// lowered by it; what a package can't say (wall limit, processes, files, tmpfs) is said here.
#pragma once

#include <optional>
#include <string>

#include "judge/core/limits.h"

namespace assize {

struct Policy {
  std::string name = "default";
  // At most; nothing: what the package says.
  std::optional<nanoseconds> time;
  std::optional<Bytes> memory;
  std::optional<Bytes> output;
  // Nothing: 3 x the time limit + 2 s.
  std::optional<nanoseconds> wall;
  Bytes error_output = mib(1);
  Bytes file_size = mib(64);
  Bytes scratch = mib(64);
  std::uint32_t scratch_inodes = 4096;
  std::uint32_t processes = 64;
  std::uint32_t open_files = 256;
  Bytes stack = mib(8);

  bool operator==(const Policy&) const = default;
};

// Canonical text, one "key value" a line in a fixed order; its SHA-256 is the policy's hash.
std::string canonical_text(const Policy& policy);
std::string hash_of(const Policy& policy);

// What a package asks for. The time limit is CPU time.
struct PackageLimits {
  nanoseconds time = std::chrono::seconds{1};
  Bytes memory = mib(2048);
  Bytes output = mib(8);
  Bytes code = kib(128);
  bool operator==(const PackageLimits&) const = default;
};

// The limits of a run: the lower of both, and what follows from them.
Limits effective_limits(const PackageLimits& package, const Policy& policy);

}  // namespace assize
