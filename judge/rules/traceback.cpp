#include "judge/rules/traceback.h"

#include <algorithm>
#include <cctype>

#include "storage/base/text.h"

namespace assize {

namespace {

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

// "ValueError", "numpy.core._exceptions._ArrayMemoryError: Unable to …"; or empty.
std::string_view name_of_exception(std::string_view line) {
  const std::string_view name = line.substr(0, line.find(':'));
  const bool good = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0 &&
                    std::all_of(name.begin(), name.end(), is_name_character);
  return good && (name.size() == line.size() || line.substr(name.size()).starts_with(": "))
             ? name
             : std::string_view{};
}

bool is_memory_error(std::string_view name) { return name.ends_with("MemoryError"); }

// What joins a traceback to the one before.
bool is_link(std::string_view line) {
  return line.starts_with("During handling of the above exception") ||
         line.starts_with("The above exception was the direct cause");
}

}  // namespace

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
    const std::string_view name = in_traceback ? name_of_exception(line) : std::string_view{};
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
    found.of_memory = is_memory_error(name_of_exception(found.line));
  }
  return found;
}

}  // namespace assize
