// The one rule for paths from outside that lead to something below a folder of ours.
#pragma once

#include <string_view>

namespace assize {

// True if a path leads below the folder it is relative to, whatever is there: every part of it is a
// name (not empty, not ".", not ".."), and there is no NUL byte in it.
bool is_safe_relative_path(std::string_view path);

}  // namespace assize
