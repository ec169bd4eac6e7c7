// Where the expectations of a package's submissions come from: its folders, annotations in the
// sources, submissions.yaml. submissions.cpp brings them together.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "problems/submissions/submissions.h"
#include "problems/text/glob.h"
#include "problems/text/yaml.h"

namespace assize {

// The four letters of the formats, for the verdicts that they stand for: RTE is also MLE, OLE and
// SV, which the formats don't know.
std::optional<std::set<Verdict>> verdicts_of_letters(std::string_view letters);

// A requirement in the words of the formats.
struct SubmissionRule {
  // Of each test; nothing: any.
  std::optional<std::set<Verdict>> permitted;
  // Of at least one.
  std::optional<std::set<Verdict>> required;
  // Of the submission as a whole, where that isn't what follows from the others.
  std::optional<std::set<Verdict>> whole;
  // What the submission is for the time limit, where that doesn't follow either.
  std::optional<bool> for_time_limit;
  std::optional<bool> too_slow;
};

// The rule of a folder below submissions/; nothing: it isn't one that is known. `is_standard`: of
// those that annotations don't overrule.
struct FolderRule {
  SubmissionRule rule;
  bool is_standard = true;
};
std::optional<FolderRule> rule_of_folder(const std::string& folder, bool is_new);

// What a rule means for a submission as a whole. `rejected_may_score`: it may be PA although a test
// was rejected.
Expectation expectation_of(const SubmissionRule& rule, bool rejected_may_score,
                           const std::string& source);

// Whether a rule for all tests makes the submission one that the time limit is computed from, or
// one that must be too slow.
bool counts_for_time_limit(const SubmissionRule& rule);
bool demands_too_slow(const SubmissionRule& rule);

// @EXPECTED_RESULTS@, @EXPECTED_SCORE@ and @EXPECTED_GRADES@ in the files of a submission.
struct Annotations {
  std::optional<Expectation> results;
  std::vector<Expectation> others;  // of the score, of groups
};
Annotations annotations_of(const FileTree& files, const Package& package,
                           const PackageSubmission& submission, const LoadOptions& options);

// submissions/submissions.yaml, if there is one.
class SubmissionsFile {
 public:
  SubmissionsFile(const FileTree& files, const Package& package, const LoadOptions& options);

  // `rule` of a folder with what the file changes of it: a key that is just the folder's name.
  void change_folder(const std::string& folder, SubmissionRule& rule) const;
  // Whatever its patterns say about a submission.
  void apply_to(PackageSubmission& submission) const;
  // Throws for a pattern with expectations that is for no submission.
  void check_used(const std::vector<PackageSubmission>& submissions) const;

 private:
  // What a pattern says, of all tests or of those that a pattern of theirs stands for.
  struct Demand {
    SubmissionRule rule;
    std::optional<Score> lowest;
    std::optional<Score> highest;
    std::optional<std::string> message;
    std::string where;
    bool says_anything() const;
  };
  struct TestDemand : Demand {
    std::string scope;
    std::vector<std::string> tests;
    std::vector<std::string> groups;
  };
  struct Entry : Demand {
    std::string pattern;
    Glob glob;
    std::optional<YamlNode> language;
    std::optional<YamlNode> entrypoint;
    std::vector<TestDemand> parts;
  };

  void read_entry(const std::string& pattern, const YamlNode& value);
  void read_part(Entry& entry, const std::string& pattern, const YamlNode& value) const;
  void read_demand(const YamlMap& map, Demand& demand) const;
  static void apply_part(const TestDemand& part, PackageSubmission& submission);
  void set_program(const Entry& entry, PackageSubmission& submission) const;

  const FileTree& files_;
  const Package& package_;
  const LoadOptions& options_;
  std::vector<Entry> entries_;
};

}  // namespace assize
