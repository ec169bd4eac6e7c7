#include "judge/runtime/runtime.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "judge/core/digest.h"
#include "judge/core/errors.h"
#include "judge/jail/unique_fd.h"
#include "judge/runtime/command.h"
#include "judge/runtime/compile_program.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLoader = "/lib64/ld-linux-x86-64.so.2";

// What the interpreter says of itself, a line each.
constexpr const char* kSelfDescription =
    "import sys, sysconfig\n"
    "print(sys.implementation.name, '.'.join(map(str, sys.version_info[:3])))\n"
    "print(sysconfig.get_path('stdlib'))\n"
    "print(sysconfig.get_path('platstdlib'))\n"
    "print(sysconfig.get_config_var('DESTSHARED') or '')\n";

struct Description {
  std::string version;
  std::set<std::string> libraries;  // directories of the standard library
  std::string extensions;           // directory of the compiled modules
};

Description describe(const std::string& executable) {
  const std::string text = output_of({executable, "-I", "-S", "-c", kSelfDescription});
  std::istringstream lines(text);
  Description found;
  std::string name;
  std::string number;
  std::string first;
  std::getline(lines, first);
  std::istringstream(first) >> name >> number;
  found.version = (name == "cpython" ? "CPython" : name) + " " + number;
  std::string line;
  for (int i = 0; i < 2 && std::getline(lines, line); ++i)
    if (!line.empty()) found.libraries.insert(fs::canonical(line));
  std::getline(lines, found.extensions);
  if (number.empty() || found.libraries.empty())
    throw HostError("runtime: " + executable + " doesn't answer like a Python interpreter");
  return found;
}

// A file where the loader will look for it: its directory resolved, its own name kept.
Mount file_mount(const std::string& path) {
  const fs::path p(path);
  return {fs::canonical(p), (fs::canonical(p.parent_path()) / p.filename()).string(),
          Mount::Kind::file};
}

// The shared libraries of the interpreter and of all its compiled modules, as the loader finds
// them.
std::set<std::string> linked_libraries(const std::string& executable,
                                       const std::string& extensions) {
  std::string preload;
  std::error_code ignored;
  if (!extensions.empty())
    for (const auto& entry : fs::directory_iterator(extensions, ignored))
      if (entry.path().extension() == ".so")
        preload += (preload.empty() ? "" : ":") + entry.path().string();
  std::vector<std::string> command{kLoader};
  if (!preload.empty()) command.insert(command.end(), {"--preload", preload});
  command.insert(command.end(), {"--list", executable});
  std::istringstream lines(output_of(command));
  std::set<std::string> libraries{kLoader};
  for (std::string line; std::getline(lines, line);) {
    const auto arrow = line.find(" => /");
    const auto end = line.rfind(" (");
    if (arrow == std::string::npos || end == std::string::npos || end < arrow) continue;
    libraries.insert(line.substr(arrow + 4, end - arrow - 4));
  }
  // The C library loads it by name when a thread is cancelled or exits early.
  for (const auto& path : std::set<std::string>(libraries))
    if (path.find("/libc.so") != std::string::npos) {
      const std::string unwinder = fs::path(path).parent_path() / "libgcc_s.so.1";
      if (fs::exists(unwinder)) libraries.insert(unwinder);
    }
  return libraries;
}

bool is_elf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, SELFMAG> magic{};
  file.read(magic.data(), magic.size());
  return file && std::string_view(magic.data(), magic.size()) == ELFMAG;
}

void add_fixed_files(FileView& view) {
  for (const char* name : {"null", "zero", "full", "random", "urandom"}) {
    const std::string path = std::string("/dev/") + name;
    view.mounts.push_back({path, path, Mount::Kind::device});
  }
  for (const auto& [path, target] : {std::pair{"/dev/fd", "/proc/self/fd"},
                                     {"/dev/stdin", "/proc/self/fd/0"},
                                     {"/dev/stdout", "/proc/self/fd/1"},
                                     {"/dev/stderr", "/proc/self/fd/2"}})
    view.symlinks.push_back({path, target});
  view.files.push_back({"/etc/passwd", "runner:x:1000:1000:runner:/tmp:/usr/sbin/nologin\n"});
  view.files.push_back({"/etc/group", "runner:x:1000:\n"});
  // A merged /usr is made of links at the top; the jail has the same.
  for (const char* top : {"/bin", "/lib", "/lib64"}) {
    std::error_code error;
    const fs::path target = fs::read_symlink(top, error);
    if (!error) view.symlinks.push_back({top, target});
  }
}

struct HashedFile {
  std::string target;
  std::string source;
};

// Byte code is left out: it is made from what is hashed, and says when that was.
void list_files(const Mount& mount, std::vector<HashedFile>& files) {
  if (mount.kind == Mount::Kind::device) return;
  if (mount.kind == Mount::Kind::file) {
    files.push_back({mount.target, mount.source});
    return;
  }
  for (auto walk = fs::recursive_directory_iterator(mount.source); walk != fs::end(walk); ++walk) {
    if (walk->path().filename() == "__pycache__") walk.disable_recursion_pending();
    if (!walk->is_symlink() && walk->is_regular_file() && walk->path().extension() != ".pyc")
      files.push_back(
          {mount.target + walk->path().string().substr(mount.source.size()), walk->path()});
  }
}

// The library has thousands of files, read at every start: by read(2) into one buffer.
std::string hash_of_file(const std::string& path) {
  static thread_local std::array<char, 1U << 18U> buffer;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  Sha256 sha;
  ssize_t length = -1;
  while (fd && (length = ::read(fd.get(), buffer.data(), buffer.size())) > 0)
    sha.add({buffer.data(), static_cast<std::size_t>(length)});
  if (length < 0) throw HostError("runtime: can't read " + path);
  return sha.hex();
}

std::string hash_of(const Runtime& runtime) {
  std::vector<HashedFile> files;
  for (const auto& mount : runtime.view.mounts) list_files(mount, files);
  std::sort(files.begin(), files.end(),
            [](const HashedFile& a, const HashedFile& b) { return a.target < b.target; });
  Sha256 sha;
  sha.add_field("assize runtime 1").add_field(runtime.executable).add_field(runtime.version);
  for (const auto& variable : runtime.environment) sha.add_field(variable);
  for (const auto& file : files) sha.add_field(file.target).add_field(hash_of_file(file.source));
  return sha.hex();
}

void must_be_readable(const FileView& view) {
  for (const auto& mount : view.mounts) {
    struct stat status {};
    if (::stat(mount.source.c_str(), &status) != 0)
      throw HostError("runtime: " + mount.source + " is missing");
    if (::geteuid() != 0) continue;  // rootless, whoever runs assize is the one who must read it
    const mode_t needed = mount.kind == Mount::Kind::directory ? (S_IROTH | S_IXOTH) : S_IROTH;
    for (fs::path p = mount.source; p.has_relative_path(); p = p.parent_path()) {
      struct stat part {};
      if (::stat(p.c_str(), &part) != 0) continue;
      const mode_t wanted = p == mount.source ? needed : mode_t{S_IXOTH};
      if ((part.st_mode & wanted) != wanted)
        throw HostError(
            "runtime: " + mount.source + " can't be read by an ordinary user (" + p.string() +
            "); runs don't have root's rights: chmod o+rX it, or use another interpreter");
    }
  }
}

}  // namespace

std::vector<std::string> RuntimeRow::common_modules() {
  return {"bisect", "collections", "copy", "datetime", "decimal", "enum", "fractions", "functools",
          "heapq",  "itertools",   "math", "operator", "random",  "re",   "string",    "typing"};
}

TemplateSetup Runtime::interpreter() const {
  if (kind == RuntimeKind::exec) return {};
  std::string names;
  for (const auto& module : modules) names += (names.empty() ? "" : ",") + module;
  return {executable, run_arguments(), environment, names, {}};
}

std::vector<std::string> run_arguments() { return {"python3", kMainFile}; }

std::vector<std::string> compile_arguments() {
  return {"python3", "-I", "-S", "-W", "ignore", "-c", kCompileProgram};
}

std::string compile_command() { return kCompileProgram; }

Runtime resolve_runtime(const RuntimeRow& row) {
  std::error_code error;
  const fs::path executable = fs::canonical(row.path, error);
  if (error || !row.path.starts_with('/'))
    throw HostError(
        "runtime " + row.name + ": no interpreter at " + row.path +
        ": install python3, or name another one with an absolute path in the configuration");
  if (!is_elf(executable))
    throw HostError("runtime " + row.name + ": " + executable.string() +
                    " is a script (of a version manager?): name the interpreter itself");

  Runtime runtime;
  runtime.name = row.name;
  runtime.executable = executable;
  runtime.kind = row.kind;
  runtime.modules = row.modules;
  const Description description = describe(executable);
  runtime.version = description.version;

  FileView& view = runtime.view;
  view.mounts.push_back({executable, executable, Mount::Kind::file});
  for (const auto& library : description.libraries)
    view.mounts.push_back({library, library, Mount::Kind::directory});
  for (const auto& library : linked_libraries(executable, description.extensions)) {
    Mount mount = file_mount(library);
    const bool inside =
        std::any_of(description.libraries.begin(), description.libraries.end(),
                    [&](const std::string& d) { return mount.target.starts_with(d + "/"); });
    const bool known = std::any_of(view.mounts.begin(), view.mounts.end(),
                                   [&](const Mount& m) { return m.target == mount.target; });
    if (!inside && !known) view.mounts.push_back(std::move(mount));
  }
  const std::string bin = executable.parent_path();
  if (executable.filename() != "python3")
    view.symlinks.push_back({bin + "/python3", executable.filename()});
  add_fixed_files(view);
  must_be_readable(view);

  runtime.environment = {"PATH=" + bin,      "HOME=/tmp",        "USER=runner",
                         "LOGNAME=runner",   "LANG=C.UTF-8",     "LC_ALL=C.UTF-8",
                         "TZ=UTC",           "PYTHONHASHSEED=0", "OPENBLAS_NUM_THREADS=1",
                         "OMP_NUM_THREADS=1"};
  runtime.environment.insert(runtime.environment.end(), row.environment.begin(),
                             row.environment.end());
  runtime.hash = hash_of(runtime);
  return runtime;
}

}  // namespace assize
