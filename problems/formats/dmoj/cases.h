// Test cases of a DMOJ package that are found by the names of the files in its archive.
#pragma once

#include <string>
#include <vector>

namespace assize {

struct CaseFiles {
  std::string input;  // names in the archive; empty: there is none
  std::string output;
};

struct CaseEntry {
  bool batched = false;
  std::vector<CaseFiles> cases;  // one unless `batched`
};

// What DMOJ takes where init.yml gives no pattern: `kind` is "in" or "out".
std::string default_case_pattern(const std::string& kind);

// A pattern is a regular expression as Python has them, matched from the start of a name whatever
// the case of its letters. Its group `case` gives the number of the test case, and its group
// `batch`, where it takes part, that of the batch. Numbers sort as numbers, after all other names.
// Throws InputError for a bad pattern, one that takes too long, and names that don't fit together.
// `place` is for messages.
std::vector<CaseEntry> match_test_cases(const std::vector<std::string>& names,
                                        const std::string& input_pattern,
                                        const std::string& output_pattern,
                                        const std::string& place);

}  // namespace assize
