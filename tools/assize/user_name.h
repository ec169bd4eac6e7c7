// Who runs this program.
#pragma once

#include <string>

namespace assize {

// The user's name by the host's accounts, or the number, where there is none.
std::string user_name();

}  // namespace assize
