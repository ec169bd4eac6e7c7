#include "judge/jail/host/obstacles.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "judge/jail/host/hierarchies.h"
#include "judge/jail/host/host_cache.h"
#include "judge/jail/host/slot.h"
#include "judge/jail/host/slot_ids.h"
#include "judge/jail/kernel/capability.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

std::string reason(int error) { return std::generic_category().message(error); }

std::string line_of(const std::string& path) {
  const std::string text = text_of(path);
  return text.substr(0, text.find('\n'));
}

// Not fork(): TSan's starts a thread in the child, and threads may not change their namespaces.
::pid_t clone_child() { return static_cast<::pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)); }

// The exit code of a child that does it; an errno, or 0.
template <typename Step>
int in_child(const Step& step) {
  const ::pid_t child = clone_child();
  if (child < 0) return errno;
  if (child == 0) ::_exit(step());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

// A slot has some twenty at most.
constexpr std::size_t kProcesses = 24;

std::string what_limits_processes() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NPROC, &limit);
  const Hierarchy group = find_hierarchy(is_on_v1("pids") ? "pids" : "", false);
  const std::string most = group.own.empty() ? "" : line_of(group.own + "/pids.max");
  if (!most.empty() && most != "max") return "pids.max of " + group.own + " is " + most;
  if (limit.rlim_cur != RLIM_INFINITY) return "`ulimit -u` is " + std::to_string(limit.rlim_cur);
  return "a group above this one limits them, or the host has no more";
}

void try_processes(std::vector<Obstacle>& found) {
  std::array<int, 2> gate{};
  if (::pipe2(gate.data(), O_CLOEXEC) != 0) return;
  std::vector<::pid_t> children;
  int error = 0;
  while (error == 0 && children.size() < kProcesses) {
    const ::pid_t child = clone_child();
    if (child == 0) {
      ::close(gate[1]);
      char end = 0;
      ::_exit(::read(gate[0], &end, 1) < 0 ? 1 : 0);
    }
    if (child < 0)
      error = errno;
    else
      children.push_back(child);
  }
  ::close(gate[0]);
  ::close(gate[1]);
  if (error != 0)
    found.push_back({ObstacleKind::processes, "after " + std::to_string(children.size()) +
                                                  " of the " + std::to_string(kProcesses) +
                                                  " processes that a slot takes no other can be "
                                                  "started: " +
                                                  what_limits_processes()});
  for (const ::pid_t child : children) ::waitpid(child, nullptr, 0);
}

bool is_filtered() {
  std::istringstream status(text_of("/proc/self/status"));
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Seccomp:")) return line.ends_with('2');
  return false;
}

// proc(5): the mount points of this process's own mounts.
std::vector<std::string> mount_points() {
  std::vector<std::string> points;
  std::ifstream file("/proc/self/mountinfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string word;
    for (int i = 0; i < 5; ++i) words >> word;
    points.push_back(word);
  }
  return points;
}

// Mount points are told from the process's own root on: in a chroot none is "/", but for what is
// mounted just there.
bool is_in_chroot() {
  struct stat here {};
  struct stat first {};
  if (::stat("/", &here) == 0 && ::stat("/proc/1/root/", &first) == 0 &&
      (here.st_dev != first.st_dev || here.st_ino != first.st_ino))
    return true;
  const auto points = mount_points();
  return !points.empty() && std::find(points.begin(), points.end(), "/") == points.end();
}

Obstacle no_namespaces(int error) {
  const std::string failed = "making a user namespace fails: " + reason(error);
  if (error == ENOSPC || error == EUSERS)
    return {ObstacleKind::namespace_limit,
            "user.max_user_namespaces is " + line_of("/proc/sys/user/max_user_namespaces")};
  if (line_of("/proc/sys/kernel/unprivileged_userns_clone") == "0" &&
      !has_capability(CAP_SYS_ADMIN))
    return {ObstacleKind::namespace_sysctl, "kernel.unprivileged_userns_clone is 0"};
  if (is_filtered()) return {ObstacleKind::filter, "unshare(CLONE_NEWUSER)"};
  if (is_in_chroot()) return {ObstacleKind::change_root, "this is a chroot: " + failed};
  return {ObstacleKind::namespaces, failed};
}

// What a jail is made with, called so that it does nothing, or fails for another reason than a
// filter's.
struct Call {
  const char* name;
  long (*make)();
};

const std::array kCalls{
    Call{"clone3", [] { return ::syscall(SYS_clone3, nullptr, 0); }},
    Call{"mount",
         [] {
           return static_cast<long>(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr));
         }},
    Call{"umount2", [] { return ::syscall(SYS_umount2, "", 0); }},
    Call{"pivot_root", [] { return ::syscall(SYS_pivot_root, "", ""); }},
    Call{"open_tree", [] { return ::syscall(SYS_open_tree, -1, "", 0); }},
    Call{"move_mount", [] { return ::syscall(SYS_move_mount, -1, "", -1, "", 0); }},
    Call{"mount_setattr", [] { return ::syscall(SYS_mount_setattr, -1, "", 0, nullptr, 0); }},
    Call{"fsopen", [] { return ::syscall(SYS_fsopen, "", 0); }},
    Call{"fsconfig", [] { return ::syscall(SYS_fsconfig, -1, 0, nullptr, nullptr, 0); }},
    Call{"fsmount", [] { return ::syscall(SYS_fsmount, -1, 0, 0); }},
    Call{"setns", [] { return ::syscall(SYS_setns, -1, 0); }},
    Call{"sethostname", [] { return ::syscall(SYS_sethostname, "assize", 6); }},
    Call{"setdomainname", [] { return ::syscall(SYS_setdomainname, "(none)", 6); }},
    Call{"pidfd_open", [] { return ::syscall(SYS_pidfd_open, ::getpid(), 0); }},
    Call{"pidfd_send_signal", [] { return ::syscall(SYS_pidfd_send_signal, -1, 0, nullptr, 0); }},
    Call{"close_range", [] { return ::syscall(SYS_close_range, 1, 0, 0); }},
    Call{"memfd_create", [] { return ::syscall(SYS_memfd_create, "", ~0U); }},
    Call{"seccomp", [] { return ::syscall(SYS_seccomp, ~0U, 0, nullptr); }},
    Call{"personality", [] { return ::syscall(SYS_personality, 0x0040000); }},
};

bool is_denial(int error) { return error == EPERM || error == ENOSYS || error == EACCES; }

// Another user namespace is made only by who has an id in the first. Root without CAP_SETFCAP can't
// give itself one, which says nothing: its slots have other ids.
int try_second_namespace() {
  const std::string user = "0 " + std::to_string(::geteuid()) + " 1";
  const std::string group = "0 " + std::to_string(::getegid()) + " 1";
  if (::unshare(CLONE_NEWUSER) != 0) return errno;
  if (!write_file("/proc/self/setgroups", "deny") || !write_file("/proc/self/gid_map", group) ||
      !write_file("/proc/self/uid_map", user))
    return 0;
  return ::unshare(CLONE_NEWUSER) == 0 ? 0 : errno;
}

// In a user namespace with all that a slot has: there only a filter or a security module denies
// these.
std::string calls_denied() {
  std::string denied;
  const auto add = [&](const std::string& name) { denied += (denied.empty() ? "" : ", ") + name; };
  for (const Call& call : kCalls) {
    const int error = in_child([&] {
      if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWCGROUP) != 0)
        return errno;
      return call.make() < 0 && is_denial(errno) ? errno : 0;
    });
    if (error != 0) add(call.name);
  }
  if (in_child(try_second_namespace) != 0) add("unshare");
  return denied;
}

void try_namespaces(std::vector<Obstacle>& found) {
  if (const int error = in_child([] { return ::unshare(CLONE_NEWUSER) == 0 ? 0 : errno; });
      error != 0) {
    found.push_back(no_namespaces(error));
    return;
  }
  if (const std::string denied = calls_denied(); !denied.empty()) {
    if (line_of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1")
      found.push_back({ObstacleKind::app_armor,
                       "kernel.apparmor_restrict_unprivileged_userns is 1, and denies " + denied});
    else
      found.push_back({is_filtered() ? ObstacleKind::filter : ObstacleKind::namespaces, denied});
  }
}

void try_ids(std::vector<Obstacle>& found) {
  const SlotIds ids = ids_of_slot(0);
  if (ids.rootless()) return;
  if (!has_ids_of_slots())
    found.push_back({ObstacleKind::ids,
                     "this user namespace has no ids for slots, and its root is "
                     "root outside of it, too"});
  std::string missing;
  const auto need = [&](int capability, const char* name) {
    if (!has_capability(capability)) missing += std::string(missing.empty() ? "" : ", ") + name;
  };
  need(CAP_CHOWN, "CHOWN");
  need(CAP_SETGID, "SETGID");
  need(CAP_SETUID, "SETUID");
  if (!missing.empty()) found.push_back({ObstacleKind::capabilities, missing});
}

// What container engines and systemd lie over; engines of different years over some of these.
constexpr std::array kUsualMasks{
    "/proc/acpi",          "/proc/asound",      "/proc/bus",   "/proc/fs",   "/proc/interrupts",
    "/proc/irq",           "/proc/kallsyms",    "/proc/kcore", "/proc/keys", "/proc/kmsg",
    "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi",  "/proc/sys",  "/proc/sysrq-trigger",
    "/proc/timer_list",    "/proc/timer_stats"};

std::string some_of(const std::vector<std::string>& paths) {
  constexpr std::size_t kShown = 3;
  std::string some;
  for (std::size_t i = 0; i < std::min(kShown, paths.size()); ++i)
    some += (i == 0 ? "" : ", ") + paths[i];
  return paths.size() > kShown ? some + " and " + std::to_string(paths.size() - kShown) + " more"
                               : some;
}

bool is_usual_mask(const std::string& path) {
  return std::any_of(kUsualMasks.begin(), kUsualMasks.end(), [&](const std::string& mask) {
    return path == mask || path.starts_with(mask + "/");
  });
}

void tell_of_proc(std::vector<Obstacle>& found, const std::string& otherwise) {
  std::vector<std::string> masks;
  std::vector<std::string> others;
  for (const auto& point : mount_points())
    if (point.starts_with("/proc/")) (is_usual_mask(point) ? masks : others).push_back(point);
  if (!masks.empty())
    found.push_back({ObstacleKind::covered_proc, "masks lie over " + some_of(masks)});
  if (!others.empty()) found.push_back({ObstacleKind::mount_over_proc, some_of(others)});
  if (masks.empty() && others.empty() && !otherwise.empty())
    found.push_back({ObstacleKind::covered_proc, otherwise});
}

void try_proc(std::vector<Obstacle>& found) {
  // Where calls are denied nothing can be tried, but what is in the way is seen.
  if (!found.empty()) return tell_of_proc(found, "");
  const int error = in_child([] {
    if (::unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) != 0) return errno;
    return in_child([] { return ::mount("proc", "/proc", "proc", 0, nullptr) == 0 ? 0 : errno; });
  });
  if (error != 0)
    tell_of_proc(found, "no whole proc is mounted here that can be written to: " + reason(error));
}

void try_locks(std::vector<Obstacle>& found) {
  try {
    SlotLease::acquire();
  } catch (const HostError& error) {
    std::string why = error.what();
    if (why.starts_with("slot: ")) why.erase(0, 6);
    found.push_back({ObstacleKind::locks, why});
  }
}

}  // namespace

bool keeps_from_namespaces(ObstacleKind kind) {
  return kind >= ObstacleKind::namespace_limit && kind <= ObstacleKind::namespaces;
}

std::vector<Obstacle> find_obstacles() {
  std::vector<Obstacle> found;
  try_processes(found);
  // What starts processes itself would only say the same once more.
  if (found.empty()) try_namespaces(found);
  try_proc(found);
  try_ids(found);
  try_locks(found);
  return found;
}

bool is_in_container() {
  // Of a container that was made into a machine's root the mark may be left: that machine has the
  // first pid namespace (the kernel's PROC_PID_INIT_INO).
  std::error_code error;
  const bool is_first =
      std::filesystem::read_symlink("/proc/self/ns/pid", error) == "pid:[4026531836]";
  for (const char* mark : {"/run/.containerenv", "/.dockerenv"})
    if (!is_first && ::access(mark, F_OK) == 0) return true;
  return std::getenv("container") != nullptr || std::getenv("KUBERNETES_SERVICE_HOST") != nullptr;
}

}  // namespace assize
