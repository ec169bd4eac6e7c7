#include "judge/jail/host/kernel_faults.h"

#include <array>
#include <charconv>
#include <optional>

namespace assize {

namespace {

struct Version {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned patch = 0;
  auto operator<=>(const Version&) const = default;
};

// "6.1.0-21-amd64", "6.18.44".
std::optional<Version> version_of(std::string_view release) {
  Version version;
  const char* at = release.data();
  const char* const end = at + release.size();
  for (unsigned* part : {&version.major, &version.minor, &version.patch}) {
    const auto [next, error] = std::from_chars(at, end, *part);
    if (error != std::errc{}) return part == &version.patch ? std::optional(version) : std::nullopt;
    at = next;
    if (at == end || *at != '.')
      return part == &version.major ? std::nullopt : std::optional(version);
    ++at;
  }
  return version;
}

// From `from` on and before `until`. In a stable series that got the repair, from that patch on it
// is there.
struct Row {
  Version from;
  Version until;
  std::array<Version, 3> repaired;
  KernelFault fault;
};

constexpr std::array kRows{
    // 72210662c5a2 (6.9) has vmap areas purged by work on the per-CPU "events" queue and waits for
    // it
    // with a lock held that bpf_prog_free_deferred(), on the same queue, waits for. "mm/vmalloc:
    // use
    // dedicated unbound workqueues for vmap drain" (March 2026) repairs it; not in 7.2.
    Row{{6, 9, 0},
        {7, 3, 0},
        {},
        {"a burst of freed BPF programs (some hundred on one CPU) can hang the host for good",
         "assize makes one filter per slot and none per run, so it doesn't cause it; containers "
         "and "
         "sandboxes beside it that come and go by the hundred may",
         "a kernel from 7.3 on, or one with \"mm/vmalloc: use dedicated unbound workqueues for "
         "vmap "
         "drain\"; until then nothing else that starts hundreds of containers a second"}},
    // a1140cb215fa.
    Row{{5, 9, 0},
        {6, 2, 0},
        {{{6, 1, 8}, {5, 15, 112}, {5, 10, 180}}},
        {"a process that is killed while it forks leaks its seccomp filter",
         "after days loading one may fail with error 524; assize loads one per slot only",
         "a kernel from 6.2 on, or the newest of the series"}},
    // 93618edf7538; brought about by 1b164b876c36.
    Row{{6, 19, 11},
        {7, 1, 0},
        {},
        {"removing a cgroup can wait for ever for a process that its remover has still to wait for",
         "assize waits for each process before it removes its cgroup, and isn't concerned; "
         "container "
         "runtimes may hang",
         "a kernel from 7.1 on"}},
};

}  // namespace

std::vector<KernelFault> known_faults(std::string_view release) {
  std::vector<KernelFault> faults;
  const auto version = version_of(release);
  if (!version) return faults;
  for (const auto& row : kRows) {
    if (*version < row.from || *version >= row.until) continue;
    bool repaired = false;
    for (const auto& first : row.repaired)
      repaired = repaired || (version->major == first.major && version->minor == first.minor &&
                              *version >= first);
    if (!repaired) faults.push_back(row.fault);
  }
  return faults;
}

}  // namespace assize
