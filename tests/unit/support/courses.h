// Assignments of courses in memory, and what became of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "problems/courses/course.h"
#include "tests/unit/support/memory_tree.h"

namespace assize::test {

using Files = std::map<std::string, std::string>;

inline courses::CoursePackage translated(const Files& files, const std::string& id = "week-1") {
  const MemoryTree tree(files);
  return courses::translate_course(tree, id);
}

// "file:line: what", of one kind, in their order.
inline std::vector<std::string> notes_of(const courses::CoursePackage& package,
                                         courses::Note::Kind kind) {
  std::vector<std::string> notes;
  for (const auto& note : package.notes)
    if (note.kind == kind)
      notes.push_back(note.file + (note.line > 0 ? ":" + std::to_string(note.line) : "") + ": " +
                      note.what);
  return notes;
}

inline std::vector<std::string> refusals(const courses::CoursePackage& package) {
  return notes_of(package, courses::Note::Kind::refused);
}

// True if one of them contains the text.
inline bool says(const std::vector<std::string>& notes, const std::string& text) {
  for (const auto& note : notes)
    if (note.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace assize::test
