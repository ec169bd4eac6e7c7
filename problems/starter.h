// Packages to begin with: each is good as it is (`assize problem check`), and says in comments what
// is to be changed.
#pragma once

#include <string>
#include <vector>

namespace assize {

// "stdin": reads and prints; "scoring": the same, with groups of tests and points; "interactive":
// talks with a program of the package.
std::vector<std::string> starter_kinds();

// Makes the folder, whose last part is the problem's id and from which the problem's name is made,
// and puts a package of that kind into it: all of it or nothing. Throws InputError if the kind
// isn't known, the id is none, the folder is there already, or can't be written.
void write_starter(const std::string& kind, const std::string& folder);

}  // namespace assize
