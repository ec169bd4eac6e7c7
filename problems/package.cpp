#include "problems/package.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "problems/formats/formats.h"
#include "problems/formats/loading.h"
#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

struct Format {
  const char* file;  // a package that has it is of this format
  void (*load)(const FileTree& files, const LoadOptions& options, Package& package);
};

// The first counts: Polygon and others export ICPC packages that still have their own files.
constexpr Format kFormats[] = {{"problem.yaml", load_icpc},
                               {"problem.xml", load_polygon},
                               {"init.yml", load_dmoj},
                               {"task.yaml", load_cms},
                               {"assignment.yaml", load_assignment}};

// A limit that isn't in the package's files has to be in its hash.
void set_hashed_time_limit(Package& package, nanoseconds limit) {
  package.limits.time = limit;
  package.has_time_limit = true;
  package.hash = Sha256()
                     .add_field("assize package with computed time limit 1")
                     .add_field(package.hash)
                     .add_field(std::to_string(limit.count()))
                     .hex();
}

// What the operator says comes first, then what the package says, then what was computed for it.
void set_time_limit_of(Package& package, const FileTree& files, const char* file,
                       const LoadOptions& options) {
  if (options.time_limit) {
    package.limits.time = *options.time_limit;
    package.has_time_limit = true;
    return;
  }
  if (options.imported_time_limit)
    return set_hashed_time_limit(package, *options.imported_time_limit);
  if (package.has_time_limit) return;
  if (options.computed_time_limit) {
    set_hashed_time_limit(package, *options.computed_time_limit);
  } else if (!options.without_time_limit) {
    throw InputError(
        files.place(file) + ": no time limit: put one, in seconds, into " +
        files.place(".timelimit") +
        (package.format == "2025-09" ? " or into problem.yaml as limits.time_limit" : "") +
        " (or give --time-limit)");
  }
}

}  // namespace

Package load_package(const FileTree& files, const std::string& id, const LoadOptions& options) {
  Package package;
  package.id = id;
  package.hash = files.hash();
  package.warnings = files.warnings();
  const auto format = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const Format& known) { return files.has(known.file); });
  if (format == std::end(kFormats))
    throw InputError(files.place("problem.yaml") +
                     ": no such file; a problem package has one (or problem.xml of Polygon, "
                     "init.yml of DMOJ, task.yaml of CMS, assignment.yaml of unit tests)");
  format->load(files, options, package);
  set_time_limit_of(package, files, format->file, options);
  return package;
}

const std::vector<std::string>& input_arguments_of(const TestCase& test,
                                                   const PackageProgram& validator) {
  static const std::vector<std::string> none;
  if (!test.named_input_arguments) return test.input_arguments;
  // A program's name is the base name of its file or directory; many write it with the ending.
  const std::string name = validator.name.substr(validator.name.rfind('/') + 1);
  for (const auto& key : {name, name.substr(0, name.rfind('.'))})
    if (const auto found = test.named_input_arguments->find(key);
        found != test.named_input_arguments->end())
      return found->second;
  return none;
}

bool is_problem_id(std::string_view text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 100 && text[0] != '.' && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), good);
}

nanoseconds parse_seconds(const std::string& text, const std::string& what) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(seconds) ||
      seconds < 0.001 || seconds > kLongestTime)
    throw InputError(what + ": must be seconds, from 0.001 to 3600, not '" + clean_line(text, 40) +
                     "'");
  return nanoseconds{std::llround(seconds * 1e9)};
}

}  // namespace assize
