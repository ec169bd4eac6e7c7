#include "judge/jail/host/host_facts.h"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <sstream>
#include <system_error>

#include "judge/jail/host/stuck.h"
#include "judge/jail/kernel/landlock.h"
#include "storage/base/small_file.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

std::string first_line(const char* path) {
  const std::string text = text_of(path);
  return text.substr(0, text.find('\n'));
}

// Nothing if it doesn't end in time: it is killed then, and nobody waits for it.
std::optional<int> exit_code_of(::pid_t child) {
  constexpr int kWithin = 5'000;  // ms
  if (child < 0) return errno;
  const UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
  pollfd source{process.get(), POLLIN, 0};
  if (::poll(&source, 1, kWithin) == 0) {
    ::kill(child, SIGKILL);
    return std::nullopt;
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

// A child loads a filter that allows everything.
::pid_t try_filter() {
  const auto child = static_cast<::pid_t>(::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  if (child != 0) return child;
  sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  const sock_fprog program{1, &allow};
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) != 0)
    ::_exit(errno);
  ::_exit(0);
}

void check_filter(HostFacts& facts) {
  const ::pid_t child = try_filter();
  const auto code = exit_code_of(child);
  facts.filter_hangs = child > 0 && !code;
  if (facts.filter_hangs) {
    facts.filter_problem = where_they_are({child});
  } else if (code.value_or(EAGAIN) != 0) {
    facts.filter_problem = std::generic_category().message(code.value_or(EAGAIN));
  }
}

std::string chosen_word(const std::string& line) {
  const auto open = line.find('[');
  const auto close = line.find(']');
  return open == std::string::npos || close == std::string::npos
             ? line
             : line.substr(open + 1, close - open - 1);
}

bool v1_attach_stalls() {
  std::ifstream mounts("/proc/self/mountinfo");
  for (std::string line; std::getline(mounts, line);)
    if (line.find(" - cgroup ") != std::string::npos && line.find("memory") != std::string::npos)
      return line.find("favordynmods") == std::string::npos;
  return false;
}

}  // namespace

HostFacts find_host_facts() {
  HostFacts facts;
  utsname system{};
  ::uname(&system);
  facts.kernel = system.release;
  facts.is_root = ::geteuid() == 0;
  const std::uint32_t action = SECCOMP_RET_USER_NOTIF;
  facts.notify = ::syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
  check_filter(facts);
  facts.landlock_abi = landlock_abi();
  std::ifstream swaps("/proc/swaps");
  std::string line;
  std::getline(swaps, line);
  facts.swap = static_cast<bool>(std::getline(swaps, line));
  facts.smt = first_line("/sys/devices/system/cpu/smt/active") == "1";
  facts.governor = first_line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
  facts.huge_pages = chosen_word(first_line("/sys/kernel/mm/transparent_hugepage/enabled"));
  facts.favor_dyn_mods = !v1_attach_stalls();
  facts.pressure = !first_line("/proc/pressure/cpu").empty();
  return facts;
}

}  // namespace assize
