// Run records as JSON, the form in which the store keeps them.
#pragma once

#include <string>
#include <vector>

#include "judge/core/run_record.h"

namespace assize {

struct Attempts {
  std::vector<RunRecord> runs;
  std::size_t chosen = 0;
};

std::string to_json(const Attempts& attempts);
Attempts attempts_from_json(const std::string& text);  // throws StoreError if it makes no sense

}  // namespace assize
