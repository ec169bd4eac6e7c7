#include "backlog.h"

#include <dirent.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <memory>
#include <sstream>

namespace assize {

namespace {

using Counts = std::map<std::string, std::uint64_t>;

constexpr auto kEvery = std::chrono::milliseconds{250};

// Objects of the kernel that a run makes and frees (proc(5), slabinfo; only root may read it).
constexpr std::array kSlabs{"pid_namespace",     "mnt_namespace", "mnt_cache", "task_struct",
                            "shmem_inode_cache", "cred",          "cred_jar",  "filp",
                            "mm_struct",         "dentry",        "pid",       "proc_inode_cache"};

void add_slabs(Counts& counts) {
  std::ifstream file("/proc/slabinfo");
  for (std::string line; std::getline(file, line);) {
    std::stringstream words(line);
    std::string name;
    std::uint64_t active = 0;
    if (!(words >> name >> active)) continue;
    if (std::find(kSlabs.begin(), kSlabs.end(), name) != kSlabs.end())
      counts["slab " + name] = active;
  }
}

// Areas of vmalloc: stacks of threads, programs of BPF, and what waits to be freed.
void add_vmalloc(Counts& counts) {
  std::ifstream file("/proc/vmallocinfo");
  if (!file) return;
  std::uint64_t all = 0;
  std::uint64_t bpf = 0;
  for (std::string line; std::getline(file, line);) {
    ++all;
    if (line.find("bpf") != std::string::npos) ++bpf;
  }
  counts["vmalloc areas"] = all;
  counts["vmalloc areas of bpf"] = bpf;
}

void add_workers(Counts& counts) {
  std::uint64_t all = 0;
  std::uint64_t waiting = 0;
  const std::unique_ptr<DIR, int (*)(DIR*)> proc(::opendir("/proc"), ::closedir);
  while (const dirent* entry = proc ? ::readdir(proc.get()) : nullptr) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    std::ifstream file("/proc/" + std::string(entry->d_name) + "/stat");
    std::string line;
    std::getline(file, line);
    if (line.find("(kworker/") == std::string::npos) continue;
    ++all;
    const auto close = line.rfind(')');
    if (close != std::string::npos && close + 2 < line.size() && line[close + 2] == 'D') ++waiting;
  }
  counts["kworkers"] = all;
  counts["kworkers in state D"] = waiting;
}

void add_memory(Counts& counts) {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    std::stringstream words(line);
    std::string name;
    std::uint64_t value = 0;
    words >> name >> value;
    if (name == "SUnreclaim:" || name == "Percpu:" || name == "KernelStack:")
      counts["KiB of " + name.substr(0, name.size() - 1)] = value;
  }
}

void add_cgroups(Counts& counts) {
  std::ifstream file("/proc/cgroups");
  for (std::string line; std::getline(file, line);) {
    std::stringstream words(line);
    std::string name;
    std::uint64_t hierarchy = 0;
    std::uint64_t number = 0;
    words >> name >> hierarchy >> number;
    if (name == "memory" || name == "pids") counts["cgroups with " + name] = number;
  }
}

// Areas that are given back wait until there are lazy_max_pages() of them (mm/vmalloc.c: 32 MiB
// times the bits of the number of CPUs), and go all at once. Most are stacks of threads, of four
// pages and a guard.
std::uint64_t areas_before_a_purge() {
  constexpr std::uint64_t kPurged = 32ULL * 1024 * 1024;
  constexpr std::uint64_t kStack = 5ULL * 4096;
  return std::bit_width(std::thread::hardware_concurrency()) * kPurged / kStack;
}

std::uint64_t median(std::vector<std::uint64_t> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The median of one of ten parts.
std::uint64_t tenth(const std::vector<std::uint64_t>& values, std::size_t which) {
  const std::size_t size = std::max<std::size_t>(values.size() / 10, 1);
  const std::size_t begin = std::min(which * size, values.size() - size);
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(begin);
  return median({first, first + static_cast<std::ptrdiff_t>(size)});
}

}  // namespace

Counts look_at_backlog() {
  Counts counts;
  add_slabs(counts);
  add_vmalloc(counts);
  add_workers(counts);
  add_memory(counts);
  add_cgroups(counts);
  return counts;
}

BacklogSampler::BacklogSampler()
    : thread_([this] {
        while (!ending_) {
          for (const auto& [name, count] : look_at_backlog()) looks_[name].push_back(count);
          std::this_thread::sleep_for(kEvery);
        }
      }) {}

BacklogSampler::~BacklogSampler() { stop(); }

void BacklogSampler::stop() {
  ending_ = true;
  if (thread_.joinable()) thread_.join();
}

std::string BacklogSampler::table() {
  stop();
  std::stringstream text;
  text << std::left << std::setw(36) << "waiting or in use" << std::right << std::setw(12)
       << "at first" << std::setw(12) << "at last" << std::setw(12) << "at most"
       << "\n";
  for (const auto& [name, values] : looks_)
    text << std::left << std::setw(36) << name << std::right << std::setw(12) << tenth(values, 1)
         << std::setw(12) << tenth(values, 9) << std::setw(12)
         << *std::max_element(values.begin(), values.end()) << "\n";
  return text.str();
}

std::string BacklogSampler::growth() const {
  std::string grown;
  for (const auto& [name, values] : looks_) {
    // What is only cached is there until memory is short; other processes of the host count, too.
    if (name == "slab dentry" || name == "slab proc_inode_cache") continue;
    if (name == "vmalloc areas") continue;  // a saw's teeth, see below
    const std::uint64_t before = tenth(values, 1);
    const std::uint64_t after = tenth(values, 9);
    const std::uint64_t noise = name.starts_with("KiB") ? 64 * 1024 : 300;
    if (after > before + before / 2 + noise)
      grown +=
          "\n      " + name + ": " + std::to_string(before) + ", then " + std::to_string(after);
  }
  // Programs of filters that wait to be freed, or are in use. A run makes none: there are few more
  // at any time than there were at first, when others may have had theirs.
  constexpr std::uint64_t kFew = 100;
  if (const auto found = looks_.find("vmalloc areas of bpf"); found != looks_.end())
    if (const auto most = *std::max_element(found->second.begin(), found->second.end());
        most > found->second.front() + kFew)
      grown += "\n      " + found->first + ": " + std::to_string(most);
  if (const auto found = looks_.find("vmalloc areas"); found != looks_.end()) {
    const auto [least, most] = std::minmax_element(found->second.begin(), found->second.end());
    if (*most > *least + 2 * areas_before_a_purge())
      grown += "\n      " + found->first + ": " + std::to_string(*least) + ", then " +
               std::to_string(*most) + ", and a purge comes every " +
               std::to_string(areas_before_a_purge());
  }
  return grown;
}

}  // namespace assize
