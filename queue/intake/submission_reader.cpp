#include "queue/intake/submission_reader.h"

#include <algorithm>
#include <filesystem>

#include "problems/formats/assignment/assignment_file.h"
#include "problems/loaded_package.h"
#include "queue/stored_tree.h"
#include "storage/base/errors.h"

namespace assize {

Submitted SubmissionReader::read(const ManifestRow& row) {
  const std::string file = from_manifest_ ? std::filesystem::absolute(row.file).string() : row.file;
  return load_submission(file, root_, expected_file(row.problem));
}

const std::string& SubmissionReader::expected_file(const std::string& problem) {
  const auto known = expected_.find(problem);
  if (known != expected_.end()) return known->second;
  return expected_[problem] = find_expected_file(problem);
}

// Only a package that puts a main.py beside the submission, or imports it, asks for another name,
// and only then is it loaded.
std::string SubmissionReader::find_expected_file(const std::string& problem) {
  const auto package = store_.current_package(problem);
  if (!package) return {};
  const auto files = store_.package_files(package->hash);
  const bool has_main = std::any_of(files.begin(), files.end(), [](const StoredFile& file) {
    return (file.path.starts_with("include/") && file.path.ends_with("/main.py")) ||
           file.path == kAssignmentFile;
  });
  if (!has_main) return {};
  LoadOptions options;
  options.contents_are_known = true;
  options.lenient = package->lenient;
  options.computed_time_limit = package->computed_time_limit;
  const auto fetch = [this](const std::string& hash, std::uint64_t) { return store_.blob(hash); };
  try {
    return LoadedPackage(std::make_unique<StoredTree>(files, package->hash, fetch), problem,
                         options)
        .package()
        .submission_name;
  } catch (const InputError&) {
    return {};  // it can't be used any more, which the worker says
  }
}

}  // namespace assize
