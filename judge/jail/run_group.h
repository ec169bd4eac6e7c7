// The cgroup of one run, on v1, v2 or a host with both, behind one interface. Used by the keeper.
//
// Whatever has memory on its account is made fresh for each run: a group that is used again leaks
// charges from run to run. Where memory has a group of its own (v1), those that only count may
// serve one run of the slot after the other: docs/decisions/0008-groups-that-only-count.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "judge/jail/cgroup.h"
#include "judge/jail/spec.h"
#include "judge/jail/unique_fd.h"

namespace assize {

// Groups that count processes and CPU time, and by which a run is killed. On v2 they are the group
// that has the memory, too.
struct CountingGroups {
  std::string name;
  UniqueFd unified;  // directories; -1 where the host has no such hierarchy
  UniqueFd pids;
  UniqueFd cpuacct;
  UniqueFd cpu;  // files, open for as long as the groups are there
  UniqueFd process_limit;
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
  CountingGroups take();                       // throws JudgeError
  // Every process in them must have been waited for.
  void give_back(CountingGroups groups);
  const SlotGroups& slot() const { return slot_; }

 private:
  // Two runs are prepared, one runs, one may still be ending. As many are there whatever happens to
  // the runs, so that one can count what is left on a host.
  static constexpr std::size_t kKept = 12;
  CountingGroups make();

  const SlotGroups& slot_;
  std::vector<CountingGroups> idle_;
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
  ~RunGroup();  // removes what isn't used again; every process of the run must have been waited for

  // The v2 directory for CLONE_INTO_CGROUP, or -1.
  int clone_target() const { return counting_.unified.get(); }
  // The same in each hierarchy.
  const std::string& name() const { return counting_.name; }

  // Sets the limits. Throws JudgeError. A layer that a test build took away is not set.
  void limit(const Limits& limits, Layers without);

  // CPU time charged so far, by earlier runs too: a run's own is a difference. The kernel charges a
  // running task per tick.
  nanoseconds cpu() const;
  // The most memory so far. On v2 kernels before 5.19 don't tell it: then it is put together from
  // `seen`, the most that the caller has come to know of by and by, and from what the limit says.
  Bytes memory_peak(Bytes seen = {}) const;
  bool tells_peak() const;
  Bytes memory_now() const;
  std::uint64_t oom_kills() const;
  // `kills`: oom_kills(). Without any, whether the peak came up to the limit is enough.
  std::uint64_t memory_hits(Bytes peak, std::uint64_t kills) const;
  std::uint64_t process_hits() const;
  std::uint64_t processes() const;  // how many there are now, threads counted too
  // Kills every process in the group at once (cgroup.kill). False if the kernel has no such file.
  bool kill();

 private:
  void remove();
  void limit_memory(const Limits& limits);

  GroupPool* pool_ = nullptr;
  CountingGroups counting_;
  UniqueFd memory_;  // the v1 group, or on v2 the same directory as counting_.unified
  std::optional<Bytes> memory_limit_;
};

}  // namespace assize
