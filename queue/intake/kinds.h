// What people hand in that isn't a Python program, told by its first bytes, and where these say
// nothing, by its name. Pure rules: whoever calls them has read the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assize {

// Why a file can't be a Python program, and what to do: "is a PDF document, not a Python program:
// hand in the program itself, a .py file". Empty: it may be one. `name` may be a path, or empty.
std::string why_not_python(std::string_view name, std::string_view content);

// The same for an archive in the form of a zip file, by the names of its members: documents of
// Office and OpenDocument, Java archives. Empty: it may be a submission.
std::string why_not_source_archive(const std::vector<std::string>& members);

// Whether it is to be read as a zip file: it begins as one, or is called one.
bool is_zip(std::string_view name, std::string_view content);

// The last part of a path in small letters, and what follows its last dot: "py"; or empty.
std::string ending_of(std::string_view path);

}  // namespace assize
