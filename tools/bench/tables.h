// The tables: each prints itself as it goes and returns its figures.
#pragma once

#include <array>
#include <vector>

#include "tools/bench/jails.h"
#include "tools/bench/measure.h"

namespace assize::bench {

// One run in our jail and in sandboxes of others, against the same program unjailed.
Json cost_table(const std::vector<Way>& ways, int rounds);       // programs that do next to nothing
Json computing_table(const std::vector<Way>& ways, int rounds);  // and one that computes

// From the queue to the recorded verdict, with one slot and with two.
Json path_table(const std::vector<Way>& ways, int rounds);

// How far past its kill point a run is ended.
Json overshoot_table(const std::vector<Way>& ways, int rounds);
// False, and says so, if a median or a p99 is above its bound (ms). Only what the limit is about
// counts: the CPU time of the busy loop, the wall time of the sleeper.
bool precise_enough(const Json& overshoot, const std::array<double, 2>& bounds);

// How far the reported peaks of identical runs are apart.
Json memory_table(const std::vector<Way>& ways, int rounds);

// How fast the default output validator compares.
Json validator_table(int rounds);

}  // namespace assize::bench
