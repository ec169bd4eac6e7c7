// The programs and files that a package brings: validators, and what is put next to a submission.
#include "problems/programs.h"

#include <algorithm>

#include "problems/formats/icpc/icpc.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize::icpc {

namespace {

// Built or started by scripts of its own. A single file is none of these, whatever its name.
bool has_scripts(const ProgramFiles& program) {
  return !script_of(program).empty() && program.files.begin()->second != program.path;
}

// What a program can't be used for: in words, or nothing.
std::string obstacle_of(const ProgramFiles& program) {
  if (has_scripts(program)) return {};
  const std::string language = language_of(program.files);
  if (language == "python3" || language == "c" || language == "cpp") return {};
  if (!language.empty())
    return "is written in '" + clean_line(language, 40) +
           "'; validators may be in Python 3, C and C++";
  const bool any = std::any_of(program.files.begin(), program.files.end(),
                               [](const auto& file) { return !language_of(file.first).empty(); });
  return any ? "has files of several languages"
             : "has no file of a language that validators may "
               "be in (Python 3, C and C++)";
}

PackageProgram program_of(const ProgramFiles& program) {
  PackageProgram result;
  result.name = program.path;
  result.files = program.files;
  if (has_scripts(program)) {
    result.language = PackageProgram::Language::scripts;
    return result;
  }
  const std::string language = language_of(program.files);
  if (language == "python3") {
    result.language = PackageProgram::Language::python3;
    result.main = python_main(program.files);
  } else {
    result.language = language == "c" ? PackageProgram::Language::c : PackageProgram::Language::cpp;
  }
  return result;
}

// A file that lies beside programs: a header, a README.
bool is_no_program(const ProgramFiles& program) {
  return program.files.begin()->second == program.path && language_of(program.path).empty() &&
         !program.path.ends_with(".ctd") && !program.path.ends_with(".viva");
}

// A directory knows which of its files may be executed; others (archives, the store) don't, and
// then they may.
void must_be_executable(const Loading& loading, const ProgramFiles& program) {
  if (!has_scripts(program)) return;
  for (const char* script : {"build", "run"}) {
    const auto found = program.files.find(script);
    if (found == program.files.end() || loading.files.files().at(found->second).executable)
      continue;
    const std::string what = loading.files.place(found->second) + ": is not executable";
    if (!loading.options.lenient)
      throw InputError(what + " (chmod +x; --lenient takes it as it is)");
    loading.warn(what + "; used as if it were");
  }
}

void add_output_validator(const Loading& loading, const ProgramFiles& program) {
  must_be_executable(loading, program);
  if (const std::string obstacle = obstacle_of(program); !obstacle.empty())
    throw InputError(loading.files.place(program.path) + ": the output validator " + obstacle);
  loading.package.validation.programs.push_back(program_of(program));
}

// The directory is the program. (The drafts had programs in it; then it holds one directory.)
void find_new_output_validator(const Loading& loading) {
  constexpr const char* kDirectory = "output_validator";
  auto inside = programs_in(loading.files, kDirectory);
  if (inside.empty()) return;
  const ProgramFiles whole = program_of_directory(loading.files, kDirectory);
  if (has_scripts(whole)) return add_output_validator(loading, whole);
  std::erase_if(inside, is_no_program);
  const bool nested = inside.size() == 1 && inside[0].files.begin()->second != inside[0].path;
  add_output_validator(loading, nested ? inside[0] : whole);
}

void find_legacy_output_validators(const Loading& loading) {
  std::string directory;
  for (const char* name : {"output_validators", "validators", "output_validator"})
    if (directory.empty() && has_directory(loading.files, name)) directory = name;
  if (!loading.custom_validator) {
    if (!directory.empty())
      loading.warn(loading.files.place(directory) +
                   ": not used: problem.yaml doesn't say 'validation: custom'");
    return;
  }
  if (directory.empty())
    throw InputError(loading.files.place("problem.yaml") +
                     ": 'validation: custom' needs a program in " +
                     loading.files.place("output_validators") + "; there is none");
  if (directory == "output_validator") {
    loading.warn(loading.files.place(directory) +
                 ": in format legacy its name is output_validators; used");
    return find_new_output_validator(loading);
  }
  for (const auto& program : programs_in(loading.files, directory))
    if (!is_no_program(program)) add_output_validator(loading, program);
  if (loading.package.validation.programs.empty())
    throw InputError(loading.files.place(directory) + ": no program in it");
}

}  // namespace

void find_output_validators(const Loading& loading) {
  Validation& validation = loading.package.validation;
  if (loading.is_new) {
    find_new_output_validator(loading);
    if (has_directory(loading.files, "static_validator"))
      throw InputError(loading.files.place("static_validator") +
                       ": a static validator is not supported");
    if (has_directory(loading.files, "output_validators"))
      throw InputError(loading.files.place("output_validators") +
                       ": in format 2025-09 there is one validator, in output_validator/");
  } else {
    find_legacy_output_validators(loading);
    // Only now is it known whose they are.
    if (loading.validator_flags_node)
      checked_arguments(loading, *loading.validator_flags_node, loading.validator_flags);
  }
  if (validation.interactive && validation.programs.size() > 1)
    throw InputError(loading.files.place(validation.programs[1].name) +
                     ": several output validators in an interactive problem are not supported");
  if (!validation.programs.empty()) return;
  validation.scores = false;  // the default validator gives none
  if (validation.interactive || validation.passes > 1)
    throw InputError(
        loading.files.place("problem.yaml") + ": " +
        (validation.interactive ? "an interactive" : "a multi-pass") +
        " problem needs an output validator of its own, in " +
        loading.files.place(loading.is_new ? "output_validator" : "output_validators"));
}

void find_input_validators(const Loading& loading) {
  std::string directory = "input_validators";
  // The deprecated name comes first in the reference tool, too.
  if (!loading.is_new && has_directory(loading.files, "input_format_validators"))
    directory = "input_format_validators";
  ErrorList errors;
  for (const auto& program : programs_in(loading.files, directory)) {
    if (is_no_program(program)) continue;
    errors.attempt([&] { must_be_executable(loading, program); });
    std::string obstacle;
    if (program.path.ends_with(".ctd")) {
      obstacle = "is a checktestdata script, which is not supported";
    } else if (program.path.ends_with(".viva")) {
      obstacle = "is a VIVA file, which is not supported";
    } else {
      obstacle = obstacle_of(program);
    }
    if (obstacle.empty()) {
      loading.package.input_validators.push_back(program_of(program));
    } else {
      ++loading.package.skipped_input_validators;
      loading.warn(loading.files.place(program.path) + ": skipped: this input validator " +
                   obstacle);
    }
  }
  errors.raise();
}

namespace {

// What the package's own submissions are called that are a single Python file.
std::set<std::string> names_of_python_submissions(const FileTree& files) {
  std::set<std::string> names;
  for (const auto& [path, file] : files.files()) {
    const bool single =
        path.starts_with("submissions/") && std::count(path.begin(), path.end(), '/') == 2;
    if (single && language_of(path) == "python3") names.insert(path.substr(path.rfind('/') + 1));
  }
  return names;
}

// An included main.py imports the submission by a name, which only the package's own submissions
// tell.
std::string name_behind(const Loading& loading, const std::string& main) {
  const auto names = names_of_python_submissions(loading.files);
  if (names.size() == 1 && *names.begin() != "main.py") return *names.begin();
  std::string seen;
  for (const auto& name : names) seen += (seen.empty() ? "" : ", ") + clean_line(name, 60);
  throw InputError(loading.files.place(main) +
                   ": imports the submission, but its name isn't clear: all Python files in the "
                   "folders of submissions/ must have the same name, and not main.py (there are: " +
                   (seen.empty() ? "none" : seen) + ")");
}

}  // namespace

void find_included_files(const Loading& loading) {
  if (!loading.is_new && has_directory(loading.files, "include/default"))
    throw InputError(loading.files.place("include/default") +
                     ": files for all languages are of format 2025-09; in format legacy put them "
                     "into include/python3");
  // Those of the language come over those for all.
  for (const char* directory : {"include/default", "include/python3"})
    for (const auto& [name, path] : program_of_directory(loading.files, directory).files) {
      if (name == "__main__.py")
        throw InputError(loading.files.place(path) +
                         ": an included __main__.py is not supported; a main.py is");
      if (name == "main.py") loading.package.submission_name = name_behind(loading, path);
      loading.package.included[name] = path;
    }
}

}  // namespace assize::icpc
