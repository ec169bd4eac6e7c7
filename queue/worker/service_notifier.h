// Tells the service manager that started this process how it is doing, as sd_notify(3) describes:
// one datagram of lines NAME=VALUE to the socket that $NOTIFY_SOCKET names. Without a manager that
// wants to hear it, nothing is sent.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/unique_fd.h"

namespace assize {

class ServiceNotifier {
 public:
  // Takes NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID out of the environment, so that no child
  // process speaks for this one. To be called while there is one thread.
  static ServiceNotifier from_environment();
  // `socket`: an absolute path, or a name in the abstract namespace behind an @. Empty: nobody.
  explicit ServiceNotifier(std::string socket,
                           std::optional<std::chrono::microseconds> watchdog = {});

  // "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=…". One that can't be sent is lost: the manager
  // notices by itself what it has to.
  void say(std::string_view line);
  // A line for people, whatever is in it.
  void say_status(std::string_view text);
  // How often it has to say WATCHDOG=1: three times as often as the manager asks for. Nothing: it
  // needn't.
  std::optional<std::chrono::microseconds> watchdog_interval() const;

 private:
  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
  UniqueFd descriptor_;
};

}  // namespace assize
