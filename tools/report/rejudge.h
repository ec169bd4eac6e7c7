// What a rejudge would change, for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "queue/rejudge/comparison.h"

namespace assize {

std::string comparison_in_words(const Comparison& comparison);
nlohmann::ordered_json comparison_to_json(const Comparison& comparison);

std::string noise_in_words(const RejudgeRow& rejudge, const NoiseReport& report);
nlohmann::ordered_json noise_to_json(const RejudgeRow& rejudge, const NoiseReport& report);

struct ListedRejudge {
  RejudgeRow row;
  RejudgeCounts counts;
};
std::string rejudges_in_words(const std::vector<ListedRejudge>& list);
nlohmann::ordered_json rejudge_to_json(const RejudgeRow& row, const RejudgeCounts& counts);

}  // namespace assize
