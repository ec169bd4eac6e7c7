// Why two judgings differ: by what they were judged with. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/records/judging_record.h"
#include "storage/store/rejudges.h"

namespace assize {

enum class Cause {
  source,         // other files were judged
  package,        // another version of the problem
  policy,         // other rules of the sandbox
  runtime,        // another interpreter or library
  judge_version,  // another assize
  noise           // none of these: the same was judged, and the outcome differs. A fault of ours
};
std::string_view name_of(Cause cause);

// All that is different, in the order above; `noise` alone where nothing is.
std::vector<Cause> causes_between(const Identities& before, const Identities& after);

// The identity that a cause is about: a hash, or a version. Empty for noise.
std::string identity_of(const Identities& identities, Cause cause);

struct FileChange {
  enum class Kind { added, removed, changed };
  std::string path;
  Kind kind = Kind::changed;
  bool operator==(const FileChange&) const = default;
};
std::string_view name_of(FileChange::Kind kind);

// By path; both lists are sorted.
std::vector<FileChange> changed_files(const std::vector<FileHash>& before,
                                      const std::vector<FileHash>& after);

// The lines that only one of two texts has: as of files, the line being the path.
std::vector<FileChange> changed_lines(const std::string& before, const std::string& after);

struct TestChange {
  std::string name;
  std::string before;  // verdict; empty: it wasn't run
  std::string after;
  bool operator==(const TestChange&) const = default;
};

// Tests whose verdict or reason differs, in the order of `after`, then those that it hasn't.
std::vector<TestChange> changed_tests(const std::vector<TestVerdict>& before,
                                      const std::vector<TestVerdict>& after);

// A list of files as the store keeps it: a line each, the hash (or where a link points to), a tab,
// the path. Sorted by path.
std::vector<FileHash> parse_file_list(const std::string& text);

}  // namespace assize
