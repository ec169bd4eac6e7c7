// Runs at full speed in all slots at once, for as long as one likes, with an eye on what the kernel
// has still to clean up.
#pragma once

#include <cstdint>
#include <vector>

#include "judge/judge_host.h"
#include "tools/selftest/attack.h"

namespace assize {

struct StormPlan {
  std::int64_t runs = 20'000;
  int hostile_percent = 0;  // of the runs
  std::uint64_t seed = 1;
};

// Whether all ordinary runs were right, all hostile ones held, and nothing grew. Prints what it
// found.
bool storm(const JudgeHost& judge_host, std::vector<Attack> corpus, const StormPlan& plan);

}  // namespace assize
