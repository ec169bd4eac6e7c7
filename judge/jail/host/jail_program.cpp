#include "judge/jail/host/jail_program.h"

#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>

#include "storage/base/errors.h"

namespace assize {

std::string find_jail_program() {
  if (const char* given = std::getenv("ASSIZE_JAIL"); given != nullptr && *given != '\0')
    return given;
  std::array<char, PATH_MAX> self{};
  const ssize_t length = ::readlink("/proc/self/exe", self.data(), self.size() - 1);
  const std::string path(self.data(), length > 0 ? static_cast<std::size_t>(length) : 0);
  const std::string directory = path.substr(0, path.rfind('/'));
  for (const std::string& candidate :
       {directory + "/assize-jail", directory + "/../lib/assize/assize-jail"})
    if (::access(candidate.c_str(), X_OK) == 0) return candidate;
  throw HostError("the helper program assize-jail is missing: it belongs beside " + path +
                  " or in ../lib/assize of it");
}

std::string find_template_object(const std::string& jail_program, const std::string& version) {
  std::string path =
      jail_program.substr(0, jail_program.rfind('/') + 1) + "assize-template-" + version + ".so";
  return ::access(path.c_str(), R_OK) == 0 ? path : std::string();
}

}  // namespace assize
