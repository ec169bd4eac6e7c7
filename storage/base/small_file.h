// Files that are read and written whole: the kernel's (proc, sysfs, cgroups), and the host's own.
// What comes from outside is read by problems/files, with a limit and a message.
#pragma once

#include <fcntl.h>

#include <optional>
#include <string>
#include <string_view>

namespace assize {

// The whole of a file below an open directory, or of a path (AT_FDCWD). Nothing, with errno set, if
// it can't be read.
std::optional<std::string> read_file(int directory, const std::string& path);
inline std::optional<std::string> read_file(const std::string& path) {
  return read_file(AT_FDCWD, path);
}

// The same, empty if it can't be read: the file of a process that has ended, of a kernel that
// hasn't got it.
inline std::string text_of(int directory, const std::string& path) {
  return read_file(directory, path).value_or("");
}
inline std::string text_of(const std::string& path) { return text_of(AT_FDCWD, path); }

// Writes to a file that is there, in one call, as the kernel's files want it. False with errno set.
bool write_file(int directory, const std::string& path, std::string_view text);
inline bool write_file(const std::string& path, std::string_view text) {
  return write_file(AT_FDCWD, path, text);
}

}  // namespace assize
