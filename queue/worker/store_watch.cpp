#include "queue/worker/store_watch.h"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>

namespace assize {

UniqueFd watch_store(const std::string& path) {
  UniqueFd watch(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!watch || ::inotify_add_watch(watch.get(), (path + "-wal").c_str(), IN_MODIFY) < 0) return {};
  return watch;
}

bool is_written(int watch) {
  pollfd events{watch, POLLIN, 0};
  return ::poll(&events, 1, 0) > 0;
}

void forget_writes(int watch) {
  alignas(inotify_event) std::array<char, 4096> events;
  while (::read(watch, events.data(), events.size()) > 0) {
  }
}

}  // namespace assize
