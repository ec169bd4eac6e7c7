#include "tools/assize/user_name.h"

#include <pwd.h>
#include <unistd.h>

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

}  // namespace assize
