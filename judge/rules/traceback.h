// The error that ended a program, as CPython prints it. A program can print anything: this is for
// people, and chooses between two rejections (MLE, RTE) at most.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace assize {

struct UncaughtError {
  std::string_view line;   // "ValueError: …": of `error_output`; its last line if there is none
  bool of_memory = false;  // MemoryError, one of its subclasses, or one that was raised handling it
};

// Of the last bytes of standard error. A traceback's last line isn't indented and follows one that
// is; what comes after it (warnings, exceptions that are ignored, prints at exit) is passed over.
UncaughtError uncaught_error(std::string_view error_output);

// "ValueError" of "ValueError: …" and of "ValueError"; empty if a line isn't that of an exception.
std::string_view exception_name(std::string_view line);

// Whether CPython has an exception or a warning of this name in `builtins` (3.8 to 3.14).
bool is_builtin_exception(std::string_view name);

// A line of a program's source; numbers count from 1.
struct SourceLine {
  std::string file;  // as the submission has it: "main.py"
  std::uint64_t number = 0;
  bool operator==(const SourceLine&) const = default;
};

// Where the uncaught error was raised, as far as the submission is concerned: the innermost frame
// of its traceback that is of one of the submission's files. `is_own` is asked for paths below the
// working directory, and says whether there is such a line. Nothing if there is none.
std::optional<SourceLine> own_line(std::string_view error_output,
                                   const std::function<bool(const SourceLine&)>& is_own);

}  // namespace assize
