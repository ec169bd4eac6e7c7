#include "queue/worker/service_notifier.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdlib>

#include "storage/base/text.h"

namespace assize {

namespace {

std::optional<std::int64_t> number_in(const char* text) {
  if (text == nullptr) return std::nullopt;
  const std::string_view digits = text;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
  if (error != std::errc{} || end != digits.end() || value <= 0) return std::nullopt;
  return value;
}

// The watchdog may be another process's: then it is none of ours.
std::optional<std::chrono::microseconds> watchdog_of(const char* time, const char* process) {
  const auto microseconds = number_in(time);
  if (!microseconds || (process != nullptr && number_in(process) != ::getpid()))
    return std::nullopt;
  return std::chrono::microseconds{*microseconds};
}

}  // namespace

ServiceNotifier ServiceNotifier::from_environment() {
  const char* socket = std::getenv("NOTIFY_SOCKET");
  ServiceNotifier notifier(socket == nullptr ? "" : socket,
                           watchdog_of(std::getenv("WATCHDOG_USEC"), std::getenv("WATCHDOG_PID")));
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) ::unsetenv(name);
  return notifier;
}

ServiceNotifier::ServiceNotifier(std::string socket,
                                 std::optional<std::chrono::microseconds> watchdog)
    : socket_(std::move(socket)), watchdog_(watchdog) {
  const bool is_known = socket_.starts_with('/') || socket_.starts_with('@');
  if (!is_known || socket_.size() < 2 || socket_.size() >= sizeof(sockaddr_un::sun_path)) return;
  descriptor_ = UniqueFd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

void ServiceNotifier::say(std::string_view line) {
  if (!descriptor_) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(socket_.begin(), socket_.end(), address.sun_path);
  if (socket_[0] == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  ::sendto(descriptor_.get(), line.data(), line.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&address), size);
}

void ServiceNotifier::say_status(std::string_view text) { say("STATUS=" + clean_line(text, 400)); }

std::optional<std::chrono::microseconds> ServiceNotifier::watchdog_interval() const {
  if (!descriptor_ || !watchdog_) return std::nullopt;
  return *watchdog_ / 3;
}

}  // namespace assize
