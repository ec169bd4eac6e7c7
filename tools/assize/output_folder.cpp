#include "tools/assize/output_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw InputError("can't write to the folder " + shown_name(path) + ": " + why);
}

[[noreturn]] void fail(const std::string& path, int error) {
  fail(path, std::generic_category().message(error));
}

constexpr const char* kAdvice = "; name a folder that isn't there yet, or an empty one";

// Of a folder that may be replaced. Throws what is wrong with it.
fs::path place_of_present(const std::string& path) {
  std::error_code error;
  const fs::path place = fs::canonical(path, error);
  if (error) fail(path, error.value());
  if (!fs::is_directory(place, error)) fail(path, std::string("it is not a folder") + kAdvice);
  const bool is_empty = fs::is_empty(place, error);
  if (error) fail(path, error.value());
  if (!is_empty)
    fail(path, std::string("it is not empty, and nothing in it is overwritten") + kAdvice);
  if (place == fs::current_path(error) || place == place.root_path())
    fail(path, std::string("it can't be replaced while it is in use here") + kAdvice);
  return place;
}

fs::path place_of_new(const std::string& path) {
  fs::path given(path);
  if (!given.has_filename()) given = given.parent_path();  // "reports/"
  std::error_code error;
  const fs::path parent = fs::canonical(given.has_parent_path() ? given.parent_path() : ".", error);
  if (error) fail(path, "the folder that it shall be in: " + error.message());
  return parent / given.filename();
}

// As a file that takes another one's place: where its group can't be had, the rights of that group
// are nobody's.
void take_after(const std::string& folder, const struct stat& before) {
  const bool group = ::chown(folder.c_str(), before.st_uid, before.st_gid) == 0 ||
                     ::chown(folder.c_str(), static_cast<uid_t>(-1), before.st_gid) == 0;
  if (::chmod(folder.c_str(), before.st_mode & (group ? 0777U : 0707U)) != 0) fail(folder, errno);
}

}  // namespace

void write_output_folder(const std::string& path,
                         const std::function<void(const std::string& folder)>& fill) {
  struct stat before {};
  if (path.empty()) fail(path, std::string("it has no name") + kAdvice);
  const bool is_there = ::lstat(path.c_str(), &before) == 0;
  const std::string place = is_there ? place_of_present(path) : place_of_new(path);
  std::string beside = place + ".XXXXXX";
  if (::mkdtemp(beside.data()) == nullptr) fail(path, errno);
  try {
    fill(beside);
    if (is_there && ::stat(place.c_str(), &before) == 0) take_after(beside, before);
    // Over an empty folder, or none: anything else is an error (rename(2)).
    if (std::rename(beside.c_str(), place.c_str()) != 0) {
      const int error = errno;
      fail(path, std::generic_category().message(error) + kAdvice);
    }
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(beside, ignored);
    throw;
  }
}

}  // namespace assize
