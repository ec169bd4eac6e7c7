// What people's computers and tools put beside a program, and which is no part of a submission.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assize {

// By the name alone, be it a file's or a folder's: caches, version control, settings of editors,
// what macOS and Windows leave in folders.
bool is_left_out_name(std::string_view name);

// A folder with this file is a virtual environment.
constexpr const char* kEnvironmentFile = "pyvenv.cfg";

// Of a folder's names (`folder` is its path in the submission, "" or with a slash at its end),
// those that are a part of the submission. The paths of the others are added to `left_out`.
std::vector<std::string> kept_names(const std::string& folder, std::vector<std::string> names,
                                    std::set<std::string>& left_out);

// For whole paths, of an archive: what is left out of one, as a path above or the path itself, or
// empty. `environments`: the folders of the archive that hold a pyvenv.cfg, as kept_names() has
// them.
std::string left_out_part(const std::string& path, const std::set<std::string>& environments);
std::set<std::string> environments_in(const std::vector<std::string>& paths);

// "left out: .git, __MACOSX, 12 × .DS_Store"; empty if nothing was.
std::string left_out_in_words(const std::set<std::string>& left_out);

}  // namespace assize
