#include "judge/validation/dmoj_checker.h"

#include "judge/validation/dmoj_checker_program.h"

namespace assize {

std::string_view dmoj_checker_program() { return kDmojCheckerProgram; }

}  // namespace assize
