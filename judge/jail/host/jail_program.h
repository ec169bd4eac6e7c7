// Where the programs of the jail are.
#pragma once

#include <string>

namespace assize {

// Where assize-jail is: $ASSIZE_JAIL, or beside this executable, or in ../lib/assize of it.
// Throws HostError.
std::string find_jail_program();
// The template for CPython of this minor version ("3.13"): assize-template-3.13.so beside
// assize-jail. Empty: there is none.
std::string find_template_object(const std::string& jail_program, const std::string& version);

}  // namespace assize
