// The submissions that a package brings, and what it expects of them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "problems/grading/score.h"
#include "problems/package.h"
#include "storage/records/verdict_names.h"

namespace assize {

// What is expected of a submission, or of a part of the tests. unmet() in
// problems/submissions/expectations.h checks it.
struct Expectation {
  std::string scope;  // a test or group: "secret/2", or a pattern for them; empty: all of it
  std::vector<std::string> tests;  // those that the scope stands for; without a scope: empty
  // The verdict of the submission, or of the group that is the scope, must be one of these.
  std::set<Verdict> permitted;   // empty: any
  std::set<Verdict> each;        // every judged test of the scope must get one of these; empty: any
  std::set<Verdict> required;    // at least one of them must get one of these; empty: no matter
  std::optional<Score> lowest;   // the score must not be less …
  std::optional<Score> highest;  // … nor more
  std::optional<std::string> message;  // must be in what the validator says of one of the tests
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

// All of them, by path, in whatever format the package is. Throws InputError with file, line and
// column; with LoadOptions::lenient, annotations in sources that can't be understood are passed
// over.
std::vector<PackageSubmission> find_submissions(const FileTree& files, const Package& package,
                                                const LoadOptions& options);

}  // namespace assize
