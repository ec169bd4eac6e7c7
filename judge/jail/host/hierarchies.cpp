#include "judge/jail/host/hierarchies.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>

#include "judge/jail/protocol/message.h"

namespace assize {

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A line of /proc/self/cgroup, cgroups(7): "4:memory:/user.slice", "0::/user.slice".
struct OwnGroup {
  std::vector<std::string> controllers;
  std::string path;
};

std::optional<OwnGroup> own_group(const std::string& controller) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const auto first = line.find(':');
    const auto second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    OwnGroup group{split(line.substr(first + 1, second - first - 1), ','), line.substr(second + 1)};
    if (controller.empty() ? line.starts_with("0::") : contains(group.controllers, controller))
      return group;
  }
  return std::nullopt;
}

struct MountLine {
  std::string device;  // "0:31"
  std::string root;    // which directory of the hierarchy is mounted there
  std::string mount;
};

// proc(5): fields up to " - " are about the mount, then type, source and the options of the file
// system.
std::vector<MountLine> mounts_of(const std::string& controller) {
  std::vector<MountLine> mounts;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    const auto dash = line.find(" - ");
    if (dash == std::string::npos) continue;
    const auto before = split(line.substr(0, dash), ' ');
    const auto after = split(line.substr(dash + 3), ' ');
    if (before.size() < 5 || after.size() < 3) continue;
    const bool is_it = controller.empty()
                           ? after[0] == "cgroup2"
                           : after[0] == "cgroup" && contains(split(after[2], ','), controller);
    if (is_it) mounts.push_back({before[2], before[3], before[4]});
  }
  return mounts;
}

// Empty if the group isn't there: on a mount that is covered by another one, or of other groups.
std::string directory_on(const MountLine& line, std::string path) {
  if (line.root.starts_with("/..")) return {};
  if (line.root != "/" && path.starts_with(line.root)) path.erase(0, line.root.size());
  std::string directory = path == "/" || path.empty() ? line.mount : line.mount + path;
  struct stat status {};
  if (::stat(directory.c_str(), &status) != 0) return {};
  const std::string device =
      std::to_string(major(status.st_dev)) + ":" + std::to_string(minor(status.st_dev));
  return device == line.device ? directory : std::string{};
}

// In a child: a new mount of the hierarchy, with this process's group as its root. -1 with errno.
int mount_anew(const std::vector<std::string>& controllers) {
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWCGROUP) != 0) return -1;
  const int system = static_cast<int>(
      ::syscall(SYS_fsopen, controllers.empty() ? "cgroup2" : "cgroup", FSOPEN_CLOEXEC));
  if (system < 0) return -1;
  for (const auto& name : controllers)
    if (::syscall(SYS_fsconfig, system, FSCONFIG_SET_FLAG, name.c_str(), nullptr, 0) != 0)
      return -1;
  if (::syscall(SYS_fsconfig, system, FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return -1;
  return static_cast<int>(::syscall(SYS_fsmount, system, FSMOUNT_CLOEXEC,
                                    MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
}

struct NewMount {
  UniqueFd root;
  int error = 0;
};

NewMount mount_in_child(const std::vector<std::string>& controllers) {
  NewMount made;
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) return {{}, errno};
  const UniqueFd here(ends[0]);
  UniqueFd there(ends[1]);
  // Not fork(): TSan's starts a thread in the child, and threads may not change their namespaces.
  const auto child = static_cast<::pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (child < 0) return {{}, errno};
  if (child == 0) {
    const int root = mount_anew(controllers);
    if (root < 0) ::_exit(errno);
    ::_exit(send_message(there.get(), "mount", std::array{root}) ? 0 : errno);
  }
  there.reset();
  auto received = receive_message(here.get());
  if (received && received->descriptors.size() == 1)
    made.root = std::move(received->descriptors[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!made.root)
    made.error = WIFEXITED(status) && WEXITSTATUS(status) != 0 ? WEXITSTATUS(status) : EPERM;
  return made;
}

// Once per process: on v2 it moves to a group below later on. The mounts live as long as it.
const NewMount& new_mount(const std::vector<std::string>& controllers) {
  static std::mutex mutex;
  static std::map<std::vector<std::string>, NewMount> made;
  const std::lock_guard lock(mutex);
  auto at = made.find(controllers);
  if (at == made.end()) at = made.emplace(controllers, mount_in_child(controllers)).first;
  return at->second;
}

bool writable(const std::string& path) { return ::access(path.c_str(), W_OK) == 0; }

}  // namespace

bool is_on_v1(const std::string& controller) { return own_group(controller).has_value(); }

Hierarchy find_hierarchy(const std::string& controller, bool may_mount) {
  Hierarchy found;
  const auto group = own_group(controller);
  if (!group) return found;
  for (const auto& line : mounts_of(controller)) {
    const std::string own = directory_on(line, group->path);
    if (own.empty()) continue;
    found.writable = writable(own);
    if (!found.writable && errno == EROFS) found.covered = true;
    if (!found.writable && !found.own.empty()) continue;
    found.mount = line.mount;
    found.own = own;
    if (found.writable) return found;
  }
  if (!may_mount || (!found.own.empty() && !found.covered)) return found;
  const NewMount& anew =
      new_mount(controller.empty() ? std::vector<std::string>{} : group->controllers);
  found.error = anew.error;
  if (!anew.root) return found;
  const std::string root = "/proc/self/fd/" + std::to_string(anew.root.get());
  if (!writable(root)) return found;
  found.mount = found.own = root;
  found.writable = true;
  return found;
}

}  // namespace assize
