// The policy: what an operator allows, whatever a package asks for. A package's limits can only be
// lowered by it; what a package can't say (wall limit, processes, files, tmpfs) is said here, and
// so is what a run may do beyond computing.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "storage/records/limits.h"

namespace assize {

// Capabilities that a policy may grant. Each takes a piece out of the jail's wall.
enum class Unsafe : std::uint8_t { fork, exec, unix_sockets, big_tmp, proc };

struct UnsafeName {
  Unsafe capability;
  std::string_view name;   // as in a policy file
  std::string_view opens;  // what it opens, for `assize policy check`
};
std::span<const UnsafeName> unsafe_names();

// What happens to a system call that the jail's table doesn't allow.
enum class Denial : std::uint8_t {
  silent,  // it fails with EPERM
  report,  // the same, and it is an incident on the record: the default
  kill     // an incident, and the run ends as SV
};

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
  std::uint32_t processes = 256;
  std::uint32_t open_files = 256;
  Bytes stack = mib(8);

  std::set<Unsafe> granted;
  std::map<std::string, Denial, std::less<>> denials;  // by the name of the call
  // Top-level modules that a submission may import; nothing: whatever the runtime has.
  std::optional<std::set<std::string>> imports;

  void grant(Unsafe capability) { granted.insert(capability); }
  bool grants(Unsafe capability) const { return granted.contains(capability); }
  bool operator==(const Policy&) const = default;
};

// Canonical text, one "key value" a line in a fixed order; its SHA-256 is the policy's hash.
// What is granted, denied otherwise than by default, or allowed to be imported has a line each.
std::string canonical_text(const Policy& policy);
std::string hash_of(const Policy& policy);
// The policy of such a text; its name isn't in it. Nothing if the text isn't the canonical one of
// any policy.
std::optional<Policy> policy_from_canonical_text(const std::string& text);

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
