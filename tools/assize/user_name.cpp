#include "tools/assize/user_name.h"

#include <pwd.h>
#include <unistd.h>

#include <array>

namespace assize {

std::string user_name() {
  const passwd* entry = ::getpwuid(::geteuid());
  return entry != nullptr ? entry->pw_name : std::to_string(::geteuid());
}

std::string user_name_at_host() {
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return user_name() + "@" + host.data();
}

}  // namespace assize
