#include "judge/runtime/interpreter.h"

#include <elf.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string_view>

#include "judge/runtime/command.h"
#include "judge/runtime/fault.h"
#include "judge/runtime/file_marks.h"
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
    "tell('build', getattr(sys, 'abiflags', ''))\n"
    "tell('jit', getattr(getattr(sys, '_jit', None), 'is_enabled', bool)())\n"
    "tell('version', dotted(getattr(sys, 'pypy_version_info', sys.implementation.version)))\n"
    "for kind in 'stdlib', 'platstdlib':\n"
    "    tell('stdlib', sysconfig.get_path(kind, vars={'platbase': sys.base_exec_prefix}))\n"
    "for entry in sys.path:\n"
    "    tell('path', entry)\n"
    "files = set()\n"
    "for module in list(sys.modules.values()):\n"
    "    files.update((getattr(module, '__file__', None), getattr(module, '__cached__', None)))\n"
    "with open('/proc/self/maps', encoding='utf-8', errors='surrogateescape') as maps:\n"
    "    files.update(line[line.index('/'):-1] for line in maps if '/' in line)\n"
    "for file in sorted(filter(None, files)):\n"
    "    tell('file', file)\n";

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

struct Answer {
  std::string name;
  std::string version;
  std::string build;  // sys.abiflags: 't' for a free-threaded build, 'd' for a debug build
  std::string jit;
};

// What tells an unusual build of a CPython from an ordinary one.
std::string kind_of_build(const Answer& answer) {
  std::string kind;
  if (answer.build.find('t') != std::string::npos) kind += ", free-threaded";
  if (answer.build.find('d') != std::string::npos) kind += ", debug build";
  if (answer.jit == "True") kind += ", with its JIT compiler on";
  return kind.empty() ? kind : " (" + kind.substr(2) + ")";
}

void hear(Interpreter& found, Answer& answer, const std::string& key, const std::string& value) {
  std::error_code error;
  if (key == "name") answer.name = value;
  if (key == "build") answer.build = value;
  if (key == "jit") answer.jit = value;
  if (key == "language") found.language = value;
  if (key == "version") answer.version = value;
  if (key == "stdlib") {
    const std::string library = fs::canonical(value, error);
    if (!error) add_once(found.stdlib, library);
  }
  if (key == "path" && !found.venv.empty() && value.starts_with('/') && fs::exists(value, error))
    add_once(found.packages, without_slash(value));
}

// Calls `hear` with each key and value of an answer.
void read_answer(const std::string& text,
                 const std::function<void(const std::string&, const std::string&)>& hear) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto space = line.find(' ');
    if (line.starts_with(kMark) && space != std::string::npos)
      hear(line.substr(kMark.size(), space - kMark.size()), line.substr(space + 1));
  }
}

// What the interpreter had loaded when it answered.
std::vector<std::string> files_of_answer(const std::string& text) {
  std::vector<std::string> files;
  read_answer(text, [&](const std::string& key, const std::string& value) {
    if (key == "file") files.push_back(value);
  });
  return files;
}

// It is asked anew only if one of the files that it is made of has changed. A virtual environment
// depends on more than these.
std::string ask(const Interpreter& found) {
  // Isolated, and without what site adds unless the row is about just that; nothing is written.
  std::vector<std::string> command{found.path, "-I", "-B", "-c", kSelfDescription};
  if (!found.venv.empty()) return output_of(command);
  command.insert(command.begin() + 1, "-S");
  Sha256 sha;
  for (const auto& word : command) sha.add_field(word);
  const std::string key = sha.add_field(found.executable).hex();
  const std::string name = "interpreter-" + sha256_hex(found.path).substr(0, 16);
  if (auto known = cached_of_files(name, key, files_of_answer)) return *known;
  std::string text = output_of(command);
  keep_of_files(name, key, text, files_of_answer);
  return text;
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

  std::string text;
  try {
    text = ask(found);
  } catch (const HostError& failure) {
    throw UnusableRuntime(
        subject, failure.what(),
        "see what is wrong with it by `" + shown_name(found.path) + " -c 'import sysconfig'`");
  }
  Answer answer;
  read_answer(text, [&](const std::string& key, const std::string& value) {
    hear(found, answer, key, value);
  });
  const std::string& name = answer.name;
  const std::string& version = answer.version;
  if (name.empty() || version.empty() || found.language.empty() || found.stdlib.empty())
    throw UnusableRuntime(
        subject, shown_name(found.path) + " doesn't answer like a Python interpreter", "name one");
  found.is_cpython = name == "cpython";
  found.is_pypy = name == "pypy";
  found.version = (found.is_cpython ? "CPython " : found.is_pypy ? "PyPy " : name + " ") + version;
  found.version += found.is_cpython ? kind_of_build(answer) : " (Python " + found.language + ")";
  return found;
}

}  // namespace assize
