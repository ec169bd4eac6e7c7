// A child of the test that does one thing and ends, for what never returns, or must be another
// process.
#pragma once

#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "storage/base/unique_fd.h"

namespace assize::test {

struct SocketPair {
  UniqueFd ours;
  UniqueFd theirs;
  SocketPair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::runtime_error("socketpair");
    ours = UniqueFd(ends[0]);
    theirs = UniqueFd(ends[1]);
  }
};

class Forked {
 public:
  // The child's exit code is 0 if `body` returns.
  template <typename Body>
  explicit Forked(Body body) : pid_(::fork()) {
    if (pid_ < 0) throw std::runtime_error("fork");
    if (pid_ == 0) {
      body();
      ::_exit(0);
    }
    pidfd_ = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  }
  Forked(const Forked&) = delete;
  Forked& operator=(const Forked&) = delete;
  ~Forked() {
    if (!waited_for_) {
      ::kill(pid_, SIGKILL);
      wait();
    }
  }

  // Waits for its end. The exit code, or less than 0 if a signal ended it.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    waited_for_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  // From now on somebody else kills it and waits for it.
  UniqueFd release() {
    waited_for_ = true;
    return std::move(pidfd_);
  }

 private:
  ::pid_t pid_;
  UniqueFd pidfd_;
  bool waited_for_ = false;
};

}  // namespace assize::test
