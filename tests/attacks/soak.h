// Many hostile runs in two slots at once, with ordinary ones between them, and a look at the whole
// host before and after.
#pragma once

#include <cstdint>
#include <vector>

#include "judge/judging.h"
#include "tools/selftest/attack.h"

namespace assize {

struct SoakPlan {
  int runs = 300;  // hostile ones, over both slots
  std::uint64_t seed = 1;
};

// Prints what it saw. True if every attack was held, every ordinary run was accepted with the right
// output, and nothing is left.
bool soak(const JudgeHost& judge_host, std::vector<Attack> corpus, const SoakPlan& plan);

}  // namespace assize
