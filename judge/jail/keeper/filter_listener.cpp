#include "judge/jail/keeper/filter_listener.h"

#include <sys/ioctl.h>
#include <sys/syscall.h>

namespace assize {

namespace {

// Linux 6.6; newer than the headers of Debian 12. KeeperClient and runs are on one CPU: the one who
// is woken needn't be looked for another.
constexpr unsigned long kSetFlags = SECCOMP_IOW(4, __u64);
constexpr __u64 kSyncWakeUp = 1;

}  // namespace

FilterListener::FilterListener(UniqueFd listener) : listener_(std::move(listener)) {
  if (listener_) ::ioctl(listener_.get(), kSetFlags, kSyncWakeUp);  // an older kernel has it not
}

std::optional<seccomp_notif> FilterListener::receive() const {
  seccomp_notif call{};
  if (::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) return std::nullopt;
  return call;
}

bool FilterListener::let_pass(const seccomp_notif& call) const {
  seccomp_notif_resp answer{};
  answer.id = call.id;
  answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  return ::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0;
}

bool FilterListener::deny(const seccomp_notif& call, int error) const {
  seccomp_notif_resp answer{};
  answer.id = call.id;
  answer.error = -error;
  return ::ioctl(listener_.get(), SECCOMP_IOCTL_NOTIF_SEND, &answer) == 0;
}

bool is_beginning(const seccomp_notif& call) { return call.data.nr == SYS_execve; }

}  // namespace assize
