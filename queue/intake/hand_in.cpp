#include "queue/intake/hand_in.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "problems/loaded_package.h"
#include "queue/stored_tree.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

std::string further_of(const ManifestRow& row) {
  if (row.further.empty()) return {};
  nlohmann::ordered_json json;
  for (const auto& [heading, cell] : row.further) json[heading] = cell;
  return json.dump();
}

// What is kept of a text that may be anything.
std::string as_name(const std::string& text) {
  return text.size() <= kMaxName && may_be_name(text) ? text : clean_line(text, kMaxName);
}

// Submitters read it, too: the folders of this host are nobody's but the operator's.
std::string without_folder(std::string text, const std::string& file) {
  const std::filesystem::path whole = std::filesystem::absolute(file);
  for (const auto& folder :
       {whole.parent_path().string(), whole.lexically_normal().parent_path().string()}) {
    if (folder == "/") continue;
    for (auto at = text.find(folder + "/"); at != std::string::npos; at = text.find(folder + "/"))
      text.erase(at, folder.size() + 1);
  }
  return text;
}

bool is_to_be_judged_again(const std::optional<JudgingRow>& judging, const std::string& package) {
  if (!judging || judging->state != JobState::set_aside) return false;
  return judging->package != package || judging->failures >= kMostFailures;
}

}  // namespace

std::string file_name_of(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return normal.has_filename() ? normal.filename() : normal.parent_path().filename();
}

void HandIn::use_batch(const std::string& name, bool or_id) {
  batch_name_ = name;
  batch_ = store_.batch_named(name);
  if (!batch_ && or_id) batch_ = store_.find_batch(name);
}

std::optional<Id> HandIn::needed_batch() {
  if (!batch_ && !batch_name_.empty()) batch_ = store_.put_batch(batch_name_);
  return batch_;
}

PackageRow HandIn::package_of(const std::string& problem) {
  auto package = store_.current_package(problem);
  if (!package)
    throw InputError("there is no problem '" + clean_line(problem, 100) +
                     "' in the store (assize problem list; import it with assize problem add)");
  return std::move(*package);
}

// Only a package that puts a main.py beside the submission asks for another name, and only then is
// it loaded.
std::string HandIn::expected_file(const std::string& problem) {
  if (const auto known = expected_.find(problem); known != expected_.end()) return known->second;
  std::string& name = expected_[problem];
  const auto package = store_.current_package(problem);
  if (!package) return name;
  const auto files = store_.package_files(package->hash);
  const bool has_main = std::any_of(files.begin(), files.end(), [](const StoredFile& file) {
    return file.path.starts_with("include/") && file.path.ends_with("/main.py");
  });
  if (!has_main) return name;
  LoadOptions options;
  options.contents_are_known = true;
  options.lenient = package->lenient;
  options.computed_time_limit = package->computed_time_limit;
  const auto fetch = [this](const std::string& hash) { return store_.blob(hash); };
  try {
    name =
        LoadedPackage(std::make_unique<StoredTree>(files, package->hash, fetch), problem, options)
            .package()
            .submission_name;
  } catch (const InputError&) {
    // It can't be used any more, which the worker says: its submissions are named as all are.
  }
  return name;
}

SubmissionRow HandIn::submission_of(const ManifestRow& row) {
  SubmissionRow submission;
  submission.external_id = row.external_id;
  submission.submitter = row.submitter;
  submission.problem = row.problem;
  submission.language = row.language;
  if (!row.file_as_given.empty()) submission.file_name = file_name_of(row.file);
  submission.priority = row.priority;
  submission.submitted_at = at_;
  submission.handed_in_at = at_;
  submission.further = further_of(row);
  return submission;
}

HandedIn HandIn::take(const ManifestRow& row, const Submitted& submitted) {
  const PackageRow package = package_of(row.problem);
  SubmissionRow submission = submission_of(row);
  check_name(submission.file_name, shown_name(row.file), "file name");
  const auto known =
      row.external_id.empty() ? std::nullopt : store_.by_external_id(row.external_id);
  if (known && known->source == submitted.source.hash() && known->problem == row.problem &&
      known->submitter == row.submitter) {
    store_.hand_in_again(*known, at_, submission.further);
    const auto judging = store_.current_judging(known->id);
    if (!is_to_be_judged_again(judging, package.hash))
      return {known->id, known->batch, HandedIn::Outcome::known,
              judging && judging->state == JobState::done && judging->package != package.hash};
    queue_.enqueue(*known, package.hash);
    return {known->id, known->batch, HandedIn::Outcome::again};
  }
  if (known) submission.version = known->version + 1;
  submission.note = submitted.note;
  submission.source = store_.put_source(submitted.source);
  submission.batch = needed_batch();
  submission.id = store_.put_submission(submission);
  queue_.enqueue(submission, package.hash);
  return {submission.id, submission.batch, HandedIn::Outcome::queued};
}

HandedIn HandIn::refuse(const ManifestRow& row, const std::string& why) {
  SubmissionRow submission = submission_of(row);
  submission.submitter = as_name(submission.submitter);
  submission.problem = as_name(submission.problem);
  submission.file_name = as_name(submission.file_name);
  submission.external_id = as_name(submission.external_id);
  submission.refusal = clean_line(without_folder(why, row.file), kExcerptBytes);
  submission.batch = needed_batch();
  if (const auto known = store_.refused_like(submission)) {
    store_.hand_in_again(*known, at_, submission.further);
    return {known->id, known->batch, HandedIn::Outcome::refused};
  }
  submission.id = store_.put_submission(submission);
  store_.audit("not taken", submission.id, std::nullopt,
               nlohmann::json{{"submission", submission.id},
                              {"submitter", submission.submitter},
                              {"problem", submission.problem},
                              {"reason", submission.refusal}}
                   .dump());
  return {submission.id, submission.batch, HandedIn::Outcome::refused};
}

}  // namespace assize
