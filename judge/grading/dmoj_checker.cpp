#include "judge/grading/dmoj_checker.h"

#include "judge/grading/dmoj_checker_program.h"

namespace assize {

std::string_view dmoj_checker_program() { return kDmojCheckerProgram; }

}  // namespace assize
