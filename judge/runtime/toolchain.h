// The host's C and C++ compiler, for programs that packages bring: what a jail must show so that it
// works inside, and how it is called.
#pragma once

#include <string>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "storage/records/policy.h"

namespace assize {

struct Toolchain {
  std::string version;  // what it says of itself, one line
  FileView view;
  std::vector<std::string> environment;
  std::string c_compiler;  // absolute, in the jail
  std::string cpp_compiler;
};

// Looks at the host's gcc and g++. Throws HostError with what to install if they aren't there.
Toolchain find_toolchain();

// What a compiler needs beyond computing: processes of its own, and to execute them.
Policy toolchain_policy();

// Makes one statically linked program out of `sources`, with the flags of the ICPC problem package
// format's reference tool: nothing of the host's libraries is needed to run it.
std::vector<std::string> build_arguments(const std::string& compiler, bool is_cpp,
                                         const std::vector<std::string>& sources,
                                         const std::string& program);

}  // namespace assize
