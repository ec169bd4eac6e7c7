#include "queue/intake/hand_in.h"

#include <filesystem>
#include <nlohmann/json.hpp>

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

bool is_to_be_judged_again(const std::optional<JudgingStanding>& judging,
                           const std::string& package) {
  if (!judging || judging->state != JobState::set_aside) return false;
  return judging->package != package || judging->failures >= kMostFailures;
}

bool is_same(const SubmissionRow& known, const SubmissionRow& given) {
  return known.source == given.source && known.problem == given.problem &&
         known.submitter == given.submitter;
}

}  // namespace

std::string file_name_of(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return normal.has_filename() ? normal.filename() : normal.parent_path().filename();
}

void check_file_name(const ManifestRow& row) {
  check_name(file_name_of(row.file), shown_name(row.file), "file name");
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

const std::string& HandIn::package_of(const std::string& problem) {
  std::string& hash = packages_[problem];
  if (!hash.empty()) return hash;
  if (const auto package = store_.current_package(problem)) return hash = package->hash;
  throw InputError("there is no problem '" + clean_line(problem, 100) +
                   "' in the store (assize problem list; import it with assize problem add)");
}

SubmissionRow HandIn::row_of(const ManifestRow& row) const {
  SubmissionRow submission;
  submission.external_id = row.external_id;
  submission.submitter = row.submitter;
  submission.problem = row.problem;
  submission.language = row.language;
  if (!row.file_as_given.empty()) submission.file_name = file_name_of(row.file);
  submission.priority = row.priority;
  submission.further = further_of(row);
  return submission;
}

SubmissionRow HandIn::submission_of(const ManifestRow& row, const Submitted& submitted) {
  SubmissionRow submission = row_of(row);
  submission.note = submitted.note;
  submission.source = submitted.source.hash();
  return submission;
}

SubmissionRow HandIn::refusal_of(const ManifestRow& row, const std::string& why) {
  SubmissionRow submission = row_of(row);
  submission.submitter = as_name(submission.submitter);
  submission.problem = as_name(submission.problem);
  submission.file_name = as_name(submission.file_name);
  submission.external_id = as_name(submission.external_id);
  submission.refusal = clean_line(without_folder(why, row.file), kExcerptBytes);
  return submission;
}

std::optional<SubmissionRow> HandIn::known_as(const SubmissionRow& submission) {
  if (submission.external_id.empty()) return std::nullopt;
  return store_.by_external_id(submission.external_id);
}

bool HandIn::is_known(const SubmissionRow& submission) {
  const auto known = known_as(submission);
  return known && is_same(*known, submission);
}

bool HandIn::lacks_files(const SubmissionRow& submission) {
  return submission.refusal.empty() && !store_.has_source(submission.source) &&
         !is_known(submission);
}

HandedIn HandIn::put(SubmissionRow submission) {
  submission.submitted_at = at_;
  submission.handed_in_at = at_;
  if (!submission.refusal.empty()) return put_refusal(std::move(submission));
  const std::string& package = package_of(submission.problem);
  const auto known = known_as(submission);
  if (known && is_same(*known, submission)) return put_again(*known, submission);
  if (known) submission.version = known->version + 1;
  submission.batch = needed_batch();
  submission.id = store_.put_submission(submission);
  queue_.enqueue(submission, package);
  return {submission.id, submission.batch, HandedIn::Outcome::queued};
}

std::vector<HandedIn> HandIn::put_new(std::vector<SubmissionRow> submissions) {
  if (submissions.empty()) return {};
  std::vector<NewJob> jobs;
  for (auto& row : submissions) {
    row.submitted_at = row.handed_in_at = at_;
    row.batch = needed_batch();
  }
  store_.put_submissions(submissions);
  std::vector<HandedIn> all;
  for (const auto& row : submissions) {
    jobs.push_back({row.id, row.submitter, package_of(row.problem), row.priority});
    all.push_back({row.id, row.batch, HandedIn::Outcome::queued});
  }
  queue_.enqueue(std::move(jobs));
  return all;
}

HandedIn HandIn::put_again(const SubmissionRow& known, const SubmissionRow& given) {
  store_.hand_in_again(known, at_, given.further);
  const auto judging = store_.current_standing(known.id);
  const std::string& package = package_of(given.problem);
  if (!is_to_be_judged_again(judging, package))
    return {known.id, known.batch, HandedIn::Outcome::known,
            judging && judging->state == JobState::done && judging->package != package};
  queue_.enqueue(known, package);
  return {known.id, known.batch, HandedIn::Outcome::again};
}

HandedIn HandIn::put_refusal(SubmissionRow submission) {
  submission.batch = needed_batch();
  if (const auto known = store_.refused_like(submission)) {
    store_.hand_in_again(*known, at_, submission.further);
    return {known->id, known->batch, HandedIn::Outcome::refused};
  }
  submission.id = store_.put_submission(submission);
  return {submission.id, submission.batch, HandedIn::Outcome::refused};
}

}  // namespace assize
