#include "judge/jail/host/slot.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "judge/jail/host/host_cache.h"
#include "judge/jail/host/slot_ids.h"
#include "judge/jail/kernel/capability.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

constexpr std::uint32_t kFirstId = 1879048192;
constexpr std::uint32_t kIds = 2 * kMaxSlots;
// Below 65534, which is nobody's.
constexpr std::uint32_t kFirstOfSmallRange = 65536 - 2 * kIds;

// Whether a map of user_namespaces(7) has all ids of the slots in one of its ranges.
bool has_ids(const char* map, std::uint32_t first) {
  std::istringstream ranges(text_of(map));
  for (std::uint64_t inside = 0, outside = 0, count = 0; ranges >> inside >> outside >> count;)
    if (inside <= first && std::uint64_t{first} + kIds <= inside + count) return true;
  return false;
}

// The root of a user namespace that is root outside of it, too.
bool is_root_outside() {
  std::istringstream ranges(text_of("/proc/self/uid_map"));
  std::uint64_t inside = 1;
  std::uint64_t outside = 1;
  return ranges >> inside >> outside && inside == 0 && outside == 0;
}

// Nothing: runs have the operator's own id. So it is for an ordinary user, and for the root of a
// user namespace who has no other ids to give, or may give none: outside it is an ordinary user,
// too. Where it isn't, the ids of the host are tried in vain, and that is an error.
std::optional<std::uint32_t> first_id() {
  if (::geteuid() != 0) return std::nullopt;
  const bool may_give = has_capability(CAP_SETUID) && has_capability(CAP_SETGID);
  if (!may_give && !is_root_outside()) return std::nullopt;
  for (const std::uint32_t first : {kFirstId, kFirstOfSmallRange})
    if (has_ids("/proc/self/uid_map", first) && has_ids("/proc/self/gid_map", first)) return first;
  return is_root_outside() ? std::optional(kFirstId) : std::nullopt;
}

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

bool has_ids_of_slots() {
  const std::uint32_t first = ids_of_slot(0).keeper;
  return ids_of_slot(0).rootless() ||
         (has_ids("/proc/self/uid_map", first) && has_ids("/proc/self/gid_map", first));
}

SlotIds ids_of_slot(std::uint32_t number) {
  static const std::optional<std::uint32_t> first = first_id();
  if (!first) return {::geteuid(), ::geteuid()};
  return {*first + 2 * number, *first + 2 * number + 1};
}

std::uint32_t SlotLease::core() const {
  const auto list = cpus();
  return list[number_ % list.size()];
}

std::uint32_t usable_cpus() { return static_cast<std::uint32_t>(cpus().size()); }

}  // namespace assize
