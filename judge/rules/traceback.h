// The error that ended a program, as CPython prints it. A program can print anything: this is for
// people, and chooses between two rejections (MLE, RTE) at most.
#pragma once

#include <string_view>

namespace assize {

struct UncaughtError {
  std::string_view line;   // "ValueError: …": of `error_output`; its last line if there is none
  bool of_memory = false;  // MemoryError, one of its subclasses, or one that was raised handling it
};

// Of the last bytes of standard error. A traceback's last line isn't indented and follows one that
// is; what comes after it (warnings, exceptions that are ignored, prints at exit) is passed over.
UncaughtError uncaught_error(std::string_view error_output);

}  // namespace assize
