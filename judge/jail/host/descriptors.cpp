#include "judge/jail/host/descriptors.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <string>

#include "judge/jail/host/slot.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

// Of the worker itself: the store, its watch, the cache, the event loop.
constexpr rlim_t kOfWorker = 64;
// Three jails (of submissions, of validators, of those with scripts), each with a socket, a
// lifeline, a lock, three groups; a run's input, output and files.
constexpr rlim_t kOfSlot = 40;

std::atomic<std::uint32_t> slot_count{0};

}  // namespace

void provide_descriptors(std::uint32_t slots) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t need = kOfWorker + kOfSlot * slots;
  if (limit.rlim_max < need)
    throw HostError(std::to_string(slots) + " slots need " + std::to_string(need) +
                    " descriptors, and this process may have " + std::to_string(limit.rlim_max) +
                    ": `ulimit -n " + std::to_string(need) +
                    "` (LimitNOFILE= of a unit, --ulimit nofile= of a container), or --workers " +
                    std::to_string(limit.rlim_max > kOfWorker + kOfSlot
                                       ? (limit.rlim_max - kOfWorker) / kOfSlot
                                       : 1) +
                    " at most");
  slot_count = slots;
}

std::size_t spare_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const std::uint32_t known = slot_count;
  const rlim_t slots = known > 0 ? known : usable_cpus();
  const rlim_t used = kOfWorker + kOfSlot * slots;
  return limit.rlim_cur > used ? (limit.rlim_cur - used) / slots : 0;
}

}  // namespace assize
