// The parts of a check (check.h). Each reads what it is about, and reports what is wrong with it.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "storage/store/check.h"
#include "storage/store/tables.h"

namespace assize {

struct StoreCheckContext {
  Database& database;
  StoreCheck& result;
  bool was_pruned;  // assize store prune was here: what it takes away isn't missing
  std::set<std::string> forgotten_sources;  // nor what assize forget did
  std::function<void(StoreFinding)> report;
};

// check.cpp
// Of nobody but people who were forgotten.
std::set<std::string> forgotten_sources(Database& database);
// Rows whose references lead nowhere.
void check_references(const StoreCheckContext& check, const StoreTable& table);

// check_contents.cpp
void check_blobs(const StoreCheckContext& check);
void check_sources(const StoreCheckContext& check);
void check_policies(const StoreCheckContext& check);

// check_records.cpp
void check_judgings(const StoreCheckContext& check);
void check_runs(const StoreCheckContext& check);
void check_hand_ins(const StoreCheckContext& check);

// check_audit.cpp
void check_audit(const StoreCheckContext& check);

// What a finding advises.
constexpr const char* kRestore = "restore the store from a backup";
constexpr const char* kPrunable = "nothing; assize store prune takes it away";

}  // namespace assize
