// What a store consists of, table by table, for whoever goes through all of it: check, copy. The
// one list of tables and columns; a test compares it with the schema of a new store.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "storage/engine/database.h"

namespace assize {

struct StoreColumn {
  enum class Type { number, text, bytes };
  std::string name;
  Type type = Type::text;
  std::string refers_to = {};  // a table, by its key; empty: none
};

struct StoreTable {
  std::string name;
  std::vector<StoreColumn> columns;
  std::size_t keys = 1;      // the first so many columns are the primary key
  bool numbered = false;     // by the database: its key is an INTEGER PRIMARY KEY
  bool transferable = true;  // false: it is about processes that use this store, and no other one
};

// In an order in which each refers only to those before it.
const std::vector<StoreTable>& store_tables();

// A value of a row: NULL, a number, or a text or bytes.
using StoreCell = std::variant<std::monostate, std::int64_t, std::string>;
using StoreRow = std::vector<StoreCell>;

StoreCell read_cell(const StoreColumn& column, const Cursor& cursor, int index);
StoreRow read_row(const StoreTable& table, const Cursor& cursor);

// The key of a row in words: "17", "3, main.py".
std::string key_in_words(const StoreTable& table, const StoreRow& row);

// Calls `visit` with each row of a table, in the order of its key; of a result that doesn't fit
// into memory, too. `after`: begins behind the row with that key (keys only). Nothing else may be
// asked of the database meanwhile.
void each_row(Database& database, const StoreTable& table, const StoreRow& after,
              const std::function<void(const StoreRow&)>& visit);

// Inserts a row. Throws as Database does.
void put_row(Database& database, const StoreTable& table, const StoreRow& row);
// … with the statements that come after it (Database::run_later).
void put_row_later(Database& database, const StoreTable& table, const StoreRow& row);

// Many at once.
void put_rows(Database& database, const StoreTable& table, const std::vector<StoreRow>& rows);
// The row with that key, of one column; nothing: it isn't there.
std::optional<StoreRow> find_row(Database& database, const StoreTable& table, const StoreCell& key);

// Throws StoreError if there is none of that name.
const StoreTable& table_named(const std::string& name);

std::int64_t count_rows(Database& database, const StoreTable& table);

// Whether there is nothing in any table, but for what the first one to open a store puts there.
bool holds_nothing(Database& database);

// Rows whose reference leads nowhere: visits (key in words, what it refers to).
void each_dangling(Database& database, const StoreTable& table, const StoreColumn& column,
                   const std::function<void(const std::string& row, const std::string& to)>& visit);

// A checksum of rows that doesn't depend on their order, which engines have different ones of.
class RowsDigest {
 public:
  void add(const StoreRow& row);
  std::int64_t count() const { return count_; }
  bool operator==(const RowsDigest&) const = default;

 private:
  std::int64_t count_ = 0;
  std::array<std::uint64_t, 4> sum_{};  // of the rows' SHA-256, by parts of 64 bits
};

}  // namespace assize
