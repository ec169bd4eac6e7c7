#include "problems/courses/checks.h"

#include <algorithm>
#include <array>

#include "storage/base/text.h"

namespace assize::courses {

namespace {

constexpr std::array<std::string_view, 14> kNetwork{
    "requests", "urllib",  "urllib3", "http",      "socket",   "ssl",      "ftplib",
    "smtplib",  "aiohttp", "httpx",   "telnetlib", "paramiko", "selenium", "websockets"};
constexpr std::array<std::string_view, 6> kTerminals{"pexpect", "pty",       "ptyprocess",
                                                     "tty",     "pyautogui", "docker"};
constexpr std::array<std::string_view, 7> kPrograms{
    "os.system", "os.popen", "os.fork", "os.execv", "os.posix_spawn", "os.kill", "pty.spawn"};
// Of gradescope-utils: what tests here have by the same name.
constexpr std::string_view kDecorators = "gradescope_utils.autograder_utils.decorators";

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string top_of(const std::string& module) { return module.substr(0, module.find('.')); }

void check_import(Translation& translation, const std::string& path, const PythonImport& import) {
  const std::string top = top_of(import.module);
  if (is_in(kNetwork, top) && import.module != "urllib.parse" && import.module != "http" &&
      !(import.module == "urllib" && import.names == std::vector<std::string>{"parse"}))
    translation.refuse(path, import.line, "imports " + import.module + ": tests have no network");
  if (is_in(kTerminals, top))
    translation.refuse(path, import.line,
                       "imports " + import.module + ": tests start no other programs");
  if (top == "gradescope_utils" && import.module != kDecorators)
    translation.refuse(
        path, import.line,
        "imports " + import.module + ": of gradescope-utils there are the decorators");
}

void check_line(Translation& translation, const std::string& path, const PythonLine& line) {
  for (const auto name : kPrograms)
    if (has_name(line.code, name))
      translation.refuse(path, line.number,
                         "calls " + std::string(name) + ": tests start no other programs");
  for (const char* name :
       {"subprocess.run", "subprocess.Popen", "subprocess.call", "subprocess.check_output",
        "subprocess.check_call", "subprocess.getoutput"})
    if (has_name(line.code, name) && !has_name(line.code, "sys.executable"))
      translation.refuse(path, line.number,
                         std::string("calls ") + name +
                             " without sys.executable: of other programs only the submission is "
                             "started");
  for (const char* place : {"/autograder/", "/grade/"})
    if (line.text.find(place) != std::string::npos)
      translation.refuse(path, line.number,
                         std::string("names a place of the other system, ") + place);
}

}  // namespace

bool TestFile::uses(std::string_view module) const {
  return std::any_of(imports.begin(), imports.end(), [&](const PythonImport& import) {
    return import.module == module || import.module.starts_with(std::string(module) + ".");
  });
}

TestFile read_test_file(Translation& translation, const std::string& path) {
  const auto lines = logical_lines(translation.text(path));
  TestFile file{path, tests_of(lines), imports_of(lines)};
  const auto before = translation.refusals();
  for (const auto& import : file.imports) check_import(translation, path, import);
  for (const auto& line : lines) check_line(translation, path, line);
  file.is_refused = translation.refusals() > before;
  return file;
}

namespace {

void check_package(Translation& translation, const std::string& package, const std::string& file,
                   std::size_t line) {
  if (!is_provided(package))
    translation.refuse(file, line,
                       "installs " + shown_name(package) +
                           ": what a runtime has is the judge's configuration (runtimes)");
}

void check_requirements(Translation& translation, const std::string& path) {
  const std::string text = translation.text(path);
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string row = text.substr(at, std::min(text.find('#', at), end) - at);
    row.erase(0, std::min(row.find_first_not_of(" \t\r"), row.size()));
    at = end + 1;
    ++number;
    if (!row.empty()) check_package(translation, package_name(row), path, number);
  }
}

}  // namespace

void check_setup(Translation& translation, const Command& command, const std::string& file,
                 std::size_t line, const std::string& folder) {
  if (command.kind == Command::Kind::other) {
    translation.refuse(file, line, command.why + ": '" + clean_line(command.text, 80) + "'");
  } else if (command.kind != Command::Kind::installs) {
    translation.refuse(file, line,
                       "a setup that runs something: '" + clean_line(command.text, 80) + "'");
  } else {
    for (const auto& package : command.packages) {
      if (!package.starts_with("-r ")) {
        check_package(translation, package, file, line);
        continue;
      }
      const std::string path = folder + name_of(package.substr(3));
      if (translation.course().has(path))
        check_requirements(translation, path);
      else
        translation.refuse(
            file, line, "installs from " + shown_name(package.substr(3)) + ", which is not here");
    }
  }
}

bool is_data(std::string_view path) {
  constexpr std::array<std::string_view, 14> kEndings{".txt", ".csv",  ".tsv", ".json",  ".dat",
                                                      ".xml", ".yaml", ".yml", ".in",    ".out",
                                                      ".log", ".html", ".npy", ".sqlite"};
  constexpr std::array<std::string_view, 8> kSettings{
      "requirements.txt", "info.json",         "package.json", "otter_config.json",
      "environment.yml",  "package-lock.json", "_config.yml",  "LICENSE.txt"};
  const std::string name = name_of(path);
  const std::size_t dot = name.rfind('.');
  if (name.starts_with(".") || path.starts_with(".") || dot == std::string::npos) return false;
  return !is_in(kSettings, name) && is_in(kEndings, std::string_view(name).substr(dot));
}

bool is_test_name(std::string_view path) {
  const std::string name = name_of(path);
  return name.ends_with(".py") && (name.starts_with("test") || name.ends_with("_test.py"));
}

}  // namespace assize::courses
