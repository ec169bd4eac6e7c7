#include "judge/rules/traceback.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "storage/base/text.h"

namespace assize {

namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

// Python 3.8 to 3.14: the subclasses of BaseException in the module builtins, between blanks.
constexpr std::string_view kBuiltinExceptions =
    " ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup "
    "BlockingIOError BrokenPipeError BufferError BytesWarning ChildProcessError "
    "ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError "
    "DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup "
    "FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit "
    "IOError ImportError ImportWarning IndentationError IndexError InterruptedError "
    "IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError "
    "ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError "
    "OverflowError PendingDeprecationWarning PermissionError ProcessLookupError "
    "PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError "
    "RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError "
    "SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError "
    "UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning "
    "ValueError Warning ZeroDivisionError ";

bool is_memory_error(std::string_view name) { return name.ends_with("MemoryError"); }

// What joins a traceback to the one before.
bool is_link(std::string_view line) {
  return line.starts_with("During handling of the above exception") ||
         line.starts_with("The above exception was the direct cause");
}

// The path and the line of '  File "/box/main.py", line 3, in <module>'; the path below the working
// directory, for which some interpreters leave its name out.
std::optional<SourceLine> frame_of(std::string_view line) {
  constexpr std::string_view kBegin = "  File \"";
  constexpr std::string_view kBox = "/box/";
  constexpr std::string_view kMiddle = "\", line ";
  if (!line.starts_with(kBegin)) return std::nullopt;
  line.remove_prefix(kBegin.size());
  if (line.starts_with(kBox)) line.remove_prefix(kBox.size());
  const auto end = line.find(kMiddle);
  if (end == std::string_view::npos) return std::nullopt;
  SourceLine found{std::string(line.substr(0, end))};
  line.remove_prefix(end + kMiddle.size());
  const auto read = std::from_chars(line.data(), line.data() + line.size(), found.number);
  if (read.ec != std::errc()) return std::nullopt;
  return found;
}

}  // namespace

// "ValueError", "numpy.core._exceptions._ArrayMemoryError: Unable to …"; or empty.
std::string_view exception_name(std::string_view line) {
  const std::string_view name = line.substr(0, line.find(':'));
  const bool good = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
                    std::all_of(name.begin(), name.end(), is_name_character);
  return good && (name.size() == line.size() || line.substr(name.size()).starts_with(": "))
             ? name
             : std::string_view{};
}

bool is_builtin_exception(std::string_view name) {
  const bool is_word = !name.empty() && std::all_of(name.begin(), name.end(), is_name_character);
  return is_word &&
         kBuiltinExceptions.find(" " + std::string(name) + " ") != std::string_view::npos;
}

std::optional<SourceLine> own_line(std::string_view error_output,
                                   const std::function<bool(const SourceLine&)>& is_own) {
  const std::string_view error = uncaught_error(error_output).line;
  if (error.empty()) return std::nullopt;
  std::string_view before =
      error_output.substr(0, static_cast<std::size_t>(error.data() - error_output.data()));
  while (!before.empty()) {
    before.remove_suffix(1);  // its line feed
    const auto start = before.rfind('\n') + 1;
    const std::string_view line = before.substr(start);
    if (line.starts_with("Traceback (most recent call last)")) break;
    if (const auto frame = frame_of(line); frame && is_own(*frame)) return frame;
    before = before.substr(0, start);
  }
  return std::nullopt;
}

UncaughtError uncaught_error(std::string_view error_output) {
  UncaughtError found;
  bool in_traceback = false;  // the line before is indented
  bool ignored = false;       // the next traceback is of an exception that ended nothing
  bool linked = false;        // the next one was raised while the last one was handled
  for (std::string_view rest = error_output; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("Exception ignored ")) ignored = true;
    if (is_link(line)) linked = true;
    const std::string_view name = in_traceback ? exception_name(line) : std::string_view{};
    in_traceback = line.starts_with("  ");
    if (name.empty()) continue;
    if (!ignored) {
      found.line = line;
      found.of_memory = is_memory_error(name) || (linked && found.of_memory);
    }
    ignored = linked = false;
  }
  if (found.line.empty()) {
    found.line = last_line(error_output);
    found.of_memory = is_memory_error(exception_name(found.line));
  }
  return found;
}

}  // namespace assize
