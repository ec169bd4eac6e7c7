#include "judge/prepared_submission.h"

#include <algorithm>
#include <set>

#include "judge/runtime/runtime.h"
#include "problems/unit_tests/programs.h"

namespace assize {

namespace {

constexpr std::uint64_t kPage = 4096;

void seal(PreparedSubmission& prepared) { prepared.payload = sealed_file(contents_of(prepared)); }

void clear_place_of_input(const std::string& name, PreparedSubmission& prepared) {
  if (name.empty()) return;
  std::erase_if(prepared.files, [&](const auto& file) {
    return file.first == name || file.first.starts_with(name + "/");
  });
}

// A name that is a file's and a folder's; or empty. Paths below a name don't follow it directly
// ("a", "a.b", "a/b"), so each folder is looked up.
std::string twofold_name(const std::set<std::string>& paths) {
  for (const auto& path : paths)
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      if (paths.contains(path.substr(0, slash))) return path.substr(0, slash);
  return {};
}

// Where the package's main.py imports the submission, that may be handed in by the name under which
// it is imported.
void take_by_name(const Package& package, PreparedSubmission& prepared) {
  if (!prepared.included_main || prepared.files.contains(kMainFile)) return;
  if (auto named = prepared.files.extract(package.submission_name)) {
    named.key() = kMainFile;
    prepared.files.insert(std::move(named));
  }
}

// What a submission's main.py is called beside that of the package. With unit tests it may be one
// file more, beside the module that they import.
std::string place_of_main(const Package& package, const PreparedSubmission& prepared) {
  const bool is_beside = package.validation.protocol == ValidatorProtocol::unit_test &&
                         prepared.files.contains(package.submission_name);
  return is_beside ? kOwnMain : package.submission_name;
}

// Both trees at once: that of the compile check and that of the tests.
std::string conflict_of(const Package& package, const PreparedSubmission& prepared) {
  std::set<std::string> paths;
  const std::string main = "'" + std::string(kMainFile) + "'";
  for (const auto& [path, content] : prepared.files) paths.insert(path);
  if (!paths.contains(kMainFile))
    return "there is no " + main +
           (prepared.included_main ? " and no '" + package.submission_name + "'" : "") +
           " in the submission";
  if (!package.input_file.empty()) paths.insert(package.input_file);
  if (prepared.included_main && !paths.insert(place_of_main(package, prepared)).second)
    return "the submission has both " + main + " and '" + package.submission_name +
           "': the problem starts a " + main + " of its own, which imports '" +
           package.submission_name + "'; hand that in without your " + main;
  const std::string name = twofold_name(paths);
  if (name.empty()) return {};
  return "'" + name + "' is a file and a folder: one of them is the problem's, which puts files " +
         "beside the submission; give yours another name";
}

}  // namespace

std::string contents_of(const PreparedSubmission& prepared) {
  std::string all;
  for (const auto& [path, content] : prepared.files) all += content;
  return all;
}

PreparedSubmission prepare_submission(const LoadedPackage& loaded, const Source& source,
                                      Limits limits) {
  const Package& package = loaded.package();
  PreparedSubmission prepared{source.files, limits};
  clear_place_of_input(package.input_file, prepared);
  for (const auto& [name, path] : package.included) {
    prepared.included += (prepared.included.empty() ? "" : ":") + name;
    if (name == kMainFile)
      prepared.included_main = *loaded.content(path);
    else
      prepared.files[name] = *loaded.content(path);
  }
  take_by_name(package, prepared);
  prepared.conflict = conflict_of(package, prepared);
  if (prepared.conflict.empty()) seal(prepared);
  return prepared;
}

void put_behind_included_main(const Package& package, PreparedSubmission& prepared) {
  if (!prepared.included_main) return;
  prepared.files[place_of_main(package, prepared)] = std::move(prepared.files[kMainFile]);
  prepared.files[kMainFile] = std::move(*prepared.included_main);
  seal(prepared);
  prepared.code.reset();
}

std::uint64_t room_for(std::uint64_t size) { return (size + kPage - 1) / kPage * kPage; }

// Each directory on the way to a file needs an inode too.
bool fits(const PreparedSubmission& prepared) {
  std::uint64_t size = 0;
  std::uint64_t inodes = 1;
  if (prepared.included_main) {
    size += prepared.included_main->size() + kPage;
    ++inodes;
  }
  for (const auto& [path, content] : prepared.files) {
    size += content.size() + kPage;
    inodes += 1 + static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/'));
  }
  return size <= prepared.limits.scratch.count && inodes < prepared.limits.scratch_inodes;
}

}  // namespace assize
