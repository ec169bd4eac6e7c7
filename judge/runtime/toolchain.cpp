#include "judge/runtime/toolchain.h"

#include <filesystem>

#include "judge/runtime/command.h"
#include "judge/runtime/linked_libraries.h"
#include "judge/runtime/runtime_view.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

constexpr const char* kC = "/usr/bin/gcc";
constexpr const char* kCpp = "/usr/bin/g++";

std::string without_line_end(const std::string& text) { return text.substr(0, text.find('\n')); }

// The path of a part of the compiler, as the compiler itself finds it.
std::string part(const std::string& compiler, const std::string& name) {
  const std::string said = without_line_end(output_of({compiler, "-print-prog-name=" + name}));
  const std::string path = said.starts_with('/') ? said : "/usr/bin/" + said;
  std::error_code error;
  const std::string real = fs::canonical(path, error);
  if (error)
    throw HostError("the C++ compiler has no " + name + " (apt-get install build-essential)");
  return real;
}

void show(FileView& view, const std::string& path) {
  view.mounts.push_back(
      {path, path, fs::is_directory(path) ? Mount::Kind::directory : Mount::Kind::file});
}

}  // namespace

Toolchain find_toolchain() {
  for (const char* compiler : {kC, kCpp}) {
    std::error_code error;
    if (!fs::is_regular_file(compiler, error))
      throw HostError(std::string("there is no C++ compiler (") + compiler +
                      "): apt-get install g++");
  }
  Toolchain toolchain;
  toolchain.version = clean_line(without_line_end(output_of({kCpp, "--version"})), 200);
  toolchain.c_compiler = fs::canonical(kC);
  toolchain.cpp_compiler = fs::canonical(kCpp);
  toolchain.environment = {"PATH=/usr/bin", "LC_ALL=C.UTF-8", "TMPDIR=/tmp", "HOME=/tmp"};

  FileView& view = toolchain.view;
  view = fixed_view();
  show(view, toolchain.c_compiler);
  show(view, toolchain.cpp_compiler);
  // Beside the compilers proper are the headers and libraries of their version.
  const fs::path own = fs::path(part(kCpp, "cc1plus")).parent_path();
  show(view, own);
  show(view, "/usr/include");
  const fs::path libraries = fs::canonical("/lib/x86_64-linux-gnu");
  if (fs::is_directory(libraries)) show(view, libraries);
  for (const char* name : {"as", "ld"}) {
    const std::string program = part(kCpp, name);
    show(view, program);
    const std::string usual = std::string("/usr/bin/") + name;
    if (program != usual) view.symlinks.push_back({usual, program});
  }
  const std::string loader = "/lib64/ld-linux-x86-64.so.2";
  view.mounts.push_back(
      {fs::canonical(loader), "/usr/lib64/ld-linux-x86-64.so.2", Mount::Kind::file});
  return toolchain;
}

Policy toolchain_policy() {
  Policy policy;
  policy.name = "toolchain";
  policy.grant(Unsafe::fork);
  policy.grant(Unsafe::exec);
  return policy;
}

std::vector<std::string> build_arguments(const std::string& compiler, bool is_cpp,
                                         const std::vector<std::string>& sources,
                                         const std::string& program) {
  std::vector<std::string> arguments{
      compiler, is_cpp ? "-std=gnu++20" : "-std=gnu17", "-O2", "-s", "-static", "-o", program};
  arguments.insert(arguments.end(), sources.begin(), sources.end());
  arguments.emplace_back("-lm");
  return arguments;
}

}  // namespace assize
