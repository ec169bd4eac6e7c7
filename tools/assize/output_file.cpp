#include "tools/assize/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/jail/unique_fd.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error, const std::string& note = "") {
  throw InputError("can't write " + shown_name(path) + note + ": " +
                   std::generic_category().message(error));
}

// Where a link leads; the path itself where nothing is.
std::string place_of(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return path;
  std::error_code error;
  const fs::path place = fs::canonical(path, error);
  if (error) fail(path, error.value(), " (a link that leads nowhere)");
  return place;
}

// By its descriptor: nobody can put another file in its place meanwhile.
void write_through(const UniqueFd& file, const std::string& path,
                   const std::function<void(std::ostream&)>& write) {
  std::ofstream stream("/proc/self/fd/" + std::to_string(file.get()), std::ios::binary);
  if (stream) write(stream);
  stream.close();
  if (!stream) fail(path, errno == 0 ? EIO : errno);
}

}  // namespace

void write_output_file(const std::string& path, const std::function<void(std::ostream&)>& write) {
  struct stat status {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  if (is_there && !S_ISREG(status.st_mode)) {
    const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!file) fail(path, errno);
    return write_through(file, path, write);
  }
  const std::string place = place_of(path);
  // A name of its own, made by O_EXCL: whatever is under it already isn't touched.
  std::string beside = place + ".XXXXXX";
  const UniqueFd file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file) fail(path, errno);
  try {
    if (is_there && ::fchmod(file.get(), status.st_mode & 0777) != 0) fail(path, errno);
    write_through(file, path, write);
    if (std::rename(beside.c_str(), place.c_str()) != 0) fail(path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace assize
