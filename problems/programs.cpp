#include "problems/programs.h"

#include <set>

namespace assize {

namespace {

using Endings = std::map<std::string_view, std::string_view>;

const Endings& endings() {
  static const Endings table{
      {"adb", "ada"},
      {"ads", "ada"},
      {"a68", "algol68"},
      {"apl", "apl"},
      {"sh", "bash"},
      {"bash", "bash"},
      {"c", "c"},
      {"cob", "cobol"},
      {"cc", "cpp"},
      {"cpp", "cpp"},
      {"cxx", "cpp"},
      {"c++", "cpp"},
      {"C", "cpp"},
      {"cr", "crystal"},
      {"cs", "csharp"},
      {"d", "d"},
      {"dart", "dart"},
      {"ex", "elixir"},
      {"erl", "erlang"},
      {"fth", "forth"},
      {"4th", "forth"},
      {"forth", "forth"},
      {"frt", "forth"},
      {"f90", "fortran"},
      {"fs", "fsharp"},
      {"ss", "gerbil"},
      {"go", "go"},
      {"hs", "haskell"},
      {"java", "java"},
      {"js", "javascript"},
      {"mjs", "javascript"},
      {"jl", "julia"},
      {"kt", "kotlin"},
      {"lisp", "lisp"},
      {"cl", "lisp"},
      {"lua", "lua"},
      {"mod", "modula2"},
      {"def", "modula2"},
      {"nim", "nim"},
      {"m", "objectivec"},
      {"ml", "ocaml"},
      {"odin", "odin"},
      {"pas", "pascal"},
      {"pm", "perl"},
      {"php", "php"},
      {"pl", "prolog"},
      {"py", "python3"},
      {"py3", "python3"},
      {"py2", "python2"},
      {"rkt", "racket"},
      {"rb", "ruby"},
      {"rs", "rust"},
      {"scala", "scala"},
      {"sim", "simula"},
      {"st", "smalltalk"},
      {"sno", "snobol"},
      {"swift", "swift"},
      {"ts", "typescript"},
      {"vb", "visualbasic"},
      {"zig", "zig"},
  };
  return table;
}

}  // namespace

std::vector<ProgramFiles> programs_in(const FileTree& files, const std::string& directory) {
  std::vector<ProgramFiles> programs;
  const std::string prefix = directory + "/";
  for (auto file = files.files().lower_bound(prefix);
       file != files.files().end() && file->first.starts_with(prefix); ++file) {
    const std::string& path = file->first;
    const std::size_t slash = path.find('/', prefix.size());
    const std::string program = path.substr(0, slash);
    if (programs.empty() || programs.back().path != program) programs.push_back({program, {}});
    const std::size_t start = slash == std::string::npos ? prefix.size() : slash + 1;
    programs.back().files.emplace(path.substr(start), path);
  }
  return programs;
}

ProgramFiles program_of_directory(const FileTree& files, const std::string& directory) {
  ProgramFiles program{directory, {}};
  const std::string prefix = directory + "/";
  for (auto file = files.files().lower_bound(prefix);
       file != files.files().end() && file->first.starts_with(prefix); ++file)
    program.files.emplace(file->first.substr(prefix.size()), file->first);
  return program;
}

std::string_view language_of(std::string_view file_name) {
  const std::size_t dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto found = endings().find(file_name.substr(dot + 1));
  return found == endings().end() ? std::string_view{} : found->second;
}

std::string language_of(const std::map<std::string, std::string>& files) {
  std::set<std::string_view> languages;
  for (const auto& [name, path] : files)
    if (const auto language = language_of(name); !language.empty()) languages.insert(language);
  if (languages.contains("cpp")) languages.erase("c");
  return languages.size() == 1 ? std::string(*languages.begin()) : "";
}

std::string python_main(const std::map<std::string, std::string>& files) {
  for (const char* name : {"__main__.py", "main.py"})
    if (files.contains(name)) return name;
  std::string first;
  for (const auto& [name, path] : files) {
    if (language_of(name) != "python3") continue;
    if (name.find('/') == std::string::npos) return name;
    if (first.empty()) first = name;
  }
  return first;
}

std::string script_of(const ProgramFiles& program) {
  for (const char* name : {"build", "run"})
    if (program.files.contains(name)) return name;
  return {};
}

}  // namespace assize
