#include "judge/jail/host/slot.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <vector>

#include "judge/jail/host/host_cache.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

constexpr std::uint32_t kFirstId = 1879048192;

[[noreturn]] void fail(const std::string& what) {
  throw HostError("slot: " + what + ": " + std::generic_category().message(errno));
}

std::vector<std::uint32_t> cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<std::uint32_t> list;
  if (::sched_getaffinity(0, sizeof set, &set) == 0)
    for (std::uint32_t cpu = 0; cpu < CPU_SETSIZE; ++cpu)
      if (CPU_ISSET(cpu, &set)) list.push_back(cpu);
  if (list.empty()) list.push_back(0);
  return list;
}

}  // namespace

SlotLease SlotLease::acquire(std::uint32_t first) {
  const std::string directory = lock_directory();
  for (std::uint32_t number = first; number < kMaxSlots; ++number) {
    const std::string path = directory + "/slot-" + std::to_string(number) + ".lock";
    UniqueFd lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock) fail("can't open " + path);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return {number, std::move(lock)};
    if (errno != EWOULDBLOCK) fail("can't lock " + path);
  }
  throw HostError("slot: all " + std::to_string(kMaxSlots) + " slots of this host are in use");
}

SlotIds ids_of_slot(std::uint32_t number) {
  if (::geteuid() != 0) return {::geteuid(), ::geteuid()};
  return {kFirstId + 2 * number, kFirstId + 2 * number + 1};
}

std::uint32_t SlotLease::core() const {
  const auto list = cpus();
  return list[number_ % list.size()];
}

std::uint32_t usable_cpus() { return static_cast<std::uint32_t>(cpus().size()); }

}  // namespace assize
