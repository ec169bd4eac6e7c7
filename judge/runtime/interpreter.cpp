#include "judge/runtime/interpreter.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "judge/runtime/command.h"
#include "judge/runtime/fault.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

// A line each, with a mark: in a virtual environment other code may print too (.pth files).
constexpr std::string_view kMark = "assize:";
constexpr const char* kSelfDescription =
    "import sys, sysconfig\n"
    "def tell(key, value):\n"
    "    print('assize:%s %s' % (key, value))\n"
    "def dotted(version):\n"
    "    return '.'.join(map(str, tuple(version)[:3]))\n"
    "tell('name', sys.implementation.name)\n"
    "tell('language', dotted(sys.version_info))\n"
    "tell('version', dotted(getattr(sys, 'pypy_version_info', sys.implementation.version)))\n"
    "for kind in 'stdlib', 'platstdlib':\n"
    "    tell('stdlib', sysconfig.get_path(kind, vars={'platbase': sys.base_exec_prefix}))\n"
    "for entry in sys.path:\n"
    "    tell('path', entry)\n";

bool is_elf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, SELFMAG> magic{};
  file.read(magic.data(), magic.size());
  return file && std::string_view(magic.data(), magic.size()) == ELFMAG;
}

std::string venv_of(const fs::path& path) {
  const fs::path folder = path.parent_path();
  for (const auto& place : {folder, folder.parent_path()}) {
    std::error_code error;
    if (fs::is_regular_file(place / "pyvenv.cfg", error)) return place;
  }
  return {};
}

void add_once(std::vector<std::string>& list, const std::string& entry) {
  if (std::find(list.begin(), list.end(), entry) == list.end()) list.push_back(entry);
}

std::string without_slash(const std::string& path) {
  std::string normal = fs::path(path).lexically_normal();
  if (normal.size() > 1 && normal.ends_with('/')) normal.pop_back();
  return normal;
}

void hear(Interpreter& found, std::string& name, std::string& version, const std::string& key,
          const std::string& value) {
  std::error_code error;
  if (key == "name") name = value;
  if (key == "language") found.language = value;
  if (key == "version") version = value;
  if (key == "stdlib") {
    const std::string library = fs::canonical(value, error);
    if (!error) add_once(found.stdlib, library);
  }
  if (key == "path" && !found.venv.empty() && value.starts_with('/') && fs::exists(value, error))
    add_once(found.packages, without_slash(value));
}

}  // namespace

Interpreter ask_interpreter(const RuntimeRow& row) {
  const std::string subject = row.subject();
  Interpreter found;
  std::error_code error;
  found.path = fs::path(row.path).lexically_normal();
  found.executable = fs::canonical(found.path, error);
  if (error || !row.path.starts_with('/'))
    throw UnusableRuntime(
        subject, "no interpreter at " + shown_name(row.path),
        "install it, or name another one with an absolute path in the configuration");
  if (!is_elf(found.executable))
    throw UnusableRuntime(
        subject,
        shown_name(found.executable) + " is a script or no program (of a version manager?)",
        "name the interpreter itself");
  found.venv = venv_of(found.path);

  // Isolated, and without what site adds unless the row is about just that; nothing is written.
  std::vector<std::string> command{found.path, "-I", "-B", "-c", kSelfDescription};
  if (found.venv.empty()) command.insert(command.begin() + 1, "-S");
  std::string text;
  try {
    text = output_of(command);
  } catch (const HostError& failure) {
    throw UnusableRuntime(
        subject, failure.what(),
        "see what is wrong with it by `" + shown_name(found.path) + " -c 'import sysconfig'`");
  }
  std::string name;
  std::string version;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    if (line.starts_with(kMark) && space != std::string::npos)
      hear(found, name, version, line.substr(kMark.size(), space - kMark.size()),
           line.substr(space + 1));
  }
  if (name.empty() || version.empty() || found.language.empty() || found.stdlib.empty())
    throw UnusableRuntime(
        subject, shown_name(found.path) + " doesn't answer like a Python interpreter", "name one");
  found.is_cpython = name == "cpython";
  found.is_pypy = name == "pypy";
  found.version = (found.is_cpython ? "CPython " : found.is_pypy ? "PyPy " : name + " ") + version;
  if (!found.is_cpython) found.version += " (Python " + found.language + ")";
  return found;
}

}  // namespace assize
