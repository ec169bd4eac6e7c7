// What PostgreSQL answers: rows in its binary format, and errors.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

// The rows of a statement that was sent in single-row mode, one by one as they come
// (https://www.postgresql.org/docs/15/libpq-single-row-mode.html). Whoever leaves it before its end
// has the statement cancelled, and with it the transaction.
class PostgresqlStream final : public Cursor {
 public:
  // `check` throws what a result that is no row means.
  PostgresqlStream(PGconn* connection, std::function<void(const PostgresqlResult&)> check)
      : connection_(connection), check_(std::move(check)) {}
  ~PostgresqlStream() override;
  PostgresqlStream(const PostgresqlStream&) = delete;
  PostgresqlStream& operator=(const PostgresqlStream&) = delete;
  bool next() override;
  bool is_null(int column) const override { return row_->is_null(column); }
  std::int64_t number(int column) const override { return row_->number(column); }
  std::string text(int column) const override { return row_->text(column); }

 private:
  PGconn* connection_;
  std::function<void(const PostgresqlResult&)> check_;
  std::optional<PostgresqlCursor> row_;
  bool has_ended_ = false;
};

// Throws what an error means, by its SQLSTATE
// (https://www.postgresql.org/docs/15/errcodes-appendix.html): StoreError; or DamagedItem where a
// value can't be kept, and nothing is wrong with the store.
[[noreturn]] void throw_error(const std::string& store, std::string_view state, bool is_lost,
                              const std::string& message, std::string_view what);

}  // namespace assize
