// What a fork server does. Compiled into the keeper and into the template's object.
//
// How main comes into init's namespaces, with init as its parent: the server asks the kernel for
// its next child to be made in the run's pid namespace, and makes one by vfork(2) that joins the
// others; that forks main and ends, and main's parent is then the one who inherits orphans there:
// init. That child shares the server's memory, which waits for it: only main is a copy.
#include "judge/jail/inside/fork_server_loop.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "judge/jail/inside/main_process.h"
#include "judge/jail/inside/stage.h"
#include "judge/jail/policy/syscalls.h"
#include "judge/jail/protocol/message.h"

namespace assize {

namespace {

int load_filter(const std::string& filter) {
  sock_fprog program{};
  program.len = static_cast<unsigned short>(filter.size() / sizeof(sock_filter));
  program.filter = reinterpret_cast<sock_filter*>(const_cast<char*>(filter.data()));
  const auto load = [&](unsigned flags) {
    return static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program));
  };
  // From 5.19 on a call that the keeper has seen can only be interrupted by the end of the process.
  constexpr unsigned kWaitKillable = 1U << 5U;  // SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
  const int listener = load(SECCOMP_FILTER_FLAG_NEW_LISTENER | kWaitKillable);
  return listener >= 0 || errno != EINVAL ? listener : load(SECCOMP_FILTER_FLAG_NEW_LISTENER);
}

// The descriptors of a request, in their order.
struct Request {
  std::string group;
  UniqueFd init;  // pidfd
  UniqueFd channel;
  UniqueFd to_init;
  UniqueFd output;
  UniqueFd error_output;
};

// Waits by poll(2), which the filter allows: nothing is asked of the keeper until there is one.
Request receive_request(int control) {
  pollfd source{control, POLLIN, 0};
  while (::poll(&source, 1, -1) < 0 && errno == EINTR) {
  }
  auto received = receive_message(control);
  if (!received || received->message.empty()) ::_exit(received ? 0 : 1);
  auto& fds = received->descriptors;
  if (fds.size() != 5) ::_exit(1);
  return {std::move(received->message),
          std::move(fds[0]),
          std::move(fds[1]),
          std::move(fds[2]),
          std::move(fds[3]),
          std::move(fds[4])};
}

bool ended_well(::pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return false;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// The filter denies clone3(2) to everybody without asking, but when it is called with a size like
// this one (kSetUpCloneSize): the kernel takes what is beyond the fields that it knows, if it is 0.
union CloneArguments {
  clone_args fields;
  std::array<char, kSetUpCloneSize> space;
};

// As vfork(2), but with the arguments of clone3(2). The child uses the parent's stack, and so would
// overwrite the place of the return address: that waits in a register, which the kernel keeps.
[[gnu::naked, gnu::noinline, gnu::returns_twice]] long vfork_with(clone_args*, std::size_t) {
  __asm__(
      "popq %%r8\n\t"
      "movl %0, %%eax\n\t"
      "syscall\n\t"
      "pushq %%r8\n\t"
      "ret" ::"i"(SYS_clone3));
}

// A template's copies take many pages, which aren't to be the run's (see prepare()).
bool enters_v2_group_later(const ServerPlan& plan) {
  return plan.start == Start::by_template && plan.setup.cgroups.unified_memory;
}

// The v2 group in which a run's processes are made: entering it later would stop all others of the
// host from forking for a moment.
UniqueFd group_to_be_made_in(const ServerPlan& plan, const std::string& name) {
  if (!plan.groups.unified || enters_v2_group_later(plan)) return {};
  return UniqueFd(
      ::openat(plan.groups.unified.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

// The child shares this process's memory and its stack, and it waits until that has ended: it calls
// what changes neither, and goes down this one frame only. True in main.
// NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork): as said
bool copy_into(const ServerPlan& plan, const Request& request) {
  const UniqueFd group = group_to_be_made_in(plan, request.group);
  static CloneArguments arguments;
  clone_args& args = arguments.fields;
  args = {};
  args.flags = CLONE_VM | CLONE_VFORK;
  args.exit_signal = SIGCHLD;
  if (group) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<__u64>(group.get());
  }
  const unsigned namespaces = run_namespaces(plan.setup);
  // Of this process it changes nothing but where its next child is made. An init that has died
  // meanwhile is noticed by the keeper.
  if ((namespaces & CLONE_NEWPID) != 0 && ::setns(request.init.get(), CLONE_NEWPID) != 0)
    return false;
  const int others = static_cast<int>((namespaces & ~unsigned{CLONE_NEWPID}) |
                                      (enters_v2_group_later(plan) ? 0U : CLONE_NEWCGROUP));
  const auto joining = static_cast<::pid_t>(vfork_with(&args, sizeof arguments));
  if (joining == 0) {
    // Not the server, but its copy is the first that the host's OOM killer takes.
    if (!raise_oom_score()) fail(request.channel.get(), LaunchStage::oom_score, errno);
    if (::setns(request.init.get(), others) != 0)
      fail(request.channel.get(), LaunchStage::join_init, errno);
    // By the C library: what it knows of its thread must be true in the copy.
    const ::pid_t main = ::fork();
    if (main == 0) return true;
    ::_exit(main < 0 ? 1 : 0);
  }
  // Only now main is a child of init. If this failed, init sees that nobody has the other end of
  // its socket, and says so.
  const int orphaned = 0;
  if (joining > 0 && ended_well(joining))
    static_cast<void>(::write(request.to_init.get(), &orphaned, sizeof orphaned));
  return false;
}
// NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork)

// In main: what a copied interpreter has to do, which is most of the work; then group, namespace
// and id.
void prepare(const ServerPlan& plan, const Request& request) {
  const int channel = request.channel.get();
  ::close(plan.control);
  if (plan.renew != nullptr) plan.renew();
  must(enter_groups(plan.groups, request.group), channel, LaunchStage::enter_cgroup);
  if (enters_v2_group_later(plan)) {
    must(enter_unified_group(plan.groups, request.group), channel, LaunchStage::enter_cgroup);
    must(::setns(request.init.get(), CLONE_NEWCGROUP) == 0, channel,
         LaunchStage::join_cgroup_namespace);
  }
  prepare_main(channel, plan.setup.without);
  const ::pid_t own = ::getpid();
  must(::write(request.to_init.get(), &own, sizeof own) == sizeof own, channel,
       LaunchStage::tell_init);
}

}  // namespace

void load_server_filter(const ServerPlan& plan) {
  int listener = -1;
  if (!plan.setup.without.has(Layer::seccomp)) {
    listener = load_filter(plan.setup.rules.filter);
    if (listener < 0) ::_exit(125);
  }
  char taken = 0;
  if (::write(plan.control, &listener, sizeof listener) != sizeof listener ||
      ::read(plan.control, &taken, 1) != 1)
    ::_exit(126);
  if (listener >= 0) ::close(listener);
  ::dup2(STDOUT_FILENO, STDERR_FILENO);  // what there was to say of the start has been said
}

MadeMain serve_inits(const ServerPlan& plan) {
  while (true) {
    Request request = receive_request(plan.control);
    if (!copy_into(plan, request)) continue;
    prepare(plan, request);
    return {std::move(request.channel), std::move(request.to_init), std::move(request.output),
            std::move(request.error_output)};
  }
}

}  // namespace assize
