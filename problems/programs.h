// Programs in a package, from their files alone: which language, which file is started.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems/package.h"

namespace assize {

// A file or a directory of a package that holds a program.
struct ProgramFiles {
  std::string path;                          // in the package: of the file or of the directory
  std::map<std::string, std::string> files;  // where it finds its files to their paths
};

// What is directly in `directory` ("output_validators"): each file, and each directory with all
// that is in it. By path.
std::vector<ProgramFiles> programs_in(const FileTree& files, const std::string& directory);
// A directory itself, with all that is in it.
ProgramFiles program_of_directory(const FileTree& files, const std::string& directory);

// The code of a language as the ICPC format has it ("python3", "cpp", …), by a file's ending;
// empty: none. Source: the appendix "Languages" of the format.
std::string_view language_of(std::string_view file_name);
// The one language of all files; "c" gives way to "cpp". Empty: none, or several.
std::string language_of(const std::map<std::string, std::string>& files);

// Of a Python program, the file that is started: __main__.py, else main.py, else the first in byte
// order, as the reference tool has it; at the top first. Empty: there is no Python file.
std::string python_main(const std::map<std::string, std::string>& files);

// A script that builds or starts the program: "build" or "run" at its top. Empty: none.
std::string script_of(const ProgramFiles& program);

}  // namespace assize
