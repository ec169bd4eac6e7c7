// A prepared statement of SQLite at work, and what its errors are to the store.
#pragma once

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

// What to do about one of SQLite's primary error codes, to follow the message; empty: nothing.
std::string sqlite_advice(int code);
// `what`: the statement, or what was tried.
StoreError sqlite_error(const std::string& path, const SQLite::Exception& error,
                        std::string_view what);

// There is one writer at a time: a transaction that writes has all rows for itself.
std::string sqlite_words(std::string_view sql);

// With `assize_rows` being the one row that the parameters are.
std::string sqlite_for_one_row(std::string_view sql, std::span<const RowColumn> columns);

// What a statement gives for each of many rows, one after the other.
class ForEachRow final : public Cursor {
 public:
  using Start = std::function<std::unique_ptr<Cursor>(std::span<const Parameter>)>;
  ForEachRow(Start start, std::span<const RowColumn> columns, std::span<const Value> values)
      : start_(std::move(start)), values_(values) {
    for (const auto& column : columns) parameters_.push_back({column.name, std::nullopt});
  }
  bool next() override {
    while (!current_ || !current_->next()) {
      current_.reset();
      if (values_.size() < parameters_.size()) return false;
      for (std::size_t i = 0; i < parameters_.size(); ++i) parameters_[i].value = values_[i];
      values_ = values_.subspan(parameters_.size());
      current_ = start_(parameters_);
    }
    return true;
  }
  bool is_null(int column) const override { return current_->is_null(column); }
  std::int64_t number(int column) const override { return current_->number(column); }
  std::string text(int column) const override { return current_->text(column); }

 private:
  Start start_;
  std::span<const Value> values_;
  std::vector<Parameter> parameters_;
  std::unique_ptr<Cursor> current_;
};

using Prepared = std::unique_ptr<SQLite::Statement>;
using Idle = std::multimap<std::string, Prepared, std::less<>>;  // by its text

// A prepared statement at work: its keeper has it back at the end.
class SqliteCursor final : public Cursor {
 public:
  SqliteCursor(Idle::node_type taken, Idle& idle, const std::string& path)
      : taken_(std::move(taken)), statement_(*taken_.mapped()), idle_(idle), path_(path) {}
  SqliteCursor(const SqliteCursor&) = delete;
  SqliteCursor& operator=(const SqliteCursor&) = delete;
  ~SqliteCursor() override {
    statement_.tryReset();
    statement_.clearBindings();
    idle_.insert(std::move(taken_));
  }

  void bind(const Parameter& parameter) {
    try {
      std::visit([&](const auto& value) { bind(parameter.name, value); }, parameter.value.held());
    } catch (const SQLite::Exception& error) {
      throw sqlite_error(path_, error, taken_.key() + " " + parameter.name);
    }
  }
  bool next() override {
    try {
      return statement_.executeStep();
    } catch (const SQLite::Exception& error) {
      throw sqlite_error(path_, error, taken_.key());
    }
  }
  bool is_null(int column) const override { return statement_.isColumnNull(column); }
  std::int64_t number(int column) const override { return statement_.getColumn(column).getInt64(); }
  std::string text(int column) const override { return statement_.getColumn(column).getString(); }

 private:
  void bind(const char* name, std::monostate /*null*/) { statement_.bind(name); }
  void bind(const char* name, std::int64_t number) { statement_.bind(name, number); }
  void bind(const char* name, std::string_view text) { statement_.bind(name, std::string(text)); }
  void bind(const char* name, const Blob& blob) {
    const char* data = blob.bytes.data() != nullptr ? blob.bytes.data() : "";
    statement_.bind(name, data, static_cast<int>(blob.bytes.size()));
  }

  Idle::node_type taken_;
  SQLite::Statement& statement_;
  Idle& idle_;
  const std::string& path_;
};

}  // namespace assize
