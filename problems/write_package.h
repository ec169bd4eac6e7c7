// Writing a new package: whole, or not at all.
#pragma once

#include <map>
#include <string>

namespace assize {

// Makes `folder` with these files (path below it to content). They are written beside it under
// another name, which then becomes its own: nobody sees a part of a package. Throws InputError
// where something is there already, where its last part can't be a problem's id, and where it can't
// be written; then nothing is left.
void write_package(const std::string& folder, const std::map<std::string, std::string>& files);

// Throws InputError as write_package() does before it writes. Returns the problem's id.
std::string check_new_package(const std::string& folder);

}  // namespace assize
