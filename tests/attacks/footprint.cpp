#include "footprint.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "judge/jail/host/slot.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

// Somebody who compiles beside us moves MemAvailable by far more than a run could leak; 5000 runs
// that leak 128 KiB each are above it all the same.
constexpr std::int64_t kAvailableNoiseKib = 512 * 1024;
constexpr std::int64_t kKernelNoiseKib = 64 * 1024;
constexpr std::int64_t kResidentNoiseKib = 8 * 1024;

std::int64_t kib_in(const std::string& path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string name;
    std::int64_t value = 0;
    if (fields >> name >> value && name == key + ":") return value;
  }
  return 0;
}

std::int64_t count_descriptors(const std::string& pid) {
  std::int64_t count = 0;
  std::error_code gone;
  for (fs::directory_iterator entry("/proc/" + pid + "/fd", gone), end; !gone && entry != end;
       entry.increment(gone))
    ++count;
  return count;
}

// The keeper is the one child of the outer process.
std::string keeper_below(const std::string& outer) {
  std::ifstream children("/proc/" + outer + "/task/" + outer + "/children");
  std::string keeper;
  children >> keeper;
  return keeper;
}

std::string signed_number(std::int64_t number) {
  return (number < 0 ? "" : "+") + std::to_string(number);
}

}  // namespace

Footprint footprint(const HostCgroups& host, const std::vector<SlotProcess>& slots) {
  Footprint now;
  const auto add = [&](const std::string& name, const std::string& pid) {
    now.descriptors[name] = count_descriptors(pid);
    now.resident_kib += kib_in("/proc/" + pid + "/status", "VmRSS");
  };
  // Without slots: the ids and groups of one that nobody can have.
  now.host = look_at_host(host, slots.empty() ? kMaxSlots : slots.front().slot, Scope::host);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::string outer = std::to_string(slots[i].process);
    add("outer process " + std::to_string(i), outer);
    add("keeper " + std::to_string(i), keeper_below(outer));
    if (i == 0) continue;
    const HostState other = look_at_host(host, slots[i].slot, Scope::slot);
    now.host.groups += other.groups;
    now.host.processes = std::max(now.host.processes, other.processes);
  }
  add("runner", std::to_string(::getpid()));
  now.available_kib = kib_in("/proc/meminfo", "MemAvailable");
  now.kernel_kib = kib_in("/proc/meminfo", "SUnreclaim");
  return now;
}

std::string growth(const Footprint& before, const Footprint& after) {
  std::string text = difference(before.host, after.host);
  for (const auto& [name, count] : after.descriptors)
    if (const auto was = before.descriptors.find(name);
        was != before.descriptors.end() && was->second != count)
      text += " descriptors of the " + name + " " + std::to_string(was->second) + " -> " +
              std::to_string(count);
  const auto grew = [&](const char* what, std::int64_t by, std::int64_t noise) {
    if (by > noise) text += " " + std::string(what) + " +" + std::to_string(by) + " KiB";
  };
  if (before.descriptors.size() == after.descriptors.size())
    grew("resident memory", after.resident_kib - before.resident_kib, kResidentNoiseKib);
  grew("memory in use", before.available_kib - after.available_kib, kAvailableNoiseKib);
  grew("kernel memory", after.kernel_kib - before.kernel_kib, kKernelNoiseKib);
  return text;
}

std::string in_words(const Footprint& before, const Footprint& after) {
  std::int64_t open_before = 0;
  std::int64_t open_after = 0;
  for (const auto& [name, count] : before.descriptors) open_before += count;
  for (const auto& [name, count] : after.descriptors) open_after += count;
  std::ostringstream text;
  const auto line = [&](const char* what, auto was, auto is) {
    text << "  " << what << " " << was << " -> " << is << "\n";
  };
  line("processes", before.host.processes, after.host.processes);
  line("cgroups", before.host.groups, after.host.groups);
  line("mounts", before.host.mounts.size(), after.host.mounts.size());
  line("System V objects", before.host.objects.size(), after.host.objects.size());
  line("files", before.host.files.size(), after.host.files.size());
  line("descriptors of the runner and the keepers", open_before, open_after);
  text << "  resident " << signed_number(after.resident_kib - before.resident_kib)
       << " KiB, machine's available memory "
       << signed_number(after.available_kib - before.available_kib) << " KiB, kernel memory "
       << signed_number(after.kernel_kib - before.kernel_kib) << " KiB\n";
  return text.str();
}

}  // namespace assize
