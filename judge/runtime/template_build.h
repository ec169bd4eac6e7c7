// Making a template on the host that it is for: of a CPython that none was built for with assize.
#pragma once

#include <string>

#include "judge/runtime/interpreter.h"

namespace assize {

// The template in `folder` that was made for this CPython, from the sources beside `jail_program`
// as they are now: templates speak with the jail, so those of another assize don't count. Empty:
// there is none.
std::string find_built_template(const Interpreter& interpreter, const std::string& jail_program,
                                const std::string& folder);

// Compiles a template for the interpreter with the headers that it says are its own, by the host's
// C compiler, of the sources beside `jail_program` (template-source/), and puts it into `folder`,
// which is made if it isn't there. Returns its path. Throws UnusableRuntime if the template doesn't
// know this CPython, if there are no headers, no compiler, no sources, or if it can't be compiled:
// with the compiler's own words.
std::string build_template(const RuntimeRow& row, const Interpreter& interpreter,
                           const std::string& jail_program, const std::string& folder);

}  // namespace assize
