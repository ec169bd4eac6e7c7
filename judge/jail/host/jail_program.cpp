#include "judge/jail/host/jail_program.h"

#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>

#include "storage/base/errors.h"

namespace assize {

namespace {

std::string template_beside(const std::string& jail_program) {
  return jail_program.substr(0, jail_program.rfind('/') + 1) + "assize-template.so";
}

}  // namespace

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

bool is_template_installed() {
  return ::access(template_beside(find_jail_program()).c_str(), R_OK) == 0;
}

std::string find_template_object(const std::string& jail_program) {
  std::string path = template_beside(jail_program);
  if (::access(path.c_str(), R_OK) == 0) return path;
  throw HostError("the template " + path + " is missing: it belongs beside assize-jail" +
                  "\n  Without it a runtime must be of kind exec.");
}

}  // namespace assize
