#include "tools/assize/user_name.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "storage/base/text.h"

namespace assize {

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

std::string acting_user() {
  const char* by_sudo = ::geteuid() == 0 ? std::getenv("SUDO_USER") : nullptr;
  return by_sudo != nullptr && *by_sudo != '\0' ? clean_line(by_sudo, 100) : user_name();
}

std::string acting_user_at_host() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return acting_user() + "@" + host.data();
}

}  // namespace assize
