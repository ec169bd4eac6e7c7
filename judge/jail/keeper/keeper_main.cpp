// assize-jail: the keeper of one slot. Started by the worker (keeper_client.h), never by a person.
//
// It is two processes. The outer one stays what the operator is; it makes the slot's namespaces,
// waits, and afterwards removes the slot's cgroups. It never hears of a submission. The inner one
// is the keeper: pid 1 of the slot's pid namespace, an id of its own, the jail's root as its root,
// all capabilities in the user namespace of the slot's runs and none outside. It takes one JailSpec
// after the other from the worker's socket, descriptor 3.
//
// The outer process also holds the slot's lock (descriptor 5) until all of this is done.
//
// If the worker dies, its socket and its lifeline (descriptor 4) close: the keeper ends, the kernel
// kills everything in its pid namespace, and the outer process removes the cgroups. If the keeper
// dies, the same.
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "judge/jail/inside/stage.h"
#include "judge/jail/keeper/keeper_process.h"
#include "judge/jail/protocol/message.h"
#include "judge/jail/protocol/spec.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

constexpr rlim_t kMayBeAhead = 20 - kAheadNice;  // RLIMIT_NICE, see getrlimit(2)

#ifdef ASSIZE_TEST_JAIL
constexpr bool kMayWeaken = true;
#else
constexpr bool kMayWeaken = false;
#endif

KeeperSlot receive_slot() {
  auto received = receive_message(kWorker);
  if (!received || received->message.empty()) ::_exit(0);
  auto setup = decode_setup(received->message);
  if (!setup || received->descriptors.size() != setup->descriptors())
    refuse(LaunchStage::understand_setup, EPROTO);
  if (!kMayWeaken && setup->without.bits != 0) refuse(LaunchStage::refuse_weakened_jail, EPERM);
  SlotGroups groups = take_groups(setup->cgroups, received->descriptors);
  KeeperSlot slot{std::move(*setup), std::move(groups), {}};
  if (slot.setup.interpreter.is_there()) {
    auto last = received->descriptors.rbegin();
    slot.template_files.pages = std::move(*last++);
    slot.template_files.object = std::move(*last);
  }
  return slot;
}

void map_ids(::pid_t keeper, const SlotIds& ids) {
  const std::string proc = "/proc/" + std::to_string(keeper) + "/";
  std::string map;
  std::string groups;
  if (ids.rootless()) {
    map = "1 " + std::to_string(ids.keeper) + " 1\n";
    groups = "1 " + std::to_string(::getegid()) + " 1\n";
    write_proc_file(proc + "setgroups", "deny", LaunchStage::deny_setgroups);
  } else {
    map = "0 " + std::to_string(ids.keeper) + " 1\n1 " + std::to_string(ids.run) + " 1\n";
    groups = map;
  }
  write_proc_file(proc + "gid_map", groups, LaunchStage::map_keepers_groups);
  write_proc_file(proc + "uid_map", map, LaunchStage::map_keepers_ids);
}

// The keeper sits in a leaf of the slot's own v2 subtree: to put a process into a group, one must
// be allowed to write to the nearest common ancestor, and that is then the slot's directory.
void place_keeper(const SlotGroups& groups, ::pid_t keeper) {
  if (!groups.unified) return;
  if (!write_file(groups.unified.get(), "keeper/cgroup.procs", std::to_string(keeper)))
    refuse(LaunchStage::put_keeper_into_its_cgroup, errno);
  if (groups.layout.unified_memory &&
      !write_file(groups.unified.get(), "cgroup.subtree_control", "+memory +pids"))
    refuse(LaunchStage::enable_memory_and_pids_controllers, errno);
}

int run_outer() {
#ifdef ASSIZE_TEST_JAIL
  std::array<char, 4096> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size());
  const std::string path(self.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  read_hang(path.substr(0, path.rfind('/')));
#endif
  ::signal(SIGPIPE, SIG_IGN);
  // The terminal's interrupt is the worker's to handle: it finishes or hands back what it holds.
  ::setsid();
  ::prctl(PR_SET_NAME, "assize-jail", 0, 0, 0);
  ::umask(022);  // the operator's may be stricter: then no run could enter the jail's root
  const rlimit may_be_ahead{kMayBeAhead, kMayBeAhead};
  ::setrlimit(RLIMIT_NICE, &may_be_ahead);  // only root may ask for it
  KeeperSlot slot = receive_slot();
  std::array<int, 2> barrier{};
  if (::pipe2(barrier.data(), O_CLOEXEC) != 0) refuse(LaunchStage::pipe, errno);
  int pidfd = -1;
  clone_args args{};
  args.flags = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_PIDFD;
  if (!slot.setup.without.has(Layer::net_namespace)) args.flags |= CLONE_NEWNET;
  if (!slot.setup.without.has(Layer::ipc_namespace)) args.flags |= CLONE_NEWIPC;
  if (!slot.setup.without.has(Layer::uts_namespace)) args.flags |= CLONE_NEWUTS;
  args.pidfd = reinterpret_cast<__u64>(&pidfd);
  args.exit_signal = SIGCHLD;
  const auto keeper = static_cast<::pid_t>(::syscall(SYS_clone3, &args, sizeof args));
  if (keeper < 0) refuse(LaunchStage::make_slot_namespaces, errno);
  if (keeper == 0) {
    ::close(barrier[1]);
    be_keeper(slot, barrier[0]);
  }
  ::close(barrier[0]);
  map_ids(keeper, slot.setup.ids);
  place_keeper(slot.groups, keeper);
  if (::write(barrier[1], "g", 1) != 1) refuse(LaunchStage::release_keeper, errno);
  ::close(barrier[1]);
  ::close(kWorker);

  std::array<pollfd, 2> sources{pollfd{kLifeline, POLLIN, 0}, pollfd{pidfd, POLLIN, 0}};
  while (::poll(sources.data(), sources.size(), -1) < 0 && errno == EINTR) {
  }
  // What hangs below may keep this process here for long: nobody shall wait for its standard error.
  ::dup2(STDOUT_FILENO, STDERR_FILENO);
  ::syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0);
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(pidfd), &info, WEXITED) != 0 && errno == EINTR) {
  }
  remove_slot(slot.groups);
  return 0;
}

}  // namespace

}  // namespace assize

int main(int argc, char**) {
  if (argc != 1 || ::fcntl(3, F_GETFD) < 0 || ::fcntl(4, F_GETFD) < 0 || ::fcntl(5, F_GETFD) < 0) {
    std::fputs("assize-jail is started by assize; it is not a command of its own.\n", stderr);
    return 2;
  }
  for (const int fd : {3, 4, 5}) ::fcntl(fd, F_SETFD, FD_CLOEXEC);
  try {
    return assize::run_outer();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "assize-jail: %s\n", error.what());
    return 1;
  }
}
