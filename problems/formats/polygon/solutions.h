// The solutions that a Polygon package brings.
#pragma once

#include <vector>

#include "problems/files/file_tree.h"
#include "problems/submissions/submissions.h"

namespace assize {

// Those that problem.xml lists and that are there, by path, with what their tags expect.
// Throws InputError with file, line and column.
std::vector<PackageSubmission> find_polygon_solutions(const FileTree& files,
                                                      const Package& package);

}  // namespace assize
