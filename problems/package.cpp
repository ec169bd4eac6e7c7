#include "problems/package.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "problems/formats.h"

namespace assize {

namespace {

constexpr double kLongestTime = 3600;  // seconds

struct Format {
  const char* file;  // a package that has it is of this format
  void (*load)(const FileTree& files, const LoadOptions& options, Package& package);
};

// The first counts: Polygon and others export ICPC packages that still have their own files.
constexpr Format kFormats[] = {{"problem.yaml", load_icpc},
                               {"problem.xml", load_polygon},
                               {"init.yml", load_dmoj},
                               {"task.yaml", load_cms}};

}  // namespace

Package load_package(const FileTree& files, const std::string& id, const LoadOptions& options) {
  Package package;
  package.id = id;
  package.hash = files.hash();
  for (const auto& format : kFormats) {
    if (!files.has(format.file)) continue;
    format.load(files, options, package);
    return package;
  }
  throw InputError(files.place("problem.yaml") +
                   ": no such file; a problem package has one (or problem.xml of Polygon, init.yml "
                   "of DMOJ, task.yaml of CMS)");
}

bool is_problem_id(std::string_view text) {
  const auto good = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= 100 && text[0] != '.' && text[0] != '-' &&
         std::all_of(text.begin(), text.end(), good);
}

std::string problem_id_of(const std::string& directory) {
  std::error_code error;
  const auto path = std::filesystem::canonical(directory, error);
  if (error) throw InputError(directory + ": no such problem package directory");
  std::string id = path.filename();
  if (!is_problem_id(id))
    throw InputError(directory +
                     ": a package's folder name is its id, and may have letters, digits, '.', "
                     "'_' and '-' only: '" +
                     clean_excerpt(id, 60) + "'");
  return id;
}

nanoseconds parse_seconds(const std::string& text, const std::string& what) {
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(seconds) ||
      seconds < 0.001 || seconds > kLongestTime)
    throw InputError(what + ": must be seconds, from 0.001 to 3600, not '" +
                     clean_excerpt(text, 40) + "'");
  return nanoseconds{std::llround(seconds * 1e9)};
}

}  // namespace assize
