// The cgroup of one run, on v1, v2 or a host with both, behind one interface. Used by the keeper;
// which directories a slot has is decided by the worker (host_cgroup.h).
//
// A group is made fresh for each run: reusing one would leak charges from run to run.
// Sources: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst, pids.rst, cpuacct.rst.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// The directories of a slot, one per hierarchy in use, in the order of CgroupLayout.
struct SlotGroups {
  CgroupLayout layout;
  UniqueFd unified;
  UniqueFd memory;
  UniqueFd pids;
  UniqueFd cpuacct;
};

class RunGroup {
 public:
  RunGroup() = default;
  // Makes the directories `name` in each hierarchy. Throws JudgeError.
  RunGroup(const SlotGroups& slot, const std::string& name);
  RunGroup(RunGroup&& other) noexcept;
  RunGroup& operator=(RunGroup&& other) noexcept;
  RunGroup(const RunGroup&) = delete;
  RunGroup& operator=(const RunGroup&) = delete;
  ~RunGroup();  // removes the directories; every process of the run must have been waited for

  // The v2 directory for CLONE_INTO_CGROUP, or -1.
  int clone_target() const { return unified_.get(); }
  const std::string& name() const { return name_; }

  // Sets the limits. Throws JudgeError. A layer that a test build took away is not set.
  void limit(const Limits& limits, Layers without);

  nanoseconds cpu() const;  // CPU time charged so far; the kernel charges a running task per tick
  // The most memory so far. On v2 kernels before 5.19 don't tell it: then it is put together from
  // `seen`, the most that the caller has come to know of by and by, and from what the limit says.
  Bytes memory_peak(Bytes seen = {}) const;
  bool tells_peak() const;
  Bytes memory_now() const;
  std::uint64_t oom_kills() const;
  std::uint64_t memory_hits(Bytes peak) const;
  std::uint64_t process_hits() const;
  std::uint64_t processes() const;  // how many there are now, threads counted too
  // Kills every process in the group at once (cgroup.kill). False if the kernel has no such file.
  bool kill() const;

 private:
  void remove();

  const SlotGroups* slot_ = nullptr;
  std::string name_;
  UniqueFd unified_;
  UniqueFd memory_;  // the v1 group, or on v2 the same directory as unified_
  UniqueFd pids_;
  UniqueFd cpuacct_;
  UniqueFd cpu_;  // the file that has the CPU time
  std::optional<Bytes> memory_limit_;
};

// Moves the calling process, which has one thread, into the v1 groups of that name. As a thread
// that moves itself (the file `tasks`), since 5.16 it needn't stop all others of the host from
// forking: that takes 5 to 20 ms after a pause, a grace period of RCU. False, errno set.
bool enter_groups(const SlotGroups& slot, const std::string& name);
// The same for the v2 group. v2 has no such way but to be cloned into the group.
bool enter_unified_group(const SlotGroups& slot, const std::string& name);

// Takes a slot's directories from descriptors that came with a message, in the layout's order;
// there must be as many as layout.descriptors(). The last one taken is at that index less one.
SlotGroups take_groups(const CgroupLayout& layout, std::vector<UniqueFd>& descriptors);

// Kills and removes all groups below a directory: what a dead keeper left.
void sweep_directory(int directory);
// The same for all of a slot's directories, and then removes these too.
void remove_slot(const SlotGroups& slot);

// Small files of cgroupfs, relative to a directory. Reading gives an empty text if there is none.
std::string read_small_file(int directory, const char* name);
bool write_small_file(int directory, const char* name, std::string_view text);  // errno on false

// The number after `key` in a text of lines "key number", or 0.
std::uint64_t keyed_number(std::string_view text, std::string_view key);

}  // namespace assize
