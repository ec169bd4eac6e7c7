// A prepared statement of PostgreSQL, and its parameters as libpq wants them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

struct PostgresqlStatement {
  std::string name;
  std::vector<std::string> parameters;  // ":id" of $1, …
};

// Numbers are given as text, whose type the server finds out; texts and bytes as they are. Shows
// what the caller holds.
class PostgresqlParameters {
 public:
  // Throws std::logic_error if one is given that the statement doesn't have.
  PostgresqlParameters(const PostgresqlStatement& statement, std::span<const Parameter> given);
  int count() const { return static_cast<int>(values_.size()); }
  const char* const* values() const { return values_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void set(std::size_t index, const Value& value);

  std::vector<std::string> numbers_;
  std::vector<const char*> values_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

// A statement with `assize_rows`, when its parameters are arrays, one for each column.
std::string postgresql_for_all_rows(std::string_view sql, std::span<const RowColumn> columns);

// These arrays in PostgreSQL's binary format (array_recv), one
// for each column. `values` has whole rows.
std::vector<std::string> postgresql_arrays(std::span<const RowColumn> columns,
                                           std::span<const Value> values);

}  // namespace assize
