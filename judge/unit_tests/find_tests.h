// Finds the tests of a unit-test problem: its files are imported in a jail, without any submission.
#pragma once

#include <functional>
#include <memory>

#include "judge/validation/program.h"
#include "problems/files/file_tree.h"
#include "problems/package.h"

namespace assize {

// The files as load_package() takes them: of a unit-test problem with its tests, of any other one
// as they are. `programs` is asked for only where there is something to be found. Throws
// InputError, HostError, JudgeError.
std::unique_ptr<FileTree> with_tests(std::unique_ptr<FileTree> files, const LoadOptions& options,
                                     const std::function<ProgramHost&()>& programs);

}  // namespace assize
