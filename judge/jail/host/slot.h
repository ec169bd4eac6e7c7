// Slots: a slot is one core's worth of judging, with a number that no other worker on this host
// has.
#pragma once

#include <cstdint>

#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

constexpr std::uint32_t kMaxSlots = 1024;

// The ids of a slot. As root two of 1879048192 to 2147483647, which systemd's UIDS-GIDS leaves
// unused; in a user namespace without them two of the last below 65536; else the operator's own.
SlotIds ids_of_slot(std::uint32_t number);

// A slot's number, held by a lock file for as long as this object and its keeper live.
class SlotLease {
 public:
  // The lowest free number from `first` on. Throws HostError if all are taken or the lock directory
  // can't be made.
  static SlotLease acquire(std::uint32_t first = 0);

  std::uint32_t number() const { return number_; }
  int lock() const { return lock_.get(); }
  SlotIds ids() const { return ids_of_slot(number_); }
  // The CPU of this slot: the slots take turns on those that this process may use.
  std::uint32_t core() const;

 private:
  SlotLease(std::uint32_t number, UniqueFd lock) : number_(number), lock_(std::move(lock)) {}
  std::uint32_t number_;
  UniqueFd lock_;
};

// CPUs that this process may use.
std::uint32_t usable_cpus();

}  // namespace assize
