#include "judge/runtime/linked_libraries.h"

#include <filesystem>
#include <sstream>

#include "judge/runtime/command.h"
#include "judge/runtime/file_marks.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLoader = "/lib64/ld-linux-x86-64.so.2";
constexpr std::size_t kMostAtOnce = 64 * 1024;  // bytes of paths: an argument holds 128 KiB

bool can_be_listed(const fs::path& path) {
  // The loader takes colons and spaces for ends of names.
  return path.extension() == ".so" && path.string().find_first_of(": ") == std::string::npos;
}

std::set<std::string> compiled_modules(const std::vector<std::string>& places) {
  std::set<std::string> found;
  for (const auto& place : places) {
    std::error_code error;
    if (fs::is_regular_file(place, error) && can_be_listed(place)) found.insert(place);
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator walk(place, options, error), end; !error && walk != end;
         walk.increment(error)) {
      if (walk->path().filename() == "dist-packages") walk.disable_recursion_pending();
      if (can_be_listed(walk->path()) && !walk->is_symlink(error) && walk->is_regular_file(error))
        found.insert(walk->path());
    }
  }
  return found;
}

void list_libraries(const std::string& executable, const std::string& preload,
                    std::set<std::string>& libraries) {
  std::vector<std::string> command{kLoader};
  if (!preload.empty()) command.insert(command.end(), {"--preload", preload});
  command.insert(command.end(), {"--list", executable});
  std::istringstream lines(output_of(command));
  for (std::string line; std::getline(lines, line);) {
    const auto arrow = line.find(" => /");
    const auto end = line.rfind(" (");
    if (arrow == std::string::npos || end == std::string::npos || end < arrow) continue;
    libraries.insert(line.substr(arrow + 4, end - arrow - 4));
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) found.push_back(line);
  return found;
}

std::set<std::string> ask_loader(const std::string& executable,
                                 const std::set<std::string>& modules) {
  std::set<std::string> libraries{kLoader};
  std::string preload;
  for (const auto& module : modules) {
    if (preload.size() > kMostAtOnce) {
      list_libraries(executable, preload, libraries);
      preload.clear();
    }
    preload += (preload.empty() ? "" : ":") + module;
  }
  list_libraries(executable, preload, libraries);
  // The C library loads it by name when a thread is cancelled or exits early.
  for (const auto& path : std::set<std::string>(libraries))
    if (path.find("/libc.so") != std::string::npos) {
      const std::string unwinder = fs::path(path).parent_path() / "libgcc_s.so.1";
      if (fs::exists(unwinder)) libraries.insert(unwinder);
    }
  return libraries;
}

}  // namespace

// The loader is asked anew only if something has changed that it looks at.
std::set<std::string> linked_libraries(const std::string& executable,
                                       const std::vector<std::string>& places) {
  const std::set<std::string> modules = compiled_modules(places);
  FileMarks marks;
  for (const char* path : {kLoader, "/etc/ld.so.cache"}) marks.add(path);
  marks.add_text(executable).add(executable);
  for (const auto& module : modules) marks.add_text(module).add(module);
  Sha256 sha;
  sha.add_field(executable);
  for (const auto& place : places) sha.add_field(place);
  const std::string name = "libraries-" + sha.hex().substr(0, 16);
  const bool settled = marks.settled();
  const std::string key = marks.digest();
  if (const auto known = cached_of_files(name, key, lines_of)) {
    const std::vector<std::string> paths = lines_of(*known);
    return {paths.begin(), paths.end()};
  }
  const std::set<std::string> libraries = ask_loader(executable, modules);
  std::string list;
  for (const auto& library : libraries) list += library + "\n";
  if (settled) keep_of_files(name, key, list, lines_of);
  return libraries;
}

}  // namespace assize
