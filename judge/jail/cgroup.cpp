#include "judge/jail/cgroup.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <ctime>
#include <memory>
#include <string_view>
#include <vector>

#include "judge/core/errors.h"

namespace assize {

namespace {

std::uint64_t number_in(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

UniqueFd open_group(int parent, const std::string& name) {
  UniqueFd fd(::openat(parent, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) throw JudgeError("open cgroup", errno, "can't open the run's cgroup " + name);
  return fd;
}

// One that is there already is an error: a group is never used twice.
UniqueFd make_group(int parent, const std::string& name) {
  if (parent < 0) return {};
  if (::mkdirat(parent, name.c_str(), 0755) != 0)
    throw JudgeError("make cgroup", errno, "can't make the run's cgroup " + name);
  return open_group(parent, name);
}

void must_write(int directory, const char* name, std::uint64_t value) {
  if (!write_small_file(directory, name, std::to_string(value)))
    throw JudgeError(std::string("set ") + name, errno, "can't set a limit of the run's cgroup");
}

bool exists(int directory, const char* name) { return ::faccessat(directory, name, F_OK, 0) == 0; }

void sleep_ms(long ms) {
  const timespec pause{0, ms * 1'000'000};
  ::nanosleep(&pause, nullptr);
}

// The kernel may need a moment after the last process was waited for.
void remove_directory(int parent, const std::string& name) {
  for (int i = 0; i < 200; ++i) {
    if (::unlinkat(parent, name.c_str(), AT_REMOVEDIR) == 0 || errno != EBUSY) return;
    sleep_ms(1);
  }
}

}  // namespace

std::string read_small_file(int directory, const char* name) {
  const UniqueFd fd(::openat(directory, name, O_RDONLY | O_CLOEXEC));
  if (!fd) return {};
  std::array<char, 4096> buffer{};
  const ssize_t length = ::read(fd.get(), buffer.data(), buffer.size());
  return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

bool write_small_file(int directory, const char* name, std::string_view text) {
  const UniqueFd fd(::openat(directory, name, O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::uint64_t keyed_number(std::string_view text, std::string_view key) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == ' ')
      return number_in(line.substr(key.size() + 1));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return 0;
}

RunGroup::RunGroup(const SlotGroups& slot, const std::string& name) : slot_(&slot), name_(name) {
  unified_ = make_group(slot.unified.get(), name);
  if (slot.layout.unified_memory) {
    memory_ = open_group(slot.unified.get(), name);
    pids_ = open_group(slot.unified.get(), name);
  } else {
    memory_ = make_group(slot.memory.get(), name);
    pids_ = make_group(slot.pids.get(), name);
  }
  cpuacct_ = make_group(slot.cpuacct.get(), name);
}

RunGroup::RunGroup(RunGroup&& other) noexcept { *this = std::move(other); }

RunGroup& RunGroup::operator=(RunGroup&& other) noexcept {
  if (this == &other) return *this;
  remove();
  slot_ = std::exchange(other.slot_, nullptr);
  name_ = std::move(other.name_);
  unified_ = std::move(other.unified_);
  memory_ = std::move(other.memory_);
  pids_ = std::move(other.pids_);
  cpuacct_ = std::move(other.cpuacct_);
  cpu_ = std::move(other.cpu_);
  memory_limit_ = other.memory_limit_;
  return *this;
}

RunGroup::~RunGroup() { remove(); }

void RunGroup::remove() {
  if (slot_ == nullptr) return;
  for (UniqueFd* fd : {&unified_, &memory_, &pids_, &cpuacct_, &cpu_}) fd->reset();
  for (const UniqueFd* parent : {&slot_->unified, &slot_->memory, &slot_->pids, &slot_->cpuacct})
    if (*parent) remove_directory(parent->get(), name_);
  slot_ = nullptr;
}

bool enter_groups(const SlotGroups& slot, const std::string& name) {
  return std::ranges::all_of(
      std::array{&slot.memory, &slot.pids, &slot.cpuacct}, [&](const UniqueFd* parent) {
        return !*parent || write_small_file(parent->get(), (name + "/tasks").c_str(), "0");
      });
}

bool enter_unified_group(const SlotGroups& slot, const std::string& name) {
  return !slot.unified ||
         write_small_file(slot.unified.get(), (name + "/cgroup.procs").c_str(), "0");
}

SlotGroups take_groups(const CgroupLayout& layout, std::vector<UniqueFd>& descriptors) {
  SlotGroups groups;
  groups.layout = layout;
  auto next = descriptors.begin();
  const auto take = [&](bool present, UniqueFd& into) {
    if (present) into = std::move(*next++);
  };
  take(layout.unified, groups.unified);
  take(layout.v1_memory, groups.memory);
  take(layout.v1_pids, groups.pids);
  take(layout.v1_cpuacct, groups.cpuacct);
  return groups;
}

void RunGroup::limit(const Limits& limits, Layers without) {
  const bool v2 = slot_->layout.unified_memory;
  cpu_ = UniqueFd(cpuacct_ ? ::openat(cpuacct_.get(), "cpuacct.usage", O_RDONLY | O_CLOEXEC)
                           : ::openat(unified_.get(), "cpu.stat", O_RDONLY | O_CLOEXEC));
  if (!cpu_) throw JudgeError("open cgroup", errno, "can't open the run's CPU account");
  // The same for all groups of a slot.
  static const bool has_swap_limit =
      exists(memory_.get(), v2 ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
  if (!without.has(Layer::memory_limit)) {
    must_write(memory_.get(), v2 ? "memory.max" : "memory.limit_in_bytes", limits.memory.count);
    memory_limit_ = limits.memory;
    // No swap. Where the kernel accounts no swap there is no such file, and on v1 the limit of
    // memory and swap together is set to that of memory.
    if (v2 && has_swap_limit) must_write(memory_.get(), "memory.swap.max", 0);
    if (v2) must_write(memory_.get(), "memory.oom.group", 1);
    if (!v2 && has_swap_limit)
      must_write(memory_.get(), "memory.memsw.limit_in_bytes", limits.memory.count);
  }
  // One more than the program may have: the run's init is counted too.
  if (!without.has(Layer::process_limit))
    must_write(pids_.get(), "pids.max", std::uint64_t{limits.processes} + 1);
}

nanoseconds RunGroup::cpu() const {
  std::array<char, 1024> buffer{};
  const ssize_t length = ::pread(cpu_.get(), buffer.data(), buffer.size(), 0);
  const std::string_view text(buffer.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  if (cpuacct_) return nanoseconds{number_in(text)};
  return std::chrono::microseconds{keyed_number(text, "usage_usec")};
}

bool RunGroup::tells_peak() const {
  return !slot_->layout.unified_memory || exists(memory_.get(), "memory.peak");
}

Bytes RunGroup::memory_now() const {
  const bool v2 = slot_->layout.unified_memory;
  return {
      number_in(read_small_file(memory_.get(), v2 ? "memory.current" : "memory.usage_in_bytes"))};
}

Bytes RunGroup::memory_peak(Bytes seen) const {
  if (!slot_->layout.unified_memory)
    return {number_in(read_small_file(memory_.get(), "memory.max_usage_in_bytes"))};
  if (const std::string peak = read_small_file(memory_.get(), "memory.peak"); !peak.empty())
    return {number_in(peak)};
  const std::string limit = read_small_file(memory_.get(), "memory.max");  // or "max"
  const std::uint64_t most = std::max(seen.count, memory_now().count);
  if (limit.empty() || limit.starts_with("max")) return {most};
  return {memory_hits(seen) > 0 ? number_in(limit) : std::min(most, number_in(limit))};
}

std::uint64_t RunGroup::oom_kills() const {
  const char* file = slot_->layout.unified_memory ? "memory.events" : "memory.oom_control";
  return keyed_number(read_small_file(memory_.get(), file), "oom_kill");
}

std::uint64_t RunGroup::memory_hits(Bytes peak) const {
  if (!slot_->layout.unified_memory) {
    // memory.failcnt stays 0 on recent kernels (seen on 6.18, where both v1 limits are equal). That
    // the peak came up to the limit says the same; the kernel charges in batches of 64 pages per
    // CPU.
    const std::uint64_t failures = number_in(read_small_file(memory_.get(), "memory.failcnt"));
    const bool reached = memory_limit_ && peak.count + mib(1).count >= memory_limit_->count;
    return std::max<std::uint64_t>(failures, reached ? 1 : 0);
  }
  return keyed_number(read_small_file(memory_.get(), "memory.events"), "max");
}

std::uint64_t RunGroup::process_hits() const {
  return keyed_number(read_small_file(pids_.get(), "pids.events"), "max");
}

std::uint64_t RunGroup::processes() const {
  return number_in(read_small_file(pids_.get(), "pids.current"));
}

bool RunGroup::kill() const {
  return unified_ && write_small_file(unified_.get(), "cgroup.kill", "1");
}

void sweep_directory(int directory) {
  if (directory < 0) return;
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(stream.get()))
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.') names.emplace_back(entry->d_name);
  for (const auto& name : names) {
    const UniqueFd group(::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (group) write_small_file(group.get(), "cgroup.kill", "1");
    remove_directory(directory, name);
  }
}

void remove_slot(const SlotGroups& slot) {
  for (const UniqueFd* directory : {&slot.unified, &slot.memory, &slot.pids, &slot.cpuacct}) {
    if (!*directory) continue;
    sweep_directory(directory->get());
    std::array<char, PATH_MAX> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(directory->get());
    const ssize_t length = ::readlink(link.c_str(), path.data(), path.size() - 1);
    if (length > 0)
      remove_directory(AT_FDCWD, std::string(path.data(), static_cast<std::size_t>(length)));
  }
}

}  // namespace assize
