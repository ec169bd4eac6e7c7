// The cgroup of one run, on v1, v2 or a host with both, behind one interface. Used by the keeper.
//
// On v1 the groups of a run may serve a later run of the slot: what they count is told as a
// difference, and the one that has the memory must have been found empty before. On v2, where one
// group has everything, each run gets a fresh one. docs/decisions/0008-groups-used-again.md.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "judge/jail/kernel/cgroup.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/unique_fd.h"

namespace assize {

// The group that has a run's memory. Its files are open on v1, where each run reads them.
struct MemoryGroup {
  UniqueFd directory;  // on v2 the same as RunGroups::unified
  UniqueFd charged;    // memory and, where the kernel accounts it, swap
  UniqueFd peak;
  UniqueFd oom;
  UniqueFd fails;
  std::optional<Bytes> limited_to;
};

// The groups of one run: they count processes, CPU time and memory, and by them a run is killed.
struct RunGroups {
  std::string name;
  UniqueFd unified;  // directories; -1 where the host has no such hierarchy
  UniqueFd pids;
  UniqueFd cpuacct;
  MemoryGroup memory;
  UniqueFd cpu;  // files, open for as long as the groups are there
  UniqueFd process_count;
  UniqueFd process_events;
  std::uint64_t hits_before = 0;  // of the process limit, by earlier runs
  std::optional<std::uint64_t> limit;
  // From cgroup.kill on, whoever is cloned into the group ends at once (seen on 6.18).
  bool killed = false;
};

// The slot's groups that wait for their next run. Must outlive its RunGroups.
class GroupPool {
 public:
  explicit GroupPool(const SlotGroups& slot);  // throws JudgeError
  RunGroups take();                            // throws JudgeError
  // Every process in them must have been waited for.
  void give_back(RunGroups groups);
  const SlotGroups& slot() const { return slot_; }

 private:
  // Two runs are prepared, one runs, up to six are over and the inits of as many are ending; the
  // others wait until the kernel has freed what their last run left, some milliseconds. As many are
  // there whatever happens to the runs, so that one can count what is left on a host.
  static constexpr std::size_t kKept = 24;
  bool uses_again() const;
  void fill();
  RunGroups make();
  void remove(RunGroups groups);
  void remove_directories(const std::string& name) const;

  const SlotGroups& slot_;
  std::deque<RunGroups> idle_;  // the one that has waited longest first
  std::size_t there_are_ = 0;
  std::uint64_t made_ = 0;
};

class RunGroup {
 public:
  RunGroup() = default;
  explicit RunGroup(GroupPool& pool);  // throws JudgeError
  RunGroup(RunGroup&& other) noexcept;
  RunGroup& operator=(RunGroup&& other) noexcept;
  RunGroup(const RunGroup&) = delete;
  RunGroup& operator=(const RunGroup&) = delete;
  ~RunGroup();  // every process of the run must have been waited for

  // The v2 directory for CLONE_INTO_CGROUP, or -1.
  int clone_target() const { return groups_.unified.get(); }
  // The same in each hierarchy.
  const std::string& name() const { return groups_.name; }

  // Sets the limits. Throws JudgeError. A layer that a test build took away is not set.
  void limit(const Limits& limits, Layers without);

  // CPU time charged so far, by earlier runs too: a run's own is a difference. The kernel charges a
  // running task per tick.
  nanoseconds cpu() const;
  // The most memory so far. On v2 kernels before 5.19 don't tell it: then it is put together from
  // `seen`, the most that the caller has come to know of by and by, and from what the limit says.
  Bytes memory_peak(Bytes seen = {}) const;
  bool tells_peak() const;
  Bytes memory_now() const;  // for a group that doesn't tell its peak, which is one of v2
  std::uint64_t oom_kills() const;
  // `kills`: oom_kills(). Without any, whether the peak came up to the limit is enough.
  std::uint64_t memory_hits(Bytes peak, std::uint64_t kills) const;
  std::uint64_t process_hits() const;
  // Of the threads that there are: how long the one that has waited longest for a CPU, though it
  // could run, has done so since it began (proc(5), schedstat: its second number).
  nanoseconds longest_run_delay() const;
  std::uint64_t processes() const;  // how many there are now, threads counted too
  // Kills every process in the group at once (cgroup.kill). False if the kernel has no such file.
  bool kill();

 private:
  void give_back();
  void limit_memory_v1(Bytes most);
  void limit_memory_v2(Bytes most);
  bool on_v2() const { return pool_->slot().layout.unified_memory; }
  std::string v2(const char* memory_file) const;

  GroupPool* pool_ = nullptr;
  RunGroups groups_;
};

}  // namespace assize
