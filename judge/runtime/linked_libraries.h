// The shared libraries that programs are linked with.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace assize {

// Those of the interpreter and of all compiled modules in the directories (or files), as the loader
// finds them; and the loader. Debian's folders of packages inside a directory are left out.
std::set<std::string> linked_libraries(const std::string& executable,
                                       const std::vector<std::string>& places);

}  // namespace assize
