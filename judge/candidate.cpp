#include "judge/candidate.h"

#include <algorithm>
#include <set>

#include "judge/runtime/runtime.h"

namespace assize {

namespace {

constexpr std::uint64_t kPage = 4096;

void seal(Candidate& candidate) { candidate.payload = sealed_file(contents_of(candidate)); }

void clear_place_of_input(const std::string& name, Candidate& candidate) {
  if (name.empty()) return;
  std::erase_if(candidate.files, [&](const auto& file) {
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
void take_by_name(const Package& package, Candidate& candidate) {
  if (!candidate.included_main || candidate.files.contains(kMainFile)) return;
  if (auto named = candidate.files.extract(package.submission_name)) {
    named.key() = kMainFile;
    candidate.files.insert(std::move(named));
  }
}

// Both trees at once: that of the compile check and that of the tests.
std::string conflict_of(const Package& package, const Candidate& candidate) {
  std::set<std::string> paths;
  const std::string main = "'" + std::string(kMainFile) + "'";
  for (const auto& [path, content] : candidate.files) paths.insert(path);
  if (!paths.contains(kMainFile))
    return "there is no " + main +
           (candidate.included_main ? " and no '" + package.submission_name + "'" : "") +
           " in the submission";
  if (!package.input_file.empty()) paths.insert(package.input_file);
  if (candidate.included_main && !paths.insert(package.submission_name).second)
    return "the submission has both " + main + " and '" + package.submission_name +
           "': the problem starts a " + main + " of its own, which imports '" +
           package.submission_name + "'; hand that in without your " + main;
  const std::string name = twofold_name(paths);
  if (name.empty()) return {};
  return "'" + name + "' is a file and a folder: one of them is the problem's, which puts files " +
         "beside the submission; give yours another name";
}

}  // namespace

std::string contents_of(const Candidate& candidate) {
  std::string all;
  for (const auto& [path, content] : candidate.files) all += content;
  return all;
}

Candidate make_candidate(const LoadedPackage& loaded, const Source& source, Limits limits) {
  const Package& package = loaded.package();
  Candidate candidate{source.files, limits};
  clear_place_of_input(package.input_file, candidate);
  for (const auto& [name, path] : package.included) {
    candidate.included += (candidate.included.empty() ? "" : ":") + name;
    if (name == kMainFile)
      candidate.included_main = *loaded.content(path);
    else
      candidate.files[name] = *loaded.content(path);
  }
  take_by_name(package, candidate);
  candidate.conflict = conflict_of(package, candidate);
  if (candidate.conflict.empty()) seal(candidate);
  return candidate;
}

void put_behind_included_main(const Package& package, Candidate& candidate) {
  if (!candidate.included_main) return;
  candidate.files[package.submission_name] = std::move(candidate.files[kMainFile]);
  candidate.files[kMainFile] = std::move(*candidate.included_main);
  seal(candidate);
  candidate.code.reset();
}

std::uint64_t room_for(std::uint64_t size) { return (size + kPage - 1) / kPage * kPage; }

// Each directory on the way to a file needs an inode too.
bool fits(const Candidate& candidate) {
  std::uint64_t size = 0;
  std::uint64_t inodes = 1;
  if (candidate.included_main) {
    size += candidate.included_main->size() + kPage;
    ++inodes;
  }
  for (const auto& [path, content] : candidate.files) {
    size += content.size() + kPage;
    inodes += 1 + static_cast<std::uint64_t>(std::count(path.begin(), path.end(), '/'));
  }
  return size <= candidate.limits.scratch.count && inodes < candidate.limits.scratch_inodes;
}

}  // namespace assize
