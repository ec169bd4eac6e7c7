#include "problems/submissions/submissions.h"

#include <algorithm>

#include "problems/formats/icpc/constants.h"
#include "problems/formats/polygon/solutions.h"
#include "problems/programs.h"
#include "problems/submissions/submission_rules.h"
#include "problems/text/error_list.h"
#include "storage/base/errors.h"

namespace assize {

namespace {

// Notes that lie beside submissions.
bool is_note(const ProgramFiles& program) {
  const std::string name = program.path.substr(program.path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  const std::string ending = dot == std::string::npos ? "" : name.substr(dot);
  return program.files.begin()->second == program.path &&
         (ending == ".md" || ending == ".txt" || ending == ".yaml" || name == "README" ||
          name == "Makefile");
}

// Source: legacy's section "Programs": the two versions of Python are told apart by the first line.
bool is_python2(const FileTree& files, const std::map<std::string, std::string>& names) {
  return std::any_of(names.begin(), names.end(), [&](const auto& file) {
    if (language_of(file.first) != "python3") return false;
    const std::string content = files.read_text(file.second);
    const std::string line = content.substr(0, std::min(content.find('\n'), std::size_t{200}));
    return line.starts_with("#!") && line.find("python2") != std::string::npos;
  });
}

PackageSubmission submission_of(const FileTree& files, const ProgramFiles& program) {
  PackageSubmission submission;
  submission.path = program.path;
  submission.files = program.files;
  submission.language = language_of(program.files);
  if (submission.language != "python3") return submission;
  submission.main = python_main(program.files);
  if (is_python2(files, program.files)) submission.language = "python2";
  return submission;
}

class Finder {
 public:
  Finder(const FileTree& files, const Package& package, const LoadOptions& options)
      : files_(files), package_(package), options_(options), file_(files, package, options) {}

  std::vector<PackageSubmission> find() {
    std::vector<PackageSubmission> submissions;
    ErrorList errors;
    for (const auto& folder : programs_in(files_, "submissions")) {
      if (folder.files.begin()->second == folder.path) continue;  // a file, not a folder
      for (const auto& program : programs_in(files_, folder.path)) {
        if (is_note(program)) continue;
        errors.attempt([&] {
          submissions.push_back(submission_of(files_, program));
          expect(folder.path, submissions.back());
        });
      }
    }
    errors.raise();
    file_.check_used(submissions);
    std::sort(submissions.begin(), submissions.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    return submissions;
  }

 private:
  void expect(const std::string& folder, PackageSubmission& submission) const {
    const std::string name = folder.substr(folder.rfind('/') + 1);
    auto rule = rule_of_folder(name, package_.format == "2025-09");
    Annotations annotations = annotations_of(files_, package_, submission, options_);
    // A standard folder says more than an annotation; another one may hold anything.
    if (annotations.results && !(rule && rule->is_standard)) {
      submission.expectations.push_back(std::move(*annotations.results));
    } else if (rule) {
      file_.change_folder(name, rule->rule);
      submission.expectations.push_back(
          expectation_of(rule->rule, rejected_may_score(), files_.place(folder)));
      submission.counts_for_time_limit = counts_for_time_limit(rule->rule);
      submission.shall_be_too_slow = demands_too_slow(rule->rule);
    }
    // The tool that reads grades takes `accepted` to say it all.
    for (auto& expectation : annotations.others)
      if (name != "accepted" || expectation.scope.empty())
        submission.expectations.push_back(std::move(expectation));
    file_.apply_to(submission);
  }

  // Whether a submission with a rejected test may have some score all the same, and be PA.
  bool rejected_may_score() const {
    return package_.scoring &&
           (package_.groups.empty() || !package_.groups[0].score_needs_acceptance);
  }

  const FileTree& files_;
  const Package& package_;
  const LoadOptions& options_;
  SubmissionsFile file_;
};

}  // namespace

std::vector<PackageSubmission> find_submissions(const FileTree& files, const Package& package,
                                                const LoadOptions& options) {
  auto submissions = Finder(files, package, options).find();
  if (package.format != "polygon") return submissions;
  for (auto& solution : find_polygon_solutions(files, package))
    submissions.push_back(std::move(solution));
  return submissions;
}

}  // namespace assize
