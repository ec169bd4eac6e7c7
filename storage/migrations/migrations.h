// The steps of the schema, as they stand in NNNN.sql.
#pragma once

#include <string>
#include <vector>

namespace assize {

struct Migration {
  std::string sql;         // of all engines: see storage/engine/database.h for its words
  std::string sqlite;      // what follows it in SQLite
  std::string postgresql;  // … in PostgreSQL
};

// [n] brings version n to n + 1.
const std::vector<Migration>& migrations();

}  // namespace assize
