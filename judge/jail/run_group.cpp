#include "judge/jail/run_group.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "judge/core/errors.h"

namespace assize {

namespace {

void must(bool success, const char* file) {
  if (!success)
    throw JudgeError(std::string("set ") + file, errno, "can't set a limit of the run's cgroup");
}

void must_write(int directory, const char* file, std::uint64_t value) {
  must(write_small_file(directory, file, std::to_string(value)), file);
}

bool exists(int directory, const char* name) { return ::faccessat(directory, name, F_OK, 0) == 0; }

// Files of cgroupfs that are open, and say something new each time.
std::string read_again(const UniqueFd& file) {
  std::array<char, 1024> buffer{};
  const ssize_t length = ::pread(file.get(), buffer.data(), buffer.size(), 0);
  return {buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

UniqueFd open_file(const UniqueFd& directory, const char* name, int mode) {
  return UniqueFd(::openat(directory.get(), name, mode | O_CLOEXEC));
}

CountingGroups make_counting(const SlotGroups& slot, const std::string& name) {
  CountingGroups groups;
  groups.name = name;
  if (slot.unified) groups.unified = make_group(slot.unified.get(), name);
  if (slot.cpuacct) groups.cpuacct = make_group(slot.cpuacct.get(), name);
  groups.pids = slot.layout.unified_memory ? open_group(slot.unified.get(), name)
                                           : make_group(slot.pids.get(), name);
  groups.cpu = groups.cpuacct ? open_file(groups.cpuacct, "cpuacct.usage", O_RDONLY)
                              : open_file(groups.unified, "cpu.stat", O_RDONLY);
  groups.process_limit = open_file(groups.pids, "pids.max", O_WRONLY);
  groups.process_count = open_file(groups.pids, "pids.current", O_RDONLY);
  groups.process_events = open_file(groups.pids, "pids.events", O_RDONLY);
  return groups;
}

std::uint64_t hits_in(const CountingGroups& groups) {
  return keyed_number(read_again(groups.process_events), "max");
}

}  // namespace

GroupPool::GroupPool(const SlotGroups& slot) : slot_(slot) {
  while (!slot.layout.unified_memory && idle_.size() < kKept) idle_.push_back(make());
}

CountingGroups GroupPool::make() {
  CountingGroups groups = make_counting(slot_, "run-" + std::to_string(made_++));
  ++there_are_;
  return groups;
}

CountingGroups GroupPool::take() {
  if (idle_.empty()) return make();
  CountingGroups groups = std::move(idle_.back());
  idle_.pop_back();
  groups.hits_before = hits_in(groups);
  return groups;
}

void GroupPool::give_back(CountingGroups groups) {
  const bool kept = !slot_.layout.unified_memory && there_are_ <= kKept;
  if (kept && !groups.killed && read_again(groups.process_count) == "0\n")
    return idle_.push_back(std::move(groups));
  const std::string name = groups.name;
  groups = {};
  for (const UniqueFd* parent : {&slot_.unified, &slot_.pids, &slot_.cpuacct})
    if (*parent) remove_group(parent->get(), name);
  --there_are_;
  if (!kept) return;
  try {
    idle_.push_back(make());
  } catch (const JudgeError&) {
    // Whoever needs it next tries again, and says so.
  }
}

RunGroup::RunGroup(GroupPool& pool) : pool_(&pool), counting_(pool.take()) {
  const SlotGroups& slot = pool.slot();
  memory_ = slot.layout.unified_memory ? open_group(slot.unified.get(), name())
                                       : make_group(slot.memory.get(), name());
}

RunGroup::RunGroup(RunGroup&& other) noexcept { *this = std::move(other); }

RunGroup& RunGroup::operator=(RunGroup&& other) noexcept {
  if (this == &other) return *this;
  remove();
  pool_ = std::exchange(other.pool_, nullptr);
  counting_ = std::move(other.counting_);
  memory_ = std::move(other.memory_);
  memory_limit_ = other.memory_limit_;
  return *this;
}

RunGroup::~RunGroup() { remove(); }

void RunGroup::remove() {
  if (pool_ == nullptr) return;
  memory_.reset();
  const SlotGroups& slot = pool_->slot();
  // A name whose memory group is still there must not come again.
  if (slot.memory && !remove_group(slot.memory.get(), name())) counting_.killed = true;
  std::exchange(pool_, nullptr)->give_back(std::move(counting_));
}

void RunGroup::limit_memory(const Limits& limits) {
  const bool v2 = pool_->slot().layout.unified_memory;
  // The same for all groups of a slot.
  static const bool has_swap_limit =
      exists(memory_.get(), v2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
  must_write(memory_.get(), v2 ? "memory.max" : "memory.limit_in_bytes", limits.memory.count);
  memory_limit_ = limits.memory;
  // No swap. Where the kernel accounts no swap there is no such file, and on v1 the limit of
  // memory and swap together is set to that of memory.
  if (v2 && has_swap_limit) must_write(memory_.get(), "memory.swap.max", 0);
  if (v2) must_write(memory_.get(), "memory.oom.group", 1);
  if (!v2 && has_swap_limit)
    must_write(memory_.get(), "memory.memsw.limit_in_bytes", limits.memory.count);
}

void RunGroup::limit(const Limits& limits, Layers without) {
  if (!counting_.cpu) throw JudgeError("open cgroup", errno, "can't open the run's CPU account");
  if (!without.has(Layer::memory_limit)) limit_memory(limits);
  // One more than the program may have: the run's init is counted too.
  const std::uint64_t processes = std::uint64_t{limits.processes} + 1;
  if (without.has(Layer::process_limit) || counting_.limit == processes) return;
  const std::string text = std::to_string(processes);
  must(::write(counting_.process_limit.get(), text.data(), text.size()) ==
           static_cast<ssize_t>(text.size()),
       "pids.max");
  counting_.limit = processes;
}

nanoseconds RunGroup::cpu() const {
  const std::string text = read_again(counting_.cpu);
  if (counting_.cpuacct) return nanoseconds{number_in(text)};
  return std::chrono::microseconds{keyed_number(text, "usage_usec")};
}

bool RunGroup::tells_peak() const {
  return !pool_->slot().layout.unified_memory || exists(memory_.get(), "memory.peak");
}

Bytes RunGroup::memory_now() const {
  const bool v2 = pool_->slot().layout.unified_memory;
  return {
      number_in(read_small_file(memory_.get(), v2 ? "memory.current" : "memory.usage_in_bytes"))};
}

Bytes RunGroup::memory_peak(Bytes seen) const {
  if (!pool_->slot().layout.unified_memory)
    return {number_in(read_small_file(memory_.get(), "memory.max_usage_in_bytes"))};
  if (const std::string peak = read_small_file(memory_.get(), "memory.peak"); !peak.empty())
    return {number_in(peak)};
  const std::string limit = read_small_file(memory_.get(), "memory.max");  // or "max"
  const std::uint64_t most = std::max(seen.count, memory_now().count);
  if (limit.empty() || limit.starts_with("max")) return {most};
  return {memory_hits(seen, 0) > 0 ? number_in(limit) : std::min(most, number_in(limit))};
}

std::uint64_t RunGroup::oom_kills() const {
  const char* file = pool_->slot().layout.unified_memory ? "memory.events" : "memory.oom_control";
  return keyed_number(read_small_file(memory_.get(), file), "oom_kill");
}

std::uint64_t RunGroup::memory_hits(Bytes peak, std::uint64_t kills) const {
  if (!pool_->slot().layout.unified_memory) {
    // memory.failcnt stays 0 on recent kernels (seen on 6.18, where both v1 limits are equal). That
    // the peak came up to the limit says the same; the kernel charges in batches of 64 pages per
    // CPU.
    const bool reached = memory_limit_ && peak.count + mib(1).count >= memory_limit_->count;
    if (reached || kills == 0) return reached ? 1 : 0;
    return number_in(read_small_file(memory_.get(), "memory.failcnt"));
  }
  return keyed_number(read_small_file(memory_.get(), "memory.events"), "max");
}

std::uint64_t RunGroup::process_hits() const { return hits_in(counting_) - counting_.hits_before; }

std::uint64_t RunGroup::processes() const { return number_in(read_again(counting_.process_count)); }

bool RunGroup::kill() {
  counting_.killed = true;
  return counting_.unified && write_small_file(counting_.unified.get(), "cgroup.kill", "1");
}

}  // namespace assize
