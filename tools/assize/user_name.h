// Who runs this command.
#pragma once

#include <string>

namespace assize {

std::string user_name();          // "ada", or a number where it has no name
std::string user_name_at_host();  // "ada@desk"

}  // namespace assize
