// What PostgreSQL answers: rows in its binary format, and errors.
#pragma once

#include <string>
#include <string_view>

#include "storage/engine/database.h"
#include "storage/engine/postgresql.h"

namespace assize {

// The rows of a result with binary columns of the types BIGINT, INTEGER, SMALLINT, BOOLEAN, TEXT
// and BYTEA.
class PostgresqlCursor final : public Cursor {
 public:
  explicit PostgresqlCursor(PostgresqlResult result) : result_(std::move(result)) {}
  bool next() override { return ++row_ < PQntuples(result_.get()); }
  bool is_null(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  std::int64_t number(int column) const override;
  std::string text(int column) const override;

 private:
  PostgresqlResult result_;
  int row_ = -1;
};

// Throws what an error means, by its SQLSTATE
// (https://www.postgresql.org/docs/15/errcodes-appendix.html): StoreError; or DamagedItem where a
// value can't be kept, and nothing is wrong with the store.
[[noreturn]] void throw_error(const std::string& store, std::string_view state, bool is_lost,
                              const std::string& message, std::string_view what);

}  // namespace assize
