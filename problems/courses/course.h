// Assignments of existing courses, translated into packages: what other systems' teachers have
// written, as far as it means the same here. Nothing is judged in another way without saying so:
// whatever isn't translated is refused by name, with its file and line.
// What of which origin is taken, changed and refused: docs/courses.md.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "problems/files/file_tree.h"

namespace assize::courses {

// What became of a part of the course.
struct Note {
  enum class Kind : std::uint8_t {
    taken,     // is in the package and means the same
    changed,   // is in the package in another way
    left_out,  // isn't needed
    refused    // can't be translated
  };
  Kind kind = Kind::taken;
  std::string file;      // path in the course
  std::size_t line = 0;  // from 1; 0: the file as a whole
  std::string what;
};

std::string_view word_of(Note::Kind kind);  // "left out"

struct CoursePackage {
  std::string origin;  // "gradescope", "classroom", "ok", "nbgrader", "prairielearn"
  std::string kind;    // "stdin": a package of format 2025-09; "assignment": one of unit tests
  std::map<std::string, std::string> files;  // of the new package: path to content
  std::size_t tests = 0;                     // that were found and taken: files, cells or cases
  std::vector<Note> notes;
  bool has_refusals() const;
};

// Recognises the origin by the files that are there and translates it. `id` is the new problem's.
// What can't be translated is a note; the files are then those of the rest. Throws InputError where
// no origin or more than one is recognised, and for a file that can't be read as what it is.
CoursePackage translate_course(const FileTree& course, const std::string& id);

}  // namespace assize::courses
