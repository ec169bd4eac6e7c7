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
#include <utility>

#include "judge/jail/host/hierarchies.h"
#include "judge/jail/host/obstacles.h"
#include "judge/jail/host/stuck.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
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
bool make_room(const Hierarchy& unified) {
  const std::string& own = unified.own;
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

std::string parent_for_v2(const Hierarchy& unified) {
  const std::string& own = unified.own;
  if (own.empty()) return {};
  if (own.ends_with("/assize-worker")) return own.substr(0, own.rfind('/'));
  if (make_room(unified)) return own;
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
bool tells_peak(const Hierarchy& unified) {
  if (exists(unified.own + "/memory.peak")) return true;
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
  if (is_in_container())
    return "no cgroup in which this user may set memory and process limits: in a container they "
           "are root's";
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

// Of a group that can't be used: what was tried, and why that failed. What lets it work is told by
// doctor, which looks at what is behind it.
std::string why_not(const Hierarchy& found, const std::string& name) {
  const auto reason = [](int error) { return std::generic_category().message(error); };
  if (found.own.empty() || found.covered) {
    const std::string seen = found.own.empty() ? "isn't mounted here" : "is mounted read-only here";
    if (found.error != 0)
      return name + " " + seen + ", and can't be mounted anew: " + reason(found.error);
    return name + " " + seen + ", and belongs to another user";
  }
  return "the group " + found.own + " belongs to another user";
}

std::string problem_on_v1(const Hierarchy& memory, const Hierarchy& pids, bool has_cpu) {
  if (::geteuid() != 0)
    return "cgroup v1 isn't handed over to ordinary users: run assize as root, or boot with "
           "systemd.unified_cgroup_hierarchy=1 and use a delegated cgroup";
  constexpr const char* kOnlyRoots =
      ". Groups of v1 are those of the host's root: start this without a user namespace, or on a "
      "host with cgroup v2";
  for (const auto& [hierarchy, name] : {std::pair(&memory, "the cgroup v1 hierarchy of memory"),
                                        std::pair(&pids, "the cgroup v1 hierarchy of pids")}) {
    if (hierarchy->writable) continue;
    const bool by_owner = !hierarchy->covered && !hierarchy->own.empty();
    return why_not(*hierarchy, name) + (by_owner ? kOnlyRoots : "");
  }
  return has_cpu ? "" : "neither cgroup v2 nor the v1 controller cpuacct can be used";
}

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
  const bool v1 = is_on_v1("memory") && is_on_v1("pids");
  const Hierarchy unified = find_hierarchy("", !v1);
  const bool v2 = !unified.mount.empty();
  host.kind = v1 ? (v2 ? "hybrid" : "v1") : (v2 ? "v2" : "none");
  if (v1) {
    const Hierarchy memory = find_hierarchy("memory");
    const Hierarchy pids = find_hierarchy("pids");
    host.memory = memory.own;
    host.pids = pids.own;
    host.layout.v1_memory = host.layout.v1_pids = true;
    if (v2 && unified.writable) {
      host.unified = unified.own;
      host.layout.unified = true;
    } else if (const Hierarchy cpuacct = find_hierarchy("cpuacct"); cpuacct.writable) {
      host.cpuacct = cpuacct.own;
      host.layout.v1_cpuacct = true;
    }
    host.problem = problem_on_v1(memory, pids, host.layout.unified || host.layout.v1_cpuacct);
  } else if (v2) {
    host.unified = parent_for_v2(unified);
    host.layout.unified = host.layout.unified_memory = true;
    host.tells_peak = tells_peak(unified);
    if (!host.unified.empty()) return host;
    if (::geteuid() == 0)
      host.problem = unified.writable
                         ? "none of the groups above has the controllers memory and pids"
                         : why_not(unified, "the cgroup file system");
    else
      host.problem = delegation_advice();
  } else {
    host.problem = unified.error == 0
                       ? "no cgroup file system is mounted on this host: mount cgroup2 "
                         "on /sys/fs/cgroup"
                       : why_not(unified, "the cgroup file system");
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
