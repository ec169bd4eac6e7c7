#include "tools/selftest/host_state.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>
#include <vector>

#include "judge/jail/host/slot.h"
#include "storage/base/small_file.h"
#include "tools/selftest/canaries.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

struct Process {
  int pid = 0;
  int parent = 0;
  ::uid_t user = 0;
};

std::vector<Process> processes() {
  std::vector<Process> all;
  std::error_code gone;
  for (fs::directory_iterator entry("/proc", gone), end; !gone && entry != end;
       entry.increment(gone)) {
    const std::string name = entry->path().filename();
    if (!std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; }))
      continue;
    std::istringstream lines(text_of(entry->path() / "status"));
    Process process{std::stoi(name), 0, 0};
    for (std::string key; lines >> key;) {
      if (key == "PPid:") lines >> process.parent;
      if (key == "Uid:") lines >> process.user;  // before it is PPid
      if (key == "Uid:") break;
      lines.ignore(4096, '\n');
    }
    all.push_back(process);
  }
  return all;
}

bool is_slots_own(::uid_t user, const SlotIds& ids) {
  return !ids.rootless() && (user == ids.keeper || user == ids.run);
}

std::size_t count_processes(const SlotIds& ids) {
  const std::vector<Process> all = processes();
  std::multimap<int, int> children;
  for (const auto& process : all) children.emplace(process.parent, process.pid);
  std::set<int> found;
  std::vector<int> next{::getpid()};
  while (!next.empty()) {
    const auto [from, to] = children.equal_range(next.back());
    next.pop_back();
    for (auto child = from; child != to; ++child)
      if (found.insert(child->second).second) next.push_back(child->second);
  }
  for (const auto& process : all)
    if (is_slots_own(process.user, ids)) found.insert(process.pid);
  return found.size();
}

std::size_t count_groups(const HostCgroups& host, std::uint32_t slot) {
  std::size_t count = 0;
  for (const std::string* parent : {&host.unified, &host.memory, &host.pids, &host.cpuacct}) {
    if (parent->empty()) continue;
    std::error_code gone;
    const std::string directory = *parent + "/assize-slot-" + std::to_string(slot);
    for (fs::directory_iterator entry(directory, gone), end; !gone && entry != end;
         entry.increment(gone))
      if (entry->is_directory(gone)) ++count;
  }
  return count;
}

// proc(5): the fifth field is where it is mounted. Those of the slot are where the jail mounts.
std::set<std::string> mounts(Scope scope) {
  std::set<std::string> found;
  std::istringstream lines(text_of("/proc/self/mountinfo"));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream fields(line);
    std::string place;
    for (int i = 0; i < 5; ++i) fields >> place;
    if (scope == Scope::host || place == "/tmp" || place == "/box" || place == "/proc")
      found.insert(line);
  }
  return found;
}

// Their tables have the columns key, id, …, and in the order of each kind the owner and creator.
std::set<std::string> sysv_objects(Scope scope, const SlotIds& ids) {
  std::set<std::string> found;
  for (const char* kind : {"shm", "msg", "sem"}) {
    std::istringstream lines(text_of(std::string("/proc/sysvipc/") + kind));
    std::string line;
    std::getline(lines, line);
    std::istringstream titles(line);
    std::vector<std::string> columns{std::istream_iterator<std::string>(titles), {}};
    while (std::getline(lines, line)) {
      std::istringstream fields(line);
      std::map<std::string, std::string> row;
      for (const auto& column : columns) fields >> row[column];
      const auto user = [&](const char* column) {
        return static_cast<::uid_t>(std::strtoul(row[column].c_str(), nullptr, 10));
      };
      if (Canaries::is_key(std::strtol(row["key"].c_str(), nullptr, 10))) continue;
      if (scope == Scope::host || is_slots_own(user("uid"), ids) || is_slots_own(user("cuid"), ids))
        found.insert(std::string(kind) + " " + row["key"] + " " + row[columns.at(1)]);
    }
  }
  return found;
}

// Other tests have directories in /tmp, too.
bool could_be_ours(const std::string& path) {
  const auto has = [&](const char* part) { return path.find(part) != std::string::npos; };
  return !has("canary") && !has("assize-guest") && !has("assize-cli") && !has("assize-unit") &&
         (!path.starts_with("/tmp/") || has("assize"));
}

std::set<std::string> files(Scope scope, const SlotIds& ids) {
  std::set<std::string> found;
  for (const char* directory : {"/tmp", "/dev/shm", "/dev/mqueue"}) {
    std::error_code missing;
    for (fs::directory_iterator entry(directory, missing), end; !missing && entry != end;
         entry.increment(missing)) {
      const std::string path = entry->path();
      struct stat status {};
      const bool own = ::lstat(path.c_str(), &status) == 0 && is_slots_own(status.st_uid, ids);
      if (own || (scope == Scope::host && could_be_ours(path))) found.insert(path);
    }
  }
  return found;
}

std::string additions(const char* what, const std::set<std::string>& before,
                      const std::set<std::string>& after) {
  std::string text;
  for (const auto& item : after)
    if (before.count(item) == 0) text += std::string(" ") + what + " [" + item + "]";
  return text;
}

}  // namespace

HostState look_at_host(const HostCgroups& host, std::uint32_t slot, Scope scope) {
  const SlotIds ids = ids_of_slot(slot);
  return {count_processes(ids), count_groups(host, slot), mounts(scope), sysv_objects(scope, ids),
          files(scope, ids)};
}

std::string difference(const HostState& before, const HostState& after) {
  std::string text;
  const auto count = [&](const char* what, std::size_t was, std::size_t is) {
    if (was != is)
      text += std::string(" ") + what + " " + std::to_string(was) + " -> " + std::to_string(is);
  };
  count("processes", before.processes, after.processes);
  count("cgroups", before.groups, after.groups);
  // A file that is gone was another program's.
  return text + additions("new mount", before.mounts, after.mounts) +
         additions("lost mount", after.mounts, before.mounts) +
         additions("new object", before.objects, after.objects) +
         additions("lost object", after.objects, before.objects) +
         additions("new file", before.files, after.files);
}

std::string kind_of(const HostCgroups& host) {
  return (host.kind == "hybrid" ? "v1+v2 hybrid" : host.kind) +
         (::geteuid() == 0 ? ", root" : ", rootless");
}

}  // namespace assize
