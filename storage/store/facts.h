// Run records as JSON, the form in which the store keeps them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/records/run_record.h"

namespace assize {

struct Attempts {
  std::vector<RunRecord> runs;
  std::size_t chosen = 0;
  bool pruned = false;  // of the runs nothing is known but times and memory, the same for each
};

std::string to_json(const Attempts& attempts);
// What stays of it in a store that was pruned: how many, the most CPU time, and the wall time and
// memory of the one that counts.
std::string pruned_facts(const Attempts& attempts);
Attempts attempts_from_json(const std::string& text);  // throws StoreError if it makes no sense

// A single run that may not be there: then the text is empty.
std::string run_to_json(const std::optional<RunRecord>& run);
std::optional<RunRecord> run_from_json(const std::string& text);  // throws StoreError

}  // namespace assize
