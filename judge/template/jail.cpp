// Waits for runs in the jail. The init of each (judge/jail/init.cpp, which has the sequence) asks
// for its main process: a copy of the template that has joined init's namespaces.
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "judge/jail/main_process.h"
#include "judge/jail/message.h"
#include "judge/jail/stage.h"
#include "judge/jail/template_process.h"

extern "C" {
#include "judge/template/template.h"
}

namespace {

using namespace assize;

struct Slot {
  SlotSetup setup;
  SlotGroups groups;
};

Slot receive_slot() {
  auto received = receive_message(kTemplateControl);
  auto setup = received ? decode_setup(received->message) : std::nullopt;
  if (!setup || received->descriptors.size() != setup->cgroups.descriptors()) ::_exit(1);
  SlotGroups groups = take_groups(setup->cgroups, received->descriptors);
  return {std::move(*setup), std::move(groups)};
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

Request receive_request() {
  auto received = receive_message(kTemplateControl);
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

// Where memory isn't counted in the run's v2 group, its processes are made in it: entering it later
// would stop all others of the host from forking for a moment. Where it is, the copied pages are
// not the run's (see prepare()).
UniqueFd group_to_be_made_in(const Slot& slot, const std::string& name) {
  if (!slot.groups.unified || slot.setup.cgroups.unified_memory) return {};
  return UniqueFd(
      ::openat(slot.groups.unified.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

// The two children share this process's memory and its stack, and it waits until they have ended:
// they call what changes neither, and go down this one frame only. True in main.
// NOLINTBEGIN(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork): as said
bool copy_into(const Slot& slot, const Request& request) {
  const SlotSetup& setup = slot.setup;
  const UniqueFd group = group_to_be_made_in(slot, request.group);
  clone_args args{};
  args.flags = CLONE_VM | CLONE_VFORK;
  args.exit_signal = SIGCHLD;
  if (group) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<__u64>(group.get());
  }
  const auto joining = static_cast<::pid_t>(vfork_with(&args, sizeof args));
  if (joining == 0) {
    const int namespaces = static_cast<int>(run_namespaces(setup));
    // Not the template, but its copy is the first that the host's OOM killer takes.
    if (!raise_oom_score()) fail(request.channel.get(), "oom_score_adj", errno);
    if (::setns(request.init.get(), namespaces) != 0)
      fail(request.channel.get(), "join init", errno);
    const ::pid_t inside = ::vfork();
    if (inside == 0) {
      // By the C library: what it knows of its thread must be true in the copy.
      const ::pid_t main = ::fork();
      if (main == 0) return true;
      ::_exit(main < 0 ? 1 : 0);
    }
    ::_exit(inside > 0 && ended_well(inside) ? 0 : 1);
  }
  // Only now main is a child of init. If this failed, init sees that nobody has the other end of
  // its socket, and says so.
  const int orphaned = 0;
  if (joining > 0 && ended_well(joining))
    static_cast<void>(::send(request.to_init.get(), &orphaned, sizeof orphaned, MSG_NOSIGNAL));
  return false;
}
// NOLINTEND(clang-analyzer-security.insecureAPI.vfork,clang-analyzer-unix.Vfork)

// What the interpreter has to do in a copy, which is most of the work; then group, namespace and
// id.
void prepare(const Slot& slot, const Request& request) {
  const int channel = request.channel.get();
  ::close(kTemplateControl);
  assize_renew();
  must(enter_groups(slot.groups, request.group), channel, "enter the cgroup");
  if (slot.setup.cgroups.unified_memory)
    must(enter_unified_group(slot.groups, request.group), channel, "enter the cgroup");
  must(::setns(request.init.get(), CLONE_NEWCGROUP) == 0, channel, "join the cgroup namespace");
  prepare_copied_main(channel, slot.setup.without);
  const ::pid_t own = ::getpid();
  must(::write(request.to_init.get(), &own, sizeof own) == sizeof own, channel, "tell init");
}

void take_code(int fd, assize_run* run) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || status.st_size == 0) return;
  run->code_size = static_cast<size_t>(status.st_size);
  void* code = ::mmap(nullptr, run->code_size, PROT_READ, MAP_PRIVATE, fd, 0);
  run->code = code == MAP_FAILED ? nullptr : code;
}

bool is_check_alone;

// Whoever has the other end keeps it apart from the program's own output.
extern "C" void hand_out(const void* code, size_t size) {
  const auto* next = static_cast<const char*>(code);
  while (size > 0) {
    const ssize_t written = ::write(STDOUT_FILENO, next, size);
    if (written < 0) ::_exit(1);
    next += written;
    size -= static_cast<size_t>(written);
  }
  if (is_check_alone) ::_exit(0);
  end_compile_check();
}

void take(CopiedRun copied, assize_run* run) {
  is_check_alone = copied.check == CompileCheck::alone;
  if (copied.check != CompileCheck::none) run->compiled = hand_out;
  if (copied.code) take_code(copied.code.get(), run);
}

}  // namespace

extern "C" void assize_wait_for_run(const char*, assize_run* run) {
  ::close(kTemplateObject);
  const Slot slot = receive_slot();
  while (true) {
    const Request request = receive_request();
    if (!copy_into(slot, request)) continue;
    prepare(slot, request);
    take(begin_copied_main({slot.setup, request.channel.get(), request.to_init.get(), -1,
                            request.output.get(), request.error_output.get(), -1}),
         run);
    return;
  }
}
