// The test cases of a DMOJ package, and what they are in the model of problems/package.h.
#pragma once

#include <string>
#include <vector>

#include "problems/formats/dmoj/checkers.h"
#include "problems/package.h"

namespace assize {

struct DmojCase {
  std::string input;  // as TestCase has them
  std::string answer;
  Score points = 1;
  std::size_t checker = 0;   // its place in the list of checkers
  bool binary = false;       // line ends are left as they are
  std::size_t position = 0;  // as DMOJ counts, from 0
};

struct DmojEntry {
  bool batched = false;
  std::vector<DmojCase> cases;            // one unless `batched`
  std::vector<std::size_t> dependencies;  // numbers of batches before it, from 1
};

// Sets groups, tests and validation. `place` is for messages. Throws InputError.
void translate_dmoj(const std::vector<DmojEntry>& entries, const std::vector<DmojChecker>& checkers,
                    const std::string& place, Package& package);

}  // namespace assize
