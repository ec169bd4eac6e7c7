// What the parts of the check of rows against the audit log share (audit_records.h).
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "storage/engine/database.h"
#include "storage/store/check.h"

namespace assize {

inline StoreFinding contradiction(const std::string& table, const std::string& row,
                                  const std::string& what) {
  return {StoreFinding::Kind::damage, table, row, what,
          "compare it with a backup: what the log says is the evidence, if a checkpoint kept "
          "elsewhere has it"};
}

// Of an entry's body; not an object, if it is damaged.
inline nlohmann::json parsed(const std::string& body) {
  return nlohmann::json::parse(body, nullptr, false);
}

inline std::string field(const nlohmann::json& body, const char* name) {
  const auto found = body.is_object() ? body.find(name) : body.end();
  return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
}

struct PresenceContext {
  Database& database;
  const std::function<void(const StoreFinding&)>& report;
  bool was_pruned = false;
  bool was_migrated = false;  // it has rows from before the log covered rows
};

// What the log tells of is there; of tables with few rows, nothing else is, and each is what the
// log says; what was forgotten still has its verdict.
void check_presence(const PresenceContext& context);

}  // namespace assize
