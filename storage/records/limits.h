// The limits of one run, and the fixed functions that derive one limit from another.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace assize {

using std::chrono::nanoseconds;

// An amount of memory or data. A type of its own, so that it can't be mistaken for a count.
struct Bytes {
  std::uint64_t count = 0;
  auto operator<=>(const Bytes&) const = default;
};
constexpr Bytes kib(std::uint64_t n) { return Bytes{n << 10}; }
constexpr Bytes mib(std::uint64_t n) { return Bytes{n << 20}; }

struct Limits {
  nanoseconds time = std::chrono::seconds{1};                // CPU time of all processes of the run
  nanoseconds kill_point = std::chrono::milliseconds{1100};  // CPU time at which it is ended
  nanoseconds wall = std::chrono::seconds{5};                // monotonic clock
  Bytes memory = mib(2048);                                  // peak of the run's cgroup; no swap
  Bytes address_space = mib(7168);  // RLIMIT_AS, a fixed function of `memory`
  Bytes output = mib(8);            // standard output
  Bytes error_output = mib(1);      // standard error
  Bytes file_size = mib(64);        // RLIMIT_FSIZE
  Bytes scratch = mib(64);          // size of each tmpfs (/tmp and the working directory)
  std::uint32_t scratch_inodes = 4096;
  std::uint32_t processes = 256;  // processes and threads at once
  std::uint32_t open_files = 256;
  Bytes stack = mib(8);  // RLIMIT_STACK, soft; a program may raise it, memory is what bounds it

  bool operator==(const Limits&) const = default;
};

// CPU time at which a run is ended: 1.1 times the limit. Between the limit and here is the grey
// zone, in which a run is repeated and the least CPU time counts (see judging.cpp).
constexpr nanoseconds kill_point_of(nanoseconds time_limit) { return time_limit + time_limit / 10; }

// Generous on purpose: CPU time decides, the wall limit is for programs that don't compute.
constexpr nanoseconds default_wall_of(nanoseconds time_limit) {
  return 3 * time_limit + std::chrono::seconds{2};
}

// What malloc may reserve, so that one huge allocation fails the same way on every host whatever
// its RAM. Twice the memory and 3 GiB leave room for 256 thread stacks and allocator arenas.
constexpr Bytes address_space_of(Bytes memory) { return Bytes{2 * memory.count + mib(3072).count}; }

// Sets the time limit together with what follows from it.
inline void set_time_limit(Limits& limits, nanoseconds time) {
  limits.time = time;
  limits.kill_point = kill_point_of(time);
  limits.wall = default_wall_of(time);
}

// Sets the memory limit together with what follows from it.
inline void set_memory_limit(Limits& limits, Bytes memory) {
  limits.memory = memory;
  limits.address_space = address_space_of(memory);
}

}  // namespace assize
