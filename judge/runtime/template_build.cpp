#include "judge/runtime/template_build.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "judge/runtime/command.h"
#include "judge/runtime/fault.h"
#include "judge/runtime/template_choice.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr const char* kAskForHeaders =
    "import sysconfig\n"
    "for kind in 'include', 'platinclude':\n"
    "    print('assize:' + sysconfig.get_path(kind))\n";

std::string minor_of(const Interpreter& interpreter) {
  const auto first = interpreter.language.find('.');
  return interpreter.language.substr(0, interpreter.language.find('.', first + 1));
}

// Folders of its headers. Other code may print in between (.pth files).
std::vector<std::string> headers_of(const RuntimeRow& row, const Interpreter& interpreter) {
  constexpr std::string_view kMark = "assize:";
  std::vector<std::string> folders;
  std::string asked;
  const std::string answer = output_of({interpreter.path, "-I", "-B", "-c", kAskForHeaders});
  for (std::size_t begin = 0, end = 0; end != std::string::npos; begin = end + 1) {
    end = answer.find('\n', begin);
    const std::string line = answer.substr(begin, end - begin);
    if (line.starts_with(kMark)) folders.push_back(line.substr(kMark.size()));
  }
  for (const auto& folder : folders) {
    std::error_code error;
    if (fs::is_regular_file(fs::path(folder) / "internal" / "pycore_interp.h", error))
      return folders;
    asked = folder;
  }
  throw UnusableRuntime(
      row.subject(), "the headers of " + interpreter.version + " aren't in " + shown_name(asked),
      "install them (Debian: apt-get install python" + minor_of(interpreter) +
          "-dev; pyenv, uv and conda bring them with the interpreter), or use kind: exec");
}

std::string compiler_of(const RuntimeRow& row) {
  for (const char* path : {"/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"})
    if (::access(path, X_OK) == 0) return path;
  throw UnusableRuntime(
      row.subject(), "a template is compiled, and there is no C compiler in /usr/bin",
      "install one (Debian: apt-get install gcc libc6-dev), make the template on another "
      "host of the same release and copy it, or use kind: exec");
}

std::string source_beside(const std::string& jail_program) {
  return jail_program.substr(0, jail_program.rfind('/') + 1) + "template-source";
}

bool is_whole(const std::string& source) {
  return ::access((source + "/jail.o").c_str(), R_OK) == 0;
}

// The sources by path, those that are compiled and what they need.
std::vector<std::string> files_of(const std::string& source) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(source))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// Changes with each change of the sources.
std::string name_of(const Interpreter& interpreter, const std::string& source) {
  constexpr std::size_t kShown = 12;
  Sha256 sha;
  for (const auto& file : files_of(source)) {
    const std::ifstream stream(file, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    sha.add_field(file.substr(source.size())).add_field(content.str());
  }
  return "assize-template-" + minor_of(interpreter) + "-" + sha.hex().substr(0, kShown) + ".so";
}

std::vector<std::string> command_line(const std::string& compiler, const std::string& source,
                                      const std::vector<std::string>& headers,
                                      const std::string& object) {
  std::vector<std::string> command{compiler,        "-shared",    "-fPIC",
                                   "-O2",           "-w",         "-fvisibility=hidden",
                                   "-D_GNU_SOURCE", "-I" + source};
  for (const auto& folder : headers) command.push_back("-I" + folder);
  for (auto& file : files_of(source))
    if (file.ends_with(".c")) command.push_back(std::move(file));
  // As judge/template/template.cmake links it; the interpreter has no C++ library, and what the
  // template has of one the submission shall not find.
  for (const char* word : {"-Wl,--as-needed", "-Wl,-z,now", "-Wl,--gc-sections"})
    command.emplace_back(word);
  command.push_back("-Wl,--version-script=" + source + "/judge/template/exports.map");
  command.push_back(source + "/jail.o");
  command.emplace_back("-o");
  command.push_back(object);
  return command;
}

// The compiler's first lines that say what is wrong.
std::string words_of(const std::string& text) {
  constexpr std::size_t kShown = 600;
  const auto error = text.find("error:");
  const auto begin = error == std::string::npos ? 0 : text.rfind('\n', error) + 1;
  return clean_excerpt(text.substr(begin), kShown);
}

}  // namespace

std::string find_built_template(const Interpreter& interpreter, const std::string& jail_program,
                                const std::string& folder) {
  const std::string source = source_beside(jail_program);
  if (!is_whole(source)) return {};
  std::string object = folder + "/" + name_of(interpreter, source);
  return ::access(object.c_str(), R_OK) == 0 ? object : std::string();
}

std::string build_template(const RuntimeRow& row, const Interpreter& interpreter,
                           const std::string& jail_program, const std::string& folder) {
  if (!interpreter.is_cpython || !template_knows(interpreter.version))
    throw UnusableRuntime(row.subject(),
                          "the template knows " + template_versions() + ", and this is " +
                              clean_line(interpreter.version),
                          "use kind: exec");
  const std::string source = source_beside(jail_program);
  if (!is_whole(source))
    throw UnusableRuntime(row.subject(), "the sources of the template are missing: " + source,
                          "install assize whole (cmake --install)");
  const std::string compiler = compiler_of(row);
  const auto headers = headers_of(row, interpreter);
  std::error_code error;
  // Whoever judges reads it, whatever the mask of whoever makes it.
  if (fs::create_directories(folder, error)) fs::permissions(folder, fs::perms(0755), error);
  if (error)
    throw UnusableRuntime(row.subject(),
                          "can't make the folder " + shown_name(folder) + ": " + error.message(),
                          "name another one (--templates)");
  const std::string object = folder + "/" + name_of(interpreter, source);
  const std::string unfinished = object + "." + std::to_string(::getpid());
  const CommandResult result = result_of(command_line(compiler, source, headers, unfinished));
  if (result.exit_code != 0) {
    fs::remove(unfinished, error);
    throw UnusableRuntime(row.subject(),
                          "the template doesn't compile with the headers of " +
                              interpreter.version + " in " + shown_name(headers[0]) + ": " +
                              words_of(result.text),
                          "use kind: exec");
  }
  fs::permissions(unfinished, fs::perms(0644), error);
  if (!error) fs::rename(unfinished, object, error);
  if (error)
    throw UnusableRuntime(row.subject(),
                          "can't write " + shown_name(object) + ": " + error.message(),
                          "name another folder (--templates)");
  return object;
}

}  // namespace assize
