#include "judge/jail/keeper/run_group.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <utility>

#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

void must_write(int directory, const char* file, std::uint64_t value, LaunchStage stage) {
  if (!write_file(directory, file, std::to_string(value)))
    throw LaunchError(stage, errno, "can't set a limit of the run's cgroup");
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

MemoryGroup make_memory(const SlotGroups& slot, const std::string& name) {
  MemoryGroup memory;
  if (slot.layout.unified_memory) {
    memory.directory = open_group(slot.unified.get(), name);
    return memory;
  }
  memory.directory = make_group(slot.memory.get(), name);
  memory.charged = open_file(memory.directory, "memory.memsw.usage_in_bytes", O_RDONLY);
  if (!memory.charged)
    memory.charged = open_file(memory.directory, "memory.usage_in_bytes", O_RDONLY);
  memory.peak = open_file(memory.directory, "memory.max_usage_in_bytes", O_RDWR);
  memory.oom = open_file(memory.directory, "memory.oom_control", O_RDONLY);
  memory.fails = open_file(memory.directory, "memory.failcnt", O_RDONLY);
  return memory;
}

RunGroups make_groups(const SlotGroups& slot, const std::string& name) {
  RunGroups groups;
  groups.name = name;
  if (slot.unified) groups.unified = make_group(slot.unified.get(), name);
  if (slot.cpuacct) groups.cpuacct = make_group(slot.cpuacct.get(), name);
  groups.pids = slot.layout.unified_memory ? open_group(slot.unified.get(), name)
                                           : make_group(slot.pids.get(), name);
  groups.memory = make_memory(slot, name);
  groups.cpu = groups.cpuacct ? open_file(groups.cpuacct, "cpuacct.usage", O_RDONLY)
                              : open_file(groups.unified, "cpu.stat", O_RDONLY);
  groups.process_count = open_file(groups.pids, "pids.current", O_RDONLY);
  groups.process_events = open_file(groups.pids, "pids.events", O_RDONLY);
  return groups;
}

std::uint64_t hits_in(const RunGroups& groups) {
  return keyed_number(read_again(groups.process_events), "max");
}

std::uint64_t oom_kills_in(const MemoryGroup& memory) {
  return keyed_number(read_again(memory.oom), "oom_kill");
}

// What may be left on the account of an empty group: the kernel counts objects of its own in whole
// pages, and keeps the rest of a page for the next ones.
constexpr Bytes kEmpty = kib(16);
// The next run is prepared under the limit of the last one.
constexpr Bytes kEnoughForInit = mib(16);

// Whether a v1 group came up to its limit. memory.failcnt would say it, but stays 0 on recent
// kernels (seen on 6.18, where both v1 limits are equal). The kernel charges in batches of 64 pages
// per CPU.
bool reached_limit(const MemoryGroup& memory, Bytes peak) {
  return memory.limited_to && peak.count + mib(1).count >= memory.limited_to->count;
}

// Makes a v1 group that had a run's memory as good as new. False if it can't be.
bool renew(const MemoryGroup& memory) {
  if (memory.limited_to && *memory.limited_to < kEnoughForInit) return false;
  const std::string charged = read_again(memory.charged);
  if (charged.empty() || number_in(charged) > kEmpty.count) return false;
  if (reached_limit(memory, {number_in(read_again(memory.peak))})) return false;
  if (oom_kills_in(memory) > 0 || number_in(read_again(memory.fails)) > 0) return false;
  return ::pwrite(memory.peak.get(), "0", 1, 0) == 1;
}

}  // namespace

GroupPool::GroupPool(const SlotGroups& slot) : slot_(slot) { fill(); }

bool GroupPool::uses_again() const { return !slot_.layout.unified_memory; }

void GroupPool::fill() {
  while (uses_again() && there_are_ < kKept) idle_.push_back(make());
}

RunGroups GroupPool::make() {
  const std::string name = "run-" + std::to_string(made_++);
  try {
    RunGroups groups = make_groups(slot_, name);
    ++there_are_;
    return groups;
  } catch (const JudgeError&) {
    remove_directories(name);  // those that could be made
    throw;
  }
}

void GroupPool::remove(RunGroups groups) {
  const std::string name = groups.name;
  groups = {};
  remove_directories(name);
  --there_are_;
}

void GroupPool::remove_directories(const std::string& name) const {
  for (const UniqueFd* parent : {&slot_.unified, &slot_.memory, &slot_.pids, &slot_.cpuacct})
    if (*parent) remove_group(parent->get(), name);
}

RunGroups GroupPool::take() {
  if (idle_.empty()) return make();
  RunGroups groups = std::move(idle_.front());
  idle_.pop_front();
  if (!renew(groups.memory)) {
    remove(std::move(groups));
    return make();
  }
  groups.hits_before = hits_in(groups);
  return groups;
}

void GroupPool::give_back(RunGroups groups) {
  if (uses_again() && there_are_ <= kKept && !groups.killed &&
      read_again(groups.process_count) == "0\n") {
    idle_.push_back(std::move(groups));
  } else {
    remove(std::move(groups));
  }
  try {
    fill();
  } catch (const JudgeError&) {
    // Whoever needs it next tries again, and says so.
  }
}

RunGroup::RunGroup(GroupPool& pool) : pool_(&pool), groups_(pool.take()) {}

RunGroup::RunGroup(RunGroup&& other) noexcept { *this = std::move(other); }

RunGroup& RunGroup::operator=(RunGroup&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  pool_ = std::exchange(other.pool_, nullptr);
  groups_ = std::move(other.groups_);
  return *this;
}

RunGroup::~RunGroup() { give_back(); }

void RunGroup::give_back() {
  if (pool_ != nullptr) std::exchange(pool_, nullptr)->give_back(std::move(groups_));
}

// No swap: the limit of memory and swap together, where there is one, is set to that of memory. It
// is never the smaller one of the two.
void RunGroup::limit_memory_v1(Bytes most) {
  MemoryGroup& memory = groups_.memory;
  if (memory.limited_to == most) return;
  constexpr const char* kSwapLimit = "memory.memsw.limit_in_bytes";
  const int directory = memory.directory.get();
  // The same for all groups of a slot.
  static const bool has_swap_limit = exists(directory, kSwapLimit);
  const bool grows = memory.limited_to && *memory.limited_to < most;
  if (has_swap_limit && grows)
    must_write(directory, kSwapLimit, most.count, LaunchStage::set_memory_and_swap_limit);
  must_write(directory, "memory.limit_in_bytes", most.count, LaunchStage::set_memory_limit);
  if (has_swap_limit && !grows)
    must_write(directory, kSwapLimit, most.count, LaunchStage::set_memory_and_swap_limit);
  memory.limited_to = most;
}

void RunGroup::limit_memory_v2(Bytes most) {
  const int directory = groups_.memory.directory.get();
  // The same for all groups of a slot.
  static const bool has_swap_limit = exists(directory, "memory.swap.max");
  must_write(directory, "memory.max", most.count, LaunchStage::set_memory_max);
  if (has_swap_limit) must_write(directory, "memory.swap.max", 0, LaunchStage::set_memory_swap_max);
  must_write(directory, "memory.oom.group", 1, LaunchStage::set_memory_oom_group);
}

void RunGroup::limit(const Limits& limits, Layers without) {
  const MemoryGroup& memory = groups_.memory;
  for (const UniqueFd* file : {&groups_.cpu, &groups_.process_count, &groups_.process_events})
    if (!*file)
      throw LaunchError(LaunchStage::open_cgroup, 0, "can't open the files of the run's cgroup");
  for (const UniqueFd* file : {&memory.charged, &memory.peak, &memory.oom, &memory.fails})
    if (!on_v2() && !*file)
      throw LaunchError(LaunchStage::open_cgroup, 0,
                        "can't open the files of the run's memory cgroup");
  if (!without.has(Layer::memory_limit))
    on_v2() ? limit_memory_v2(limits.memory) : limit_memory_v1(limits.memory);
  // One more than the program may have: the run's init is counted too.
  const std::uint64_t processes = std::uint64_t{limits.processes} + 1;
  if (without.has(Layer::process_limit) || groups_.limit == processes) return;
  must_write(groups_.pids.get(), "pids.max", processes, LaunchStage::set_pids_max);
  groups_.limit = processes;
}

nanoseconds RunGroup::cpu() const {
  const std::string text = read_again(groups_.cpu);
  if (groups_.cpuacct) return nanoseconds{number_in(text)};
  return std::chrono::microseconds{keyed_number(text, "usage_usec")};
}

std::string RunGroup::v2(const char* memory_file) const {
  return text_of(groups_.memory.directory.get(), memory_file);
}

bool RunGroup::tells_peak() const {
  return !on_v2() || exists(groups_.memory.directory.get(), "memory.peak");
}

Bytes RunGroup::memory_now() const { return {number_in(v2("memory.current"))}; }

Bytes RunGroup::memory_peak(Bytes seen) const {
  if (!on_v2()) return {number_in(read_again(groups_.memory.peak))};
  if (const std::string peak = v2("memory.peak"); !peak.empty()) return {number_in(peak)};
  const std::string limit = v2("memory.max");  // or "max"
  const std::uint64_t most = std::max(seen.count, memory_now().count);
  if (limit.empty() || limit.starts_with("max")) return {most};
  return {memory_hits(seen, 0) > 0 ? number_in(limit) : std::min(most, number_in(limit))};
}

std::uint64_t RunGroup::oom_kills() const {
  return on_v2() ? keyed_number(v2("memory.events"), "oom_kill") : oom_kills_in(groups_.memory);
}

std::uint64_t RunGroup::memory_hits(Bytes peak, std::uint64_t kills) const {
  if (on_v2()) return keyed_number(v2("memory.events"), "max");
  const MemoryGroup& memory = groups_.memory;
  const bool reached = reached_limit(memory, peak);
  if (reached || kills == 0) return reached ? 1 : 0;
  return number_in(read_again(memory.fails));
}

std::uint64_t RunGroup::process_hits() const { return hits_in(groups_) - groups_.hits_before; }

std::uint64_t RunGroup::processes() const { return number_in(read_again(groups_.process_count)); }

nanoseconds RunGroup::longest_run_delay() const {
  std::istringstream threads(groups_.pids ? text_of(groups_.pids.get(), "tasks")
                                          : text_of(groups_.unified.get(), "cgroup.threads"));
  nanoseconds longest{};
  for (::pid_t thread = 0; threads >> thread;) {
    std::ifstream file("/proc/" + std::to_string(thread) + "/schedstat");
    std::int64_t on_cpu = 0;
    std::int64_t waited = 0;
    if (file >> on_cpu >> waited) longest = std::max(longest, nanoseconds{waited});
  }
  return longest;
}

bool RunGroup::kill() {
  groups_.killed = true;
  return groups_.unified && write_file(groups_.unified.get(), "cgroup.kill", "1");
}

}  // namespace assize
