// The submissions that a package brings, and what it expects of them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "judge/core/verdict.h"
#include "judge/grading/score.h"
#include "problems/package.h"

namespace assize {

// What is expected of a submission, or of the tests and groups that a name stands for.
struct Expectation {
  std::string scope;             // a test or group: "secret/2"; empty: the submission as a whole
  std::set<Verdict> permitted;   // the verdict must be one of these; empty: any
  std::set<Verdict> required;    // at least one test must get one of these; empty: no matter
  std::optional<Score> lowest;   // the score must not be less …
  std::optional<Score> highest;  // … nor more
  std::optional<std::string> message;  // must be in some message of the validator to the team
  std::string source;  // where it is said: "submissions/accepted", "…/submissions.yaml:3:5"
};

struct PackageSubmission {
  std::string path;      // "submissions/accepted/a.py"; a directory for several files
  std::string language;  // "python3", "cpp", "java", …; empty: unknown
  std::map<std::string, std::string> files;  // as with PackageProgram
  std::string main;                          // "main.py" or what is started as that
  std::vector<Expectation> expectations;
  bool counts_for_time_limit = false;  // accepted: the time limit is computed from these
  bool shall_be_too_slow = false;      // expected to be TLE: the margin is checked with these
};

// All of them, by path. Throws InputError with file, line and column.
std::vector<PackageSubmission> find_submissions(const FileTree& files, const Package& package,
                                                const LoadOptions& options);

}  // namespace assize
