// Which template an interpreter is started by, or why by none.
#pragma once

#include <string>

#include "judge/runtime/interpreter.h"

namespace assize {

struct TemplateChoice {
  std::string
      object;  // path of the template that is made for this interpreter; empty: there is none
  std::string why_none;  // "the template doesn't know CPython 3.15": then not empty
  std::string mend;      // what the operator can do about it; empty: nothing
  bool found() const { return !object.empty(); }
};

// Templates are files beside `jail_program`, each for a minor version of CPython
// (jail_program.h), and those that were made on this host, in `folder` (template_build.h; empty:
// there are none). Which ones the code knows is said in judge/template/cpython.h.
TemplateChoice choose_template(const Interpreter& interpreter, const std::string& jail_program,
                               const std::string& folder);

// The versions of CPython that the code of the template knows: "CPython 3.13.5" is one, and it
// isn't said whether the template was built for it here. Of any other CPython runs are by exec.
bool template_knows(const std::string& version);

// "CPython 3.11, 3.12 (from 3.12.1), 3.13 and 3.14 (from 3.14.5)"
std::string template_versions();

}  // namespace assize
