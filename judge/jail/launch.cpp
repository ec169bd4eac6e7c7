#include "judge/jail/launch.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>

#include "judge/core/errors.h"
#include "judge/jail/inside.h"
#include "judge/jail/message.h"

namespace assize {

namespace {

void write_map(::pid_t pid, const char* file, const std::string& text) {
  const std::string path = "/proc/" + std::to_string(pid) + "/" + file;
  const UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd || ::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    throw JudgeError(std::string("write ") + file, errno, "can't map the run's ids");
}

struct Pair {
  UniqueFd first;
  UniqueFd second;
};

Pair make_pipe(bool for_rootless) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw JudgeError("pipe", errno, "can't make a pipe");
  Pair pair{UniqueFd(ends[0]), UniqueFd(ends[1])};
  // As root the pipe is the keeper's: programs that open /dev/stdout by name may write, nothing
  // more.
  if (!for_rootless && ::fchmod(pair.second.get(), 0622) != 0)
    throw JudgeError("pipe mode", errno, "can't make a pipe");
  ::fcntl(pair.second.get(), F_SETPIPE_SZ, 256 * 1024);  // fewer wake-ups; the default will do too
  return pair;
}

}  // namespace

PreparedRun::PreparedRun(const SlotSetup& setup, GroupPool& groups, const ReadableTops& readable,
                         int to_template)
    : group_(groups) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw JudgeError("socketpair", errno, "can't make init's channel");
  channel_ = UniqueFd(ends[0]);
  const UniqueFd init_end(ends[1]);
  const int buffer = 2 * static_cast<int>(kMaxMessage);
  ::setsockopt(channel_.get(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  Pair output = make_pipe(setup.ids.rootless());
  Pair error_output = make_pipe(setup.ids.rootless());

  int pidfd = -1;
  const ::pid_t pid = clone_to_init(setup, group_.clone_target(), pidfd);
  if (pid < 0) throw JudgeError("clone the run's init", errno, "can't make the run's namespaces");
  if (pid == 0)
    be_init({setup, groups.slot(), readable, group_.name(), init_end.get(), output.second.get(),
             error_output.second.get(), to_template});
  init_ = UniqueFd(pidfd);
  output_ = std::move(output.first);
  error_output_ = std::move(error_output.first);
  for (const UniqueFd* fd : {&output_, &error_output_}) ::fcntl(fd->get(), F_SETFL, O_NONBLOCK);

  const std::string map = std::to_string(kInsideId) + " 1 1";  // runs are 1 in the slot's namespace
  try {
    if (setup.ids.rootless()) write_map(pid, "setgroups", "deny");
    write_map(pid, "gid_map", map);
    write_map(pid, "uid_map", map);
  } catch (...) {
    kill_and_wait();
    throw;
  }
  ::send(channel_.get(), "g", 1, MSG_NOSIGNAL);
}

bool PreparedRun::has_died() const {
  pollfd init{init_.get(), POLLIN, 0};
  return ::poll(&init, 1, 0) != 0;
}

PreparedRun::~PreparedRun() { kill_and_wait(); }

void PreparedRun::kill() {
  group_.kill();  // where the kernel has no such file: init's end is the end of all
  end_init();
}

void PreparedRun::end_init() const {
  if (init_) ::syscall(SYS_pidfd_send_signal, init_.get(), SIGKILL, nullptr, 0);
}

void PreparedRun::kill_and_wait() {
  if (!init_) return;
  // Init may have ended alone, as in most runs (then it is counted until it is waited for), and
  // with it its pid namespace.
  if (!has_died() || group_.processes() > 1) kill();
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(init_.get()), &info, WEXITED) != 0 && errno == EINTR) {
  }
  init_.reset();
}

}  // namespace assize
