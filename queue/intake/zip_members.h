// Reading a submission that came as a zip file.
#pragma once

#include <map>
#include <set>
#include <string>

#include "problems/files/zip_structure.h"

namespace assize {

// The name of a member, in UTF-8 and with slashes. By APPNOTE.TXT 4.4.17 and D.1 a name without the
// flag for UTF-8 is in code page 437; but many writers use UTF-8 without it, so that is looked at
// first. Old programs for Windows write backslashes. Throws InputError, without a place: the name
// says it is UTF-8 and isn't.
std::string name_of_member(const ZipMember& member);

// The files of a zip file by their names, but for what is left out (left_out.h), whose paths are
// added to `left_out`. That all readers see the same members is seen first (zip_structure.h), for
// what is left out, too. Throws InputError with `place` and the members that are at fault, all of
// them at once: links, names that lead out, too long ones, names that are there twice; and past a
// bound (kMaxSourceFiles, kMaxSourceSize), or where it isn't a source but a document.
std::map<std::string, std::string> read_zip(const std::string& bytes, const std::string& place,
                                            std::set<std::string>& left_out);

}  // namespace assize
