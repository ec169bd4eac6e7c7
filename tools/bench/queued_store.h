// A store with a package of 20 tests and submissions in its queue, as `assize problem add` and
// `assize submit` would leave it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/bench/programs.h"

namespace assize::bench {

constexpr int kTests = 20;

class QueuedStore {
 public:
  // The program's submissions, all different, by several submitters.
  QueuedStore(const Program& program, int submissions);

  std::string path() const { return directory_.path() + "/bench.db"; }
  // When each verdict was recorded, in milliseconds since 1970, in order. Throws std::runtime_error
  // unless all submissions were judged and accepted.
  std::vector<std::int64_t> recorded() const;

 private:
  TemporaryDirectory directory_;
  int submissions_;
};

}  // namespace assize::bench
