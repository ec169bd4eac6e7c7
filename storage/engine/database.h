// What the store needs of a database, whichever engine it is: statements with named parameters and
// typed rows, transactions, and errors that say whether it is worth trying again.
//
// One SQL text serves all engines: SQLite 3.40 and PostgreSQL 15 share RETURNING, ON CONFLICT,
// IS NOT DISTINCT FROM, partial indexes and savepoints. Parameters are written `:name`, as often as
// they are wanted. What engines do differently has one way to write it here:
//  - `FOR UPDATE SKIP LOCKED` passes over rows that another transaction is changing. An engine with
//    one writer at a time has no such rows and leaves it out.
//  - `assize_now()` is the time that people go by, `assize_lease_now()` the one by which leases are
//    decided, which nobody can set under a worker: milliseconds since 1970, UTC, both.
//  - Types are BIGINT, TEXT and BLOB; `INTEGER PRIMARY KEY` is numbered by the database.
//  - `assize_rows` are the rows that a statement is given: run_for_rows().
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace assize {

class HostClock;

// The store failed. What was begun is rolled back.
class StoreError : public std::runtime_error {
 public:
  enum class Kind {
    input,    // what was named with --store is at fault, not the judge: nothing was changed
    passing,  // the same may work a little later: somebody else holds the store, the disk is full
    lasting   // it won't
  };
  StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }
  bool is_input() const { return kind_ == Kind::input; }
  bool is_passing() const { return kind_ == Kind::passing; }

 private:
  Kind kind_;
};

// Of a store that was brought up to date under a process that needs the schema that it had;
// `version`: what it has now, in words.
StoreError newer_schema(const std::string& store, const std::string& version);

// Bytes that are no text.
struct Blob {
  std::string_view bytes;
};

// What a parameter can be: a number, a text, bytes, or nothing (NULL). It doesn't own what it
// shows.
class Value {
 public:
  using Held = std::variant<std::monostate, std::int64_t, std::string_view, Blob>;
  template <std::integral T>
  Value(T number) : held_(static_cast<std::int64_t>(number)) {}
  Value(std::string_view text) : held_(text) {}
  Value(const std::string& text) : held_(std::string_view(text)) {}
  Value(const char* text) : held_(std::string_view(text)) {}
  Value(Blob bytes) : held_(bytes) {}
  Value(std::nullopt_t /*null*/) {}
  template <typename T>
  Value(const std::optional<T>& value) {
    if (value) held_ = Value(*value).held_;
  }
  const Held& held() const { return held_; }

 private:
  Held held_;
};

struct Parameter {
  const char* name;  // ":id"
  Value value;
};
using Parameters = std::initializer_list<Parameter>;

// A column of `assize_rows`.
struct RowColumn {
  enum class Type { number, text, bytes };
  const char* name;  // ":submitter" for the column `submitter`
  Type type = Type::text;
};

// A result as an engine gives it. Columns count from 0.
class Cursor {
 public:
  virtual ~Cursor() = default;
  virtual bool next() = 0;  // true: there is a row
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t number(int column) const = 0;  // 0: NULL
  virtual std::string text(int column) const = 0;     // empty: NULL
};

// The rows of a result, read one by one.
class Rows {
 public:
  explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

  // Steps to the next row. Gives its columns to variables of their types, from the first one on.
  template <typename... Columns>
  bool next(Columns&... columns) {
    if (!cursor_->next()) return false;
    int column = 0;
    (get(column++, columns), ...);
    return true;
  }

 private:
  template <std::integral T>
  void get(int column, T& value) const {
    value = static_cast<T>(cursor_->number(column));
  }
  void get(int column, bool& value) const { value = cursor_->number(column) != 0; }
  void get(int column, std::string& value) const { value = cursor_->text(column); }
  template <typename T>
  void get(int column, std::optional<T>& value) const {
    value.reset();
    if (!cursor_->is_null(column)) get(column, value.emplace());
  }

  std::unique_ptr<Cursor> cursor_;
};

class Database {
 public:
  // Who makes a store in passing (create) doesn't make one of an empty file, which may be what is
  // left of one; who was told to (initialize) does. `read`: nothing is written, and what can't be
  // written to can be read.
  enum class Mode { read, read_write, create, initialize };
  enum class Engine { sqlite, postgresql };

  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // What is prepared is kept by its text for as long as the database is open: texts are few.
  Rows query(std::string_view sql, Parameters parameters = {}) {
    return Rows(start(sql, {parameters.begin(), parameters.size()}));
  }
  // The same of a result however large, of which a row at a time is in memory. Nothing else may be
  // asked of this database until the cursor has come to its end or is gone.
  virtual std::unique_ptr<Cursor> stream(std::string_view sql,
                                         std::span<const Parameter> parameters) = 0;
  Rows stream(std::string_view sql) { return Rows(stream(sql, {})); }
  // The columns of the first row; false, and nothing is changed, if there is none.
  template <typename... Columns>
  bool find(std::string_view sql, Parameters parameters, Columns&... columns) {
    return query(sql, parameters).next(columns...);
  }
  // How many rows were changed.
  std::int64_t run(std::string_view sql, Parameters parameters = {}) {
    return change(sql, {parameters.begin(), parameters.size()});
  }
  virtual std::int64_t change(std::string_view sql, std::span<const Parameter> parameters) = 0;
  // Runs a statement of which nothing but its success matters. Within a transaction it may be sent
  // together with those that come after it: what is wrong with it is then thrown by one of them, by
  // the commit at the latest.
  void run_later(std::string_view sql, Parameters parameters = {}) {
    defer(sql, {parameters.begin(), parameters.size()});
  }
  virtual void defer(std::string_view sql, std::span<const Parameter> parameters) {
    change(sql, parameters);
  }
  // The same of a statement that reads FROM assize_rows: once with all rows, or once for each of
  // them in turn. `values`: row by row, as many of each as there are columns.
  virtual void run_for_rows(std::string_view sql, std::span<const RowColumn> columns,
                            std::span<const Value> values) = 0;
  // … whose rows are wanted. What the values show must outlive them.
  Rows query_for_rows(std::string_view sql, std::span<const RowColumn> columns,
                      std::span<const Value> values) {
    return Rows(start_for_rows(sql, columns, values));
  }
  // Adds rows to a table that has nothing but numbers, which the database gives. In ascending
  // order.
  virtual std::vector<std::int64_t> add_numbers(const std::string& table, std::int64_t count) = 0;
  // Any statements, without parameters.
  virtual void execute(const std::string& script) = 0;

  virtual void begin() = 0;          // a transaction that writes
  virtual void begin_reading() = 0;  // one that sees all the time what there was at its first look
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  // Goes up whenever something that was written here may have been undone: a transaction or a part
  // of it was rolled back, a connection was lost. Whoever remembers what is there forgets it then.
  std::uint64_t times_undone() const { return times_undone_; }

  virtual Engine engine() const = 0;
  // Whether others can write while a transaction of this process writes.
  virtual bool has_many_writers() const = 0;
  // Whether a number that a transaction had which was rolled back is given to nobody else.
  virtual bool leaves_gaps() const = 0;
  virtual Mode mode() const = 0;
  // How the operator named it, without secrets: for messages.
  virtual const std::string& name() const = 0;
  // Whether what is written here nobody will see, as another database has its place now, or none.
  virtual bool is_replaced() const = 0;

  // The version of the schema that it holds; 0: none. Throws InputError if it is another program's.
  virtual std::int64_t version() = 0;
  virtual void set_version(std::int64_t version) = 0;  // within a transaction
  // From now on this schema is needed: no other process brings it up to date while a transaction of
  // this one writes, and once one has, there is none that writes any more (StoreError, by begin()
  // or by what comes next).
  void require_version(std::int64_t version) { required_version_ = version; }
  // Whether there was something empty when it was opened: another process may be making it.
  virtual bool was_empty() const = 0;
  // Within a transaction: no other process changes the schema until its end.
  virtual void lock_schema() {}
  // … no other process changes these tables ("blobs, sources"), in the order of which they are
  // waited for.
  virtual void lock_tables(const std::string& /*tables*/) {}
  // What has to be set once it is known to be a store, and is kept by it.
  virtual void adopt() = 0;
  // By which clocks it goes that has none of its own; and what is added to the time since the host
  // was started to have assize_lease_now() (storage/store/lease_clock.h).
  virtual const HostClock* host_clock() const { return nullptr; }
  virtual void set_lease_clock(std::int64_t /*since_ms*/) {}
  // Wakes those who wait for jobs, when the transaction is committed (see watch.h).
  virtual void announce() {}
  // Keeps a copy of all as it is at this version, where an engine can.
  virtual void keep_copy(std::int64_t version) = 0;

  // What the engine itself finds wrong with what it keeps, one a line. Reads all of it.
  virtual std::vector<std::string> faults() = 0;
  // After rows with numbers of their own were put into a table that the database numbers: the next
  // one gets the number behind the highest.
  virtual void continue_numbers(const std::string& table, const std::string& column) = 0;
  // How much room it takes on the disk, in bytes.
  virtual std::int64_t size() = 0;
  // Gives back the room of what was deleted: SQLite to the file system, PostgreSQL to rows to come.
  // Not within a transaction.
  virtual void reclaim() = 0;
  // Has nothing of what was deleted or replaced left in the database's own files: all of it is
  // written anew, which takes room for a second copy. PostgreSQL: whoever uses a table waits, and
  // its write-ahead log still has what it hasn't used again. Not within a transaction. Throws a
  // passing StoreError if it can't be done as long as others use the store.
  virtual void expunge() = 0;

 protected:
  Database() = default;
  virtual std::unique_ptr<Cursor> start(std::string_view sql,
                                        std::span<const Parameter> parameters) = 0;
  virtual std::unique_ptr<Cursor> start_for_rows(std::string_view sql,
                                                 std::span<const RowColumn> columns,
                                                 std::span<const Value> values) = 0;
  void note_undone() { ++times_undone_; }
  std::int64_t required_version() const { return required_version_; }  // 0: none

 private:
  friend class Savepoint;
  std::uint64_t times_undone_ = 0;
  std::int64_t required_version_ = 0;
};

// A transaction that writes. Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) { database_.begin(); }
  ~Transaction() {
    if (open_) database_.rollback();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.commit();
    open_ = false;
  }

 private:
  Database& database_;
  bool open_ = true;
};

// Whoever reads meanwhile sees one state of the store, and holds up nobody.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database) { database_.begin_reading(); }
  ~Snapshot() { database_.rollback(); }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
};

// A part of a transaction: unless kept, what was done in it is undone, and nothing else.
class Savepoint {
 public:
  explicit Savepoint(Database& database) : database_(database) {
    database_.run_later("SAVEPOINT part");
  }
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  // Throws what is wrong with anything that was done in it.
  void keep() {
    database_.run("RELEASE SAVEPOINT part");
    open_ = false;
  }

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace assize
