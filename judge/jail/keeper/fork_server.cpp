#include "judge/jail/keeper/fork_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

#include "judge/jail/inside/fork_server_loop.h"
#include "judge/jail/inside/inside.h"
#include "judge/jail/inside/main_process.h"
#include "judge/jail/inside/stage.h"
#include "judge/jail/protocol/message.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

// An interpreter may import for a while.
constexpr int kReadyWithin = 50'000;  // ms

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

struct Ends {
  UniqueFd keeper;
  UniqueFd server;
};

Ends make_socket() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw LaunchError(LaunchStage::fork_server_socket, errno, "can't start a fork server");
  const int buffer = 2 * static_cast<int>(kMaxMessage);
  ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// In the forked child.
[[noreturn]] void exec_template(const SlotSetup& setup, int control, const TemplateFiles& files) {
  TemplateSetup its = setup.interpreter;
  its.environment.push_back("LD_PRELOAD=/proc/self/fd/" + std::to_string(kTemplateObject));
  its.environment.push_back("ASSIZE_TEMPLATE=" + std::to_string(kTemplateControl) + ";/box;" +
                            its.modules + ";" + std::to_string(kTemplatePages));
  its.environment.push_back("LD_BIND_NOW=1");  // a symbol is looked up once, not in each copy
  const auto arguments = pointers_to(its.arguments);
  const auto environment = pointers_to(its.environment);
  const int control_copy = ::fcntl(control, F_DUPFD, 10);
  const int object_copy = ::fcntl(files.object.get(), F_DUPFD, 10);
  const int pages_copy = ::fcntl(files.pages.get(), F_DUPFD, 10);
  const rlimit stack{its.stack.count, RLIM_INFINITY};
  ::setrlimit(RLIMIT_STACK, &stack);  // where the hard limit is lower, that one holds for runs too
  const bool ready =
      control_copy >= 0 && object_copy >= 0 && pages_copy >= 0 &&
      ::dup2(control_copy, kTemplateControl) >= 0 && ::dup2(object_copy, kTemplateObject) >= 0 &&
      ::dup2(pages_copy, kTemplatePages) >= 0 && ::close_range(kTemplatePages + 1, ~0U, 0) == 0 &&
      confine_server(setup) && ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0;
  if (ready) ::execve(its.executable.c_str(), arguments.data(), environment.data());
  ::_exit(127);
}

// A copy of the keeper. What it has of descriptors is what it needs.
[[noreturn]] void be_plain_server(const SlotSetup& setup, const SlotGroups& groups, int control) {
  std::vector<int> kept{control};
  for (const UniqueFd* group : {&groups.unified, &groups.memory, &groups.pids, &groups.cpuacct})
    if (*group) kept.push_back(group->get());
  close_all_but(std::move(kept));
  if (!confine_server(setup) || ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) ::_exit(127);
  ::signal(SIGPIPE, SIG_IGN);  // an init may have died; main takes the default action again
  const ServerPlan plan{setup, groups, control, Start::exec, nullptr};
  load_server_filter(plan);
  const MadeMain main = serve_inits(plan);
  ::signal(SIGPIPE, SIG_DFL);
  begin_exec_main(
      {setup, main.channel.get(), main.to_init.get(), main.output.get(), main.error_output.get()});
}

::pid_t must_fork() {
  const ::pid_t child = ::fork();
  if (child < 0)
    throw LaunchError(LaunchStage::fork_fork_server, errno, "can't start a fork server");
  return child;
}

}  // namespace

ForkServer::ForkServer(LaunchStage stage, UniqueFd control, ::pid_t process)
    : stage_(stage),
      control_(std::move(control)),
      process_(static_cast<int>(::syscall(SYS_pidfd_open, process, 0))) {
  if (!process_)
    throw LaunchError(LaunchStage::pidfd_of_fork_server, errno, "can't start a fork server");
}

ForkServer ForkServer::plain(const SlotSetup& setup, const SlotGroups& groups) {
  Ends ends = make_socket();
  const ::pid_t child = must_fork();
  if (child == 0) be_plain_server(setup, groups, ends.server.get());
  return {LaunchStage::start_fork_server, std::move(ends.keeper), child};
}

ForkServer ForkServer::of_template(const SlotSetup& setup, const SlotGroups& groups,
                                   const TemplateFiles& files) {
  Ends ends = make_socket();
  const ::pid_t child = must_fork();
  if (child == 0) exec_template(setup, ends.server.get(), files);
  std::vector<int> descriptors;
  for (const UniqueFd* group : {&groups.unified, &groups.memory, &groups.pids, &groups.cpuacct})
    if (*group) descriptors.push_back(group->get());
  SlotSetup told = setup;
  told.interpreter = {};
  if (!send_message(ends.keeper.get(), encode(told), descriptors))
    throw LaunchError(LaunchStage::start_template, errno, "the template ended at once");
  return {LaunchStage::start_template, std::move(ends.keeper), child};
}

void ForkServer::wait_until_ready() {
  pollfd source{control_.get(), POLLIN, 0};
  while (::poll(&source, 1, kReadyWithin) < 0 && errno == EINTR) {
  }
  int number = -1;
  if (source.revents == 0) throw LaunchError(stage_, ETIMEDOUT, "it hangs");
  if (::read(control_.get(), &number, sizeof number) != sizeof number)
    throw LaunchError(stage_, 0, "a fork server has ended");
  if (number >= 0) {
    listener_ = FilterListener(
        UniqueFd(static_cast<int>(::syscall(SYS_pidfd_getfd, process_.get(), number, 0))));
    if (listener_.descriptor() < 0)
      throw LaunchError(LaunchStage::fetch_listener, errno, "can't watch the filter");
  }
  if (::send(control_.get(), "k", 1, MSG_NOSIGNAL) != 1)
    throw LaunchError(stage_, 0, "a fork server has ended");
}

}  // namespace assize
