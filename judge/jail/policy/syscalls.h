// The seccomp policy as data: which system calls a run may make, and why.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assize {

enum class SyscallAction : std::uint8_t {
  allow,
  refuse,         // denied with ENOSYS, silently: a probe whose absence every program copes with
  deny,           // denied with EPERM, silently: a policy asked for it
  no_attributes,  // fails with EOPNOTSUPP, silently: a file system without extended attributes
  no_family,      // fails with EAFNOSUPPORT, silently: a kernel without that kind of sockets
  pretend,  // does nothing and says that it worked: a hint, or a promise that means nothing on a
            // tmpfs
};

// One condition on an argument: (argument & mask) == value.
struct ArgumentCondition {
  unsigned index = 0;
  std::uint64_t mask = ~0ULL;
  std::uint64_t value = 0;
  bool operator==(const ArgumentCondition&) const = default;
};

struct SyscallRow {
  std::string_view name;
  SyscallAction action;
  std::string_view reason;
  std::optional<ArgumentCondition> condition;  // the row holds only where it is met,
  std::optional<ArgumentCondition> also = {};  // and this one too
};

// The size with which a fork server calls clone3(2). The filter denies it to all others without
// asking; with a size that has this bit it asks, as about any call that has no row.
constexpr std::size_t kSetUpCloneSize = 4096;

// Calls that the set-up of a run makes under the filter (fork_server.h): the filter must ask about
// them, whatever a policy says.
std::span<const std::string_view> set_up_calls();

// Whatever has no row is denied with EPERM and reported as an incident. System calls of another
// ABI (32-bit, x32) kill the run.
std::span<const SyscallRow> syscall_table();

// The table compiled for the kernel: an array of struct sock_filter, as bytes.
// Throws HostError if libseccomp or the kernel can't do it.
std::string compile_filter(std::span<const SyscallRow> table);

// "ptrace" for 101; "syscall_<number>" if there is none of that number.
std::string syscall_name(int number);
// Nothing if this architecture has no call of that name.
std::optional<int> syscall_number(std::string_view name);

}  // namespace assize
