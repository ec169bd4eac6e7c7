// Reads the files that rows name, as their problems ask for them.
#pragma once

#include <map>
#include <string>

#include "queue/intake/manifest.h"
#include "queue/intake/submission_file.h"
#include "storage/store/store.h"

namespace assize {

class SubmissionReader {
 public:
  // `root`: what files must be below; outlives this, as `store` does. `from_manifest`: they are
  // found from where this process is.
  SubmissionReader(Store& store, const SubmissionRoot& root, bool from_manifest)
      : store_(store), root_(root), from_manifest_(from_manifest) {}

  // Throws InputError as load_submission() does. An unknown problem asks for main.py.
  Submitted read(const ManifestRow& row);

 private:
  const std::string& expected_file(const std::string& problem);
  std::string find_expected_file(const std::string& problem);

  Store& store_;
  const SubmissionRoot& root_;
  bool from_manifest_;
  std::map<std::string, std::string> expected_;  // by problem; empty: main.py
};

}  // namespace assize
