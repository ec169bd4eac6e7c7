#include "judge/jail/template_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "judge/core/errors.h"
#include "judge/jail/message.h"
#include "judge/jail/stage.h"

namespace assize {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// In the forked child: as a run's main process is, as far as it isn't a run.
[[noreturn]] void exec_template(const SlotSetup& setup, int control, int object) {
  TemplateSetup its = setup.interpreter;
  its.environment.push_back("LD_PRELOAD=/proc/self/fd/" + std::to_string(kTemplateObject));
  its.environment.push_back("ASSIZE_TEMPLATE=" + std::to_string(kTemplateControl) + ";/box;" +
                            its.modules);
  its.environment.push_back("LD_BIND_NOW=1");  // a symbol is looked up once, not in each copy
  const auto arguments = pointers_to(its.arguments);
  const auto environment = pointers_to(its.environment);
  const int control_copy = ::fcntl(control, F_DUPFD, 10);
  const int object_copy = ::fcntl(object, F_DUPFD, 10);
  const rlimit stack{its.stack.count, RLIM_INFINITY};
  ::setrlimit(RLIMIT_STACK, &stack);  // where the hard limit is lower, that one holds for runs too
  const bool ready =
      control_copy >= 0 && object_copy >= 0 && ::dup2(control_copy, kTemplateControl) >= 0 &&
      ::dup2(object_copy, kTemplateObject) >= 0 &&
      ::close_range(kTemplateObject + 1, ~0U, 0) == 0 &&
      ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
      ::prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) == 0 && ::personality(ADDR_NO_RANDOMIZE) >= 0 &&
      ::setpriority(PRIO_PROCESS, 0, 0) == 0 && give_up_capabilities() &&
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  ::umask(022);
  ::signal(SIGPIPE, SIG_DFL);
  if (ready) ::execve(its.executable.c_str(), arguments.data(), environment.data());
  ::_exit(127);
}

}  // namespace

TemplateProcess::TemplateProcess(const SlotSetup& setup, const SlotGroups& groups,
                                 const UniqueFd& object) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw JudgeError("template's socket", errno, "can't start the template");
  control_ = UniqueFd(ends[0]);
  const UniqueFd other(ends[1]);
  const int buffer = 2 * static_cast<int>(kMaxMessage);
  ::setsockopt(control_.get(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  const ::pid_t child = ::fork();
  if (child < 0) throw JudgeError("fork the template", errno, "can't start the template");
  if (child == 0) exec_template(setup, other.get(), object.get());
  std::vector<int> descriptors;
  for (const UniqueFd* group : {&groups.unified, &groups.memory, &groups.pids, &groups.cpuacct})
    if (*group) descriptors.push_back(group->get());
  SlotSetup told = setup;
  told.interpreter = {};
  if (!send_message(control_.get(), encode(told), descriptors))
    throw JudgeError("set up the template", errno, "the template ended at once");
}

}  // namespace assize
