#include "problems/write_package.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "problems/package.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

fs::path path_of(const std::string& folder) {
  fs::path path = fs::path(folder).lexically_normal();
  if (path.filename().empty()) path = path.parent_path();
  return path;
}

[[noreturn]] void fail(int error) { throw std::system_error(error, std::generic_category()); }

// A folder that wasn't there before, beside the one that is to be.
fs::path make_temporary(const fs::path& path) {
  constexpr int kMostTries = 1000;
  for (int i = 0; i < kMostTries; ++i) {
    fs::path temporary = path;
    temporary.replace_filename("." + path.filename().string() + "." + std::to_string(::getpid()) +
                               "." + std::to_string(i));
    if (fs::create_directory(temporary)) return temporary;
  }
  fail(EEXIST);
}

void write_file(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!file.flush()) fail(errno);
}

}  // namespace

std::string check_new_package(const std::string& folder) {
  const fs::path path = path_of(folder);
  std::string id = path.filename();
  if (!is_problem_id(id))
    throw InputError(shown_name(folder) +
                     ": the folder's name is the problem's id: at most 100 of a-z, A-Z, 0-9, '.', "
                     "'_' and '-', of which '.' and '-' can't be the first");
  std::error_code error;
  if (fs::symlink_status(path, error).type() != fs::file_type::not_found)
    throw InputError(shown_name(folder) + ": is there already: nothing was written");
  return id;
}

void write_package(const std::string& folder, const std::map<std::string, std::string>& files) {
  check_new_package(folder);
  const fs::path path = path_of(folder);
  fs::path temporary;
  try {
    if (path.has_parent_path()) fs::create_directories(path.parent_path());
    temporary = make_temporary(path);
    for (const auto& [name, content] : files) write_file(temporary / name, content);
    int done = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
    // A file system that can't do that: what was looked at above must do.
    if (done != 0 && errno == EINVAL) done = ::rename(temporary.c_str(), path.c_str());
    if (done != 0) fail(errno);
  } catch (const std::system_error& failure) {
    std::error_code error;
    if (!temporary.empty()) fs::remove_all(temporary, error);
    throw InputError(shown_name(folder) + ": can't be written: " + failure.code().message());
  }
}

}  // namespace assize
