// Who runs this command, for the record.
#pragma once

#include <string>

namespace assize {

// "ada", the name of the effective user, or its number where it has no name.
std::string user_name();
// The same; of root by sudo(8), which sets SUDO_USER, that user's.
std::string acting_user();
std::string acting_user_at_host();  // "ada@desk"

}  // namespace assize
