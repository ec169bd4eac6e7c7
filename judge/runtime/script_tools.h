// What programs that a package builds or starts by scripts of its own find in their jail: a shell,
// the usual tools, make, Python, and the host's compilers.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/runtime/runtime.h"
#include "judge/runtime/toolchain.h"

namespace assize {

struct ScriptTools {
  std::string version;  // tells them apart from those of other hosts: a SHA-256, in hexadecimal
  FileView view;
  std::vector<std::string> environment;
  bool has_compilers = false;
};

// Looks at the host. `toolchain`: nothing, if it has no compilers. Throws HostError if there is no
// shell, or no env(1) that can start a program in a directory.
ScriptTools find_script_tools(const Runtime& python, const std::optional<Toolchain>& toolchain);

// Why the kernel wouldn't start a program in a jail with this view; empty: it would, as far as its
// first bytes tell. `program`: its content. `own_files`: paths in the jail that the view doesn't
// have, to whether they are executable. What it says follows the program's name.
std::string why_not_started(std::string_view program, const FileView& view,
                            const std::map<std::string, bool>& own_files);

}  // namespace assize
