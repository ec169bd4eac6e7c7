// From the files that somebody handed in to a source: which of them is the program, and where the
// others are. Pure rules.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "storage/records/source.h"

namespace assize {

struct Arranged {
  Source source;                   // its program is main.py
  std::vector<std::string> notes;  // what was done to the files, in words
};

// `files`: path to content, of a folder or an archive, without what is left out (left_out.h).
// `expected`: the name of the file that the problem asks for, beside main.py; or empty.
//
// Folders that hold everything are taken away. The program is, in this order,
//   - the expected file at the top: a main.py beside it is then the submitter's own, and left out;
//   - main.py at the top, in whatever case;
//   - the only file that ends with .py. If all Python files are in one folder, that folder is
//     looked at in the same way; what is outside of it keeps its path.
// Throws InputError, without a place, with the names of the files that are at fault: no program or
// no telling which, a program that isn't Python, paths that are the same but for capitals, and one
// that is a file and a folder.
Arranged arrange(std::map<std::string, std::string> files, const std::string& expected);

}  // namespace assize
