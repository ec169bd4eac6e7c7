// A submission as its runs see it: the tree of their working directory, and their limits.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "judge/jail/host/keeper_client.h"
#include "problems/loaded_package.h"
#include "storage/base/unique_fd.h"
#include "storage/records/limits.h"
#include "storage/records/source.h"

namespace assize {

// A run that was the compile check first, and went on with this test.
struct BegunTest {
  const TestCase* test;
  FinishedRun run;
};

// Ready to be run any number of times.
struct PreparedSubmission {
  std::map<std::string, std::string> files;  // its own, and what the package puts beside them
  Limits limits;
  // Why there is no such tree, for the submitter: what the submission brings is in the way of what
  // the package puts there. Empty: there is one.
  std::string conflict = {};
  UniqueFd payload = {};
  UniqueFd code = {};  // by template, if the compile check gave it: main.py is parsed once
  std::optional<BegunTest> begun = {};
  // The package's own main.py, which imports the submission: after the compile check it is started.
  std::optional<std::string> included_main = {};
  std::string included = {};  // the names of the package's files beside it, with colons between
};

// For the compile check: what the package's main.py imports is then main.py, by whichever of both
// names it was handed in. A file of the package takes the place of one of the submission that has
// the same name, and a submission has nothing where its input is put.
PreparedSubmission prepare_submission(const LoadedPackage& package, const Source& source,
                                      Limits limits);
// For the tests: where the package has a main.py of its own, that takes the submission's place.
void put_behind_included_main(const Package& package, PreparedSubmission& prepared);

// The content of all files, in their order.
std::string contents_of(const PreparedSubmission& prepared);

// What a file takes of a tmpfs, and so of the memory limit.
std::uint64_t room_for(std::uint64_t size);
// Whether the working directory has room for it, by its limits.
bool fits(const PreparedSubmission& prepared);

}  // namespace assize
