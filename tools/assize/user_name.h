// Who runs this process, for the record.
#pragma once

#include <string>

namespace assize {

// The name of the effective user, or its number; of root by sudo(8), which sets SUDO_USER: that
// user's.
std::string acting_user();
// The name of the effective user, or its number.
std::string user_name();

}  // namespace assize
