// SQLite, with owners. The C interface is wrapped by hand because Debian has no wrapper that is
// kept up; it is small.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace assize {

// The store failed: disk full, not a database, read-only, busy for too long. `code` is SQLite's
// primary result code. What was begun is rolled back.
class StoreError : public std::runtime_error {
 public:
  StoreError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  int code() const { return code_; }
  // True where what was named with --store is at fault, not the judge: nothing can have been
  // changed.
  bool is_input() const;
  // True where the same may work a little later: another process holds the store, the disk is full.
  bool is_passing() const;

 private:
  int code_;
};

class Database;

// A prepared statement at work. Parameters are bound by position, from 1; columns count from 0.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();  // gives the prepared statement back to its database

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view text);
  Statement& bind(int index, const char* text) { return bind(index, std::string_view(text)); }
  Statement& bind_blob(int index, std::string_view bytes);
  Statement& bind_null(int index);
  template <typename T>
  Statement& bind(int index, const std::optional<T>& value) {
    return value ? bind(index, *value) : bind_null(index);
  }
  // Binds all from 1 on.
  template <typename... Values>
  Statement& with(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  bool step();  // true: there is a row
  void run() {  // for statements without rows
    while (step()) {
    }
  }
  bool is_null(int column) const;
  std::int64_t number(int column) const;
  std::string text(int column) const;
  std::optional<std::int64_t> optional_number(int column) const;

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* statement, std::string_view sql);
  Database* database_;
  sqlite3_stmt* statement_;
  std::string_view sql_;
};

class Database {
 public:
  // Who makes a store in passing (create) doesn't make one of an empty file, which may be what is
  // left of one; who was told to (initialize) does.
  enum class Mode { read_write, create, initialize };
  // Opens a database file, with synchronous=FULL and foreign keys; the file itself is not changed.
  // `create` and `initialize` make it if it isn't there. Throws StoreError with the path.
  Database(const std::string& path, Mode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // `sql` must be a string literal or otherwise outlive the database: prepared statements are kept
  // by it.
  Statement prepare(std::string_view sql);
  void execute(const char* script);
  std::int64_t changes() const;  // rows changed by the last statement
  std::int64_t last_id() const;
  const std::string& path() const { return path_; }
  Mode mode() const { return mode_; }
  // Whether another file is at the path now, or none: what is written here nobody will see.
  bool is_replaced() const;
  // Whether there was a file of no bytes when it was opened. Another process may be making the
  // store.
  bool was_empty() const { return was_empty_; }
  // Copies the whole database to a new file. Throws StoreError.
  void backup_to(const std::string& path);
  void rollback() noexcept;
  [[noreturn]] void fail(const std::string& what) const;

 private:
  friend class Statement;
  std::string path_;
  Mode mode_;
  sqlite3* handle_ = nullptr;
  bool was_empty_ = false;
  std::pair<std::uint64_t, std::uint64_t> file_;  // device and inode
  std::multimap<std::string_view, sqlite3_stmt*> idle_;
};

// A write transaction, taken at once (BEGIN IMMEDIATE). Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace assize
