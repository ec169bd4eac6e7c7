// Where the programs of the jail are.
#pragma once

#include <string>

namespace assize {

// Where assize-jail is: $ASSIZE_JAIL, or beside this executable, or in ../lib/assize of it.
// Throws HostError.
std::string find_jail_program();
// Where assize-template.so is: beside assize-jail. Throws HostError if it isn't there.
std::string find_template_object(const std::string& jail_program);
// Whether it is there. Throws HostError if the jail isn't.
bool is_template_installed();

}  // namespace assize
