#include "judge/jail/keeper/launch.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <string>

#include "judge/jail/inside/inside.h"
#include "judge/jail/inside/stage.h"
#include "judge/jail/protocol/message.h"
#include "storage/base/errors.h"
#include "storage/base/small_file.h"

namespace assize {

namespace {

void write_map(::pid_t pid, const char* file, const std::string& text, LaunchStage stage) {
  const std::string path = "/proc/" + std::to_string(pid) + "/" + file;
  if (!write_file(path, text)) throw LaunchError(stage, errno, "can't map the run's ids");
}

// The namespaces of ended runs that the kernel hasn't freed yet count, too (kMostNamespaces): when
// there are too many of them, the slot waits. As clone3(2).
::pid_t clone_when_there_is_room(const SlotSetup& setup, int group, int& pidfd) {
  const auto deadline = std::chrono::steady_clock::now() + kPrepareDeadline;
  constexpr std::chrono::microseconds kLongestPause{20'000};
  for (std::chrono::microseconds pause{250};; pause = std::min(2 * pause, kLongestPause)) {
    const ::pid_t pid = clone_to_init(setup, group, pidfd);
    if (pid >= 0 || errno != ENOSPC || std::chrono::steady_clock::now() > deadline) return pid;
    const timespec time{0, std::chrono::nanoseconds{pause}.count()};
    ::nanosleep(&time, nullptr);
  }
}

// Test build, in which init is in a user namespace of its own.
void release_with_own_ids(::pid_t init, const SlotSetup& setup, int channel) {
  const std::string id = std::to_string(kInsideId);
  const std::string map = id + " " + id + " 1";
  if (setup.ids.rootless()) write_map(init, "setgroups", "deny", LaunchStage::write_setgroups);
  write_map(init, "gid_map", map, LaunchStage::write_gid_map);
  write_map(init, "uid_map", map, LaunchStage::write_uid_map);
  ::send(channel, "g", 1, MSG_NOSIGNAL);
}

}  // namespace

PreparedRun::PreparedRun(const SlotSetup& setup, GroupPool& groups, const ReadableTops& readable,
                         const RunPipes& pipes, const ForkServer& server)
    : listener_(&server.listener()), group_(groups) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    throw LaunchError(LaunchStage::socketpair, errno, "can't make init's channel");
  channel_ = UniqueFd(ends[0]);
  UniqueFd init_end(ends[1]);
  const int buffer = 2 * static_cast<int>(kMaxMessage);
  ::setsockopt(channel_.get(), SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
  PipeEnds output = pipes.for_output();
  PipeEnds error_output = pipes.for_output();

  int pidfd = -1;
  const ::pid_t pid = clone_when_there_is_room(setup, group_.clone_target(), pidfd);
  if (pid < 0)
    throw LaunchError(LaunchStage::clone_run_init, errno, "can't make the run's namespaces");
  if (pid == 0)
    be_init({setup, groups.slot(), readable, group_.name(), init_end.get(), output.writer.get(),
             error_output.writer.get(), server.socket()});
  may_hang(LaunchStage::clone_run_init);
  init_ = UniqueFd(pidfd);
  init_end.reset();  // so that an end of init is seen
  output.writer.reset();
  error_output.writer.reset();
  output_ = std::move(output.reader);
  error_output_ = std::move(error_output.reader);
  try {
    if (setup.without.has(Layer::capabilities)) release_with_own_ids(pid, setup, channel_.get());
    wait_until_prepared();
  } catch (...) {
    static_cast<void>(kill_and_wait());
    throw;
  }
}

PreparedRun::PreparedRun(const FilterListener& listener, Parts parts)
    : listener_(&listener),
      group_(std::move(parts.group)),
      init_(std::move(parts.init)),
      channel_(std::move(parts.channel)),
      output_(std::move(parts.output)),
      error_output_(std::move(parts.error_output)) {
  try {
    wait_until_prepared();
  } catch (...) {
    static_cast<void>(kill_and_wait());
    throw;
  }
}

void PreparedRun::wait_until_prepared() {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + kPrepareDeadline;
  while (true) {
    std::array<pollfd, 2> sources{pollfd{channel_.get(), POLLIN, 0},
                                  pollfd{listener().descriptor(), POLLIN, 0}};
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0)
      throw LaunchError(LaunchStage::prepare_run_in_time, ETIMEDOUT, "can't prepare a run");
    if (::poll(sources.data(), sources.size(), static_cast<int>(left)) <= 0) continue;
    if ((sources[1].revents & POLLIN) != 0)
      if (const auto call = listener().receive()) listener().let_pass(*call);
    if (sources[0].revents == 0) continue;
    auto received = receive_message(channel_.get());
    if (!received || received->message.size() != sizeof(InitReport))
      throw LaunchError(LaunchStage::prepare_run_init_died, 0, "can't prepare a run");
    InitReport report;
    std::memcpy(&report, received->message.data(), sizeof report);
    if (report.kind != InitReport::Kind::prepared)
      throw LaunchError(report.stage, report.value, "can't prepare a run");
    main_ = std::move(received->descriptors.at(0));
    return;
  }
}

bool PreparedRun::has_died() const {
  pollfd init{init_.get(), POLLIN, 0};
  return ::poll(&init, 1, 0) != 0;
}

PreparedRun::~PreparedRun() { static_cast<void>(kill_and_wait()); }

void PreparedRun::kill() {
  group_.kill();  // where the kernel has no such file: init's end is the end of all
  end_init();
}

void PreparedRun::end_init() const {
  if (init_) ::syscall(SYS_pidfd_send_signal, init_.get(), SIGKILL, nullptr, 0);
}

bool PreparedRun::wait_for_end(std::chrono::milliseconds at_most) const {
  pollfd init{init_.get(), POLLIN, 0};
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    const int ready = ::poll(&init, 1, std::max(0, static_cast<int>(left.count())));
    if (ready > 0 || left.count() <= 0) return ready > 0;
  }
}

bool PreparedRun::kill_and_wait() {
  if (!init_) return true;
  // Init may have ended alone, as in most runs (then it is counted until it is waited for), and
  // with it its pid namespace.
  if (!has_died() || group_.processes() > 1) kill();
  may_hang(LaunchStage::end_run);
  if (!wait_for_end(kEndDeadline)) {
    init_.reset();
    return false;
  }
  siginfo_t info{};
  while (::waitid(P_PIDFD, static_cast<id_t>(init_.get()), &info, WEXITED) != 0 && errno == EINTR) {
  }
  init_.reset();
  return true;
}

}  // namespace assize
