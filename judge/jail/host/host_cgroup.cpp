// On v1 and hybrid hosts the slots are below the worker's own group of each controller, as root.
//
// On v2 a group that has processes can't give controllers to its children, so the slots' parent
// must be a group without processes (cgroup-v2.rst, "No Internal Process Constraint"). Tried in
// this order:
//   1. the worker's own group, if the worker is alone in it or the group is delegated to us with
//      all that is in it (systemd's Delegate=yes, a container): all of it moves into a leaf;
//   2. the nearest group above that we may write to and that hands out memory and pids already, or
//      that is delegated to us and has no processes.
#include "judge/jail/host/host_cgroup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "judge/jail/host/stuck.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

struct Hierarchy {
  std::string mount;  // where it is mounted
  std::string root;   // which directory of the hierarchy is mounted there
};

struct Mounts {
  Hierarchy unified, memory, pids, cpuacct;
};

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// proc(5): fields up to " - " are about the mount, then type, source and the options of the file
// system.
Mounts find_mounts() {
  Mounts mounts;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    const auto dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    const auto before = split(line.substr(0, dash), ' ');
    const auto after = split(line.substr(dash + 3), ' ');
    if (before.size() < 5 || after.size() < 3) continue;
    const Hierarchy found{before[4], before[3]};
    if (after[0] == "cgroup2" && mounts.unified.mount.empty()) mounts.unified = found;
    if (after[0] != "cgroup") continue;
    const auto options = split(after[2], ',');
    if (contains(options, "memory")) mounts.memory = found;
    if (contains(options, "pids")) mounts.pids = found;
    if (contains(options, "cpuacct")) mounts.cpuacct = found;
  }
  return mounts;
}

// The worker's own directory in a hierarchy; `controller` is empty for v2.
std::string own_directory(const Hierarchy& hierarchy, std::string_view controller) {
  if (hierarchy.mount.empty()) return {};
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const auto controllers = split(line.substr(first + 1, second - first - 1), ',');
    const bool here =
        controller.empty() ? line.starts_with("0::") : contains(controllers, controller);
    if (!here) continue;
    std::string path = line.substr(second + 1);
    if (hierarchy.root != "/" && path.starts_with(hierarchy.root))
      path.erase(0, hierarchy.root.size());
    return path == "/" || path.empty() ? hierarchy.mount : hierarchy.mount + path;
  }
  return {};
}

bool hands_out(const std::string& directory, const char* file) {
  std::stringstream words(text_of(directory + "/" + file));
  bool memory = false;
  bool pids = false;
  for (std::string word; words >> word;) {
    memory = memory || word == "memory";
    pids = pids || word == "pids";
  }
  return memory && pids;
}

bool writable(const std::string& path) { return ::access(path.c_str(), W_OK) == 0; }

bool write_text(const std::string& path, const std::string& text) {
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

bool alone_in(const std::string& directory) {
  return text_of(directory + "/cgroup.procs") == std::to_string(::getpid()) + "\n";
}

// Whether everything at and below a group is ours to arrange: systemd marks what it delegates
// (Delegate=yes; only root can read the mark of versions before 251), and the root of a cgroup
// namespace belongs to who is inside (the root of the whole hierarchy has no cgroup.type). A user's
// own systemd (252) marks nothing: with others in such a scope, the slots are in the slice above.
bool delegated(const Hierarchy& unified, const std::string& group) {
  for (const char* mark : {"user.delegate", "trusted.delegate"}) {
    char value = 0;
    if (::getxattr(group.c_str(), mark, &value, 1) == 1 && value == '1') return true;
  }
  return group == unified.mount && exists(group + "/cgroup.type");
}

void move_all(const std::string& from, const std::string& to) {
  std::stringstream processes(text_of(from + "/cgroup.procs"));
  for (std::string pid; processes >> pid;) write_text(to + "/cgroup.procs", pid);
}

constexpr const char* kControllers = "+memory +pids";

// Whatever the umask: the processes of a slot have other ids, and pass through.
bool make_group(const std::string& path) {
  if (::mkdir(path.c_str(), 0755) != 0) return errno == EEXIST;
  return ::chmod(path.c_str(), 0755) == 0;
}

// Step 1 of the comment above. Leaves everything as it was if it doesn't work out.
bool make_room(const Hierarchy& unified, const std::string& own) {
  if (!writable(own) || !hands_out(own, "cgroup.controllers")) return false;
  if (!alone_in(own) && !delegated(unified, own)) return false;
  const std::string leaf = own + "/assize-worker";
  if (!make_group(leaf)) return false;
  for (int i = 0; i < 20; ++i) {  // what forks meanwhile is moved in the next round
    move_all(own, leaf);
    if (write_text(own + "/cgroup.subtree_control", kControllers)) return true;
    if (errno != EBUSY) break;
  }
  move_all(leaf, own);
  ::rmdir(leaf.c_str());
  return false;
}

// Step 2.
bool can_hold_slots(const Hierarchy& unified, const std::string& group) {
  if (!writable(group) || !writable(group + "/cgroup.procs")) return false;
  return hands_out(group, "cgroup.subtree_control") ||
         (delegated(unified, group) && hands_out(group, "cgroup.controllers") &&
          write_text(group + "/cgroup.subtree_control", kControllers));
}

std::string parent_for_v2(const Hierarchy& unified, const std::string& own) {
  if (own.ends_with("/assize-worker")) return own.substr(0, own.rfind('/'));
  if (make_room(unified, own)) return own;
  for (std::string at = own; at.size() >= unified.mount.size(); at = at.substr(0, at.rfind('/'))) {
    if (can_hold_slots(unified, at)) return at;
    if (at == unified.mount) break;
  }
  // The root of the hierarchy may have processes and hand out controllers all the same.
  if (own == unified.mount && writable(own) && hands_out(own, "cgroup.controllers") &&
      write_text(own + "/cgroup.subtree_control", kControllers))
    return own;
  return {};
}

// Each group with the memory controller has the file, but not the root of the hierarchy.
bool tells_peak(const Hierarchy& unified, const std::string& own) {
  if (exists(own + "/memory.peak")) return true;
  std::error_code gone;
  for (std::filesystem::directory_iterator at(unified.mount, gone), end; !gone && at != end;
       at.increment(gone))
    if (exists(at->path().string() + "/memory.peak")) return true;
  return false;
}

// This process's own command line, as it can be typed into a shell.
std::string this_command() {
  std::string command;
  for (std::string word : split(text_of("/proc/self/cmdline"), '\0')) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
    if (word.empty() || word.find_first_not_of(kPlain) != std::string::npos) {
      for (std::size_t at = 0; (at = word.find('\'', at)) != std::string::npos; at += 4)
        word.replace(at, 1, "'\\''");
      word.insert(0, "'").push_back('\'');
    }
    command += (command.empty() ? "" : " ") + word;
  }
  return command;
}

// What is to be typed so that this user gets a cgroup in which the same command works.
std::string delegation_advice() {
  const std::string id = std::to_string(::geteuid());
  const std::string runtime = "/run/user/" + id;
  std::string advice =
      "no cgroup in which this user may set memory and process limits.\n"
      "  To start it in one that is handed over to you:\n";
  const auto type = [&](const std::string& line) { advice += "    " + line + "\n"; };
  if (exists("/run/systemd/system")) {
    if (!exists(runtime + "/systemd")) {
      type("sudo loginctl enable-linger " + id);
      type("sudo systemctl start user@" + id + ".service");
    } else if (!exists(runtime + "/bus")) {
      type("sudo apt-get install dbus-user-session    # then log in again");
    }
    const char* given = std::getenv("XDG_RUNTIME_DIR");
    if (given == nullptr || given != runtime) type("export XDG_RUNTIME_DIR=" + runtime);
    type("systemd-run --user --scope -q -p Delegate=yes " + this_command());
    return advice + "  Or as a system service with User= and Delegate=yes; or run it as root.";
  }
  const std::string group = "/sys/fs/cgroup/assize-" + id;
  const std::string leaf = group + "/leaf";
  type("sudo mkdir -p " + leaf);
  type("echo +memory +pids | sudo tee /sys/fs/cgroup/cgroup.subtree_control");
  type("echo +memory +pids | sudo tee " + group + "/cgroup.subtree_control");
  for (const std::string& directory : {group, leaf})
    type("sudo chown " + id + " " + directory + " " + directory + "/cgroup.procs " + directory +
         "/cgroup.subtree_control");
  type("echo $$ | sudo tee " + leaf + "/cgroup.procs");
  type(this_command());
  return advice + "  Or run it as root.";
}

constexpr const char* kRootAdvice =
    "no cgroup in which memory and process limits can be set, although this is root.\n"
    "  In a container: give it a writable cgroup (docker run --cgroupns=private with a writable "
    "/sys/fs/cgroup), or run assize on the host itself.";

// The slot's directory below a parent, fresh, and the keeper's.
UniqueFd fresh_directory(const std::string& parent, std::uint32_t slot, const SlotIds& ids,
                         bool is_unified) {
  if (parent.empty()) return {};
  const std::string path = parent + "/assize-slot-" + std::to_string(slot);
  const auto must = [&](bool success, const std::string& what) {
    if (!success)
      throw HostError("cgroup: can't " + what + " " + path + ": " +
                      std::generic_category().message(errno));
  };
  must(make_group(path), "make");
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  must(static_cast<bool>(fd), "open");
  sweep_directory(fd.get());
  const auto give = [&](const std::string& file) {
    if (!ids.rootless()) must(::chown(file.c_str(), ids.keeper, ids.keeper) == 0, "chown");
  };
  give(path);
  if (is_unified) {
    const std::string leaf = path + "/keeper";
    must(make_group(leaf), "make the keeper's leaf in");
    give(leaf);
    for (const char* file : {"/cgroup.procs", "/cgroup.subtree_control", "/keeper/cgroup.procs"})
      give(path + file);
  }
  return fd;
}

// What a dead owner left has been killed, and needs a moment.
std::vector<::pid_t> what_stays_in(const SlotGroups& groups) {
  constexpr int kTries = 200;
  constexpr timespec kPause{0, 10'000'000};
  std::vector<::pid_t> left = processes_of_slot(0, groups);
  for (int i = 0; i < kTries && !left.empty(); ++i) {
    ::nanosleep(&kPause, nullptr);
    left = processes_of_slot(0, groups);
  }
  return left;
}

}  // namespace

HostCgroups find_host_cgroups() {
  HostCgroups host;
  const Mounts mounts = find_mounts();
  const bool v1 = !mounts.memory.mount.empty() && !mounts.pids.mount.empty();
  const bool v2 = !mounts.unified.mount.empty();
  const std::string own = own_directory(mounts.unified, "");
  host.kind = v1 ? (v2 ? "hybrid" : "v1") : (v2 ? "v2" : "none");
  if (v1) {
    host.memory = own_directory(mounts.memory, "memory");
    host.pids = own_directory(mounts.pids, "pids");
    host.layout.v1_memory = host.layout.v1_pids = true;
    if (v2 && writable(own)) {
      host.unified = own;
      host.layout.unified = true;
    } else {
      host.cpuacct = own_directory(mounts.cpuacct, "cpuacct");
      host.layout.v1_cpuacct = !host.cpuacct.empty();
      if (!host.layout.v1_cpuacct)
        host.problem = "neither cgroup v2 nor the v1 controller cpuacct is mounted";
    }
    if (!writable(host.memory) || !writable(host.pids))
      host.problem =
          "cgroup v1 can only be used as root: run assize as root, or boot with "
          "systemd.unified_cgroup_hierarchy=1 and use a delegated cgroup";
  } else if (v2) {
    host.unified = parent_for_v2(mounts.unified, own);
    host.layout.unified = host.layout.unified_memory = true;
    host.tells_peak = tells_peak(mounts.unified, own);
    if (host.unified.empty()) host.problem = ::geteuid() == 0 ? kRootAdvice : delegation_advice();
  } else {
    host.problem = "no cgroup file system is mounted on this host: mount cgroup2 on /sys/fs/cgroup";
  }
  return host;
}

SlotGroups make_slot_groups(const HostCgroups& host, std::uint32_t slot, const SlotIds& ids) {
  if (!host.problem.empty()) throw HostError("cgroup: " + host.problem);
  SlotGroups groups;
  groups.layout = host.layout;
  groups.unified = fresh_directory(host.unified, slot, ids, true);
  groups.memory = fresh_directory(host.memory, slot, ids, false);
  groups.pids = fresh_directory(host.pids, slot, ids, false);
  groups.cpuacct = fresh_directory(host.cpuacct, slot, ids, false);
  if (const auto left = what_stays_in(groups); !left.empty())
    throw StuckHost("cgroup: processes of an earlier run are left in slot " + std::to_string(slot) +
                    ", and don't end: " + where_they_are(left));
  return groups;
}

}  // namespace assize
