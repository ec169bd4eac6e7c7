#include "storage/engine/sqlite.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <system_error>
#include <thread>
#include <utility>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"
#include "storage/engine/sqlite_statement.h"

namespace assize {

namespace {

using FileId = std::pair<std::uint64_t, std::uint64_t>;  // device and inode

std::optional<FileId> file_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return FileId{status.st_dev, status.st_ino};
}

// How long a transaction waits for another process's. A drain by several workers makes them short.
constexpr std::chrono::milliseconds kBusyTimeout{30'000};

// SQLite's own way to wait looks ever more rarely, after a while ten times a second, and misses
// moments that others leave between transactions.
int wait_for_others(void* since, int looks) {
  using Clock = std::chrono::steady_clock;
  auto& began = *static_cast<Clock::time_point*>(since);
  if (looks == 0) began = Clock::now();
  if (Clock::now() - began >= kBusyTimeout) return 0;
  constexpr int kEager = 10;
  std::this_thread::sleep_for(std::chrono::milliseconds{looks < kEager ? 1 : 3});
  return 1;
}

// "asiz": the file says that it is ours (PRAGMA application_id).
constexpr std::int64_t kApplication = 0x6173697A;

// By which times go in the database: what callbacks of SQLite are given.
struct Times {
  const HostClock& clock;
  std::int64_t lease_clock_since = clock.wall_ms() - clock.since_boot_ms();
};

void now(sqlite3_context* context, int /*arguments*/, sqlite3_value** /*values*/) {
  const auto* times = static_cast<const Times*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, times->clock.wall_ms());
}

void lease_now(sqlite3_context* context, int /*arguments*/, sqlite3_value** /*values*/) {
  const auto* times = static_cast<const Times*>(sqlite3_user_data(context));
  sqlite3_result_int64(context, times->lease_clock_since + times->clock.since_boot_ms());
}

void sha256_of(sqlite3_context* context, int /*arguments*/, sqlite3_value** values) {
  const auto* text = sqlite3_value_text(values[0]);
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
  const std::string digest = sha256_hex({reinterpret_cast<const char*>(text), size});
  sqlite3_result_text(context, digest.data(), static_cast<int>(digest.size()), SQLITE_TRANSIENT);
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, Mode mode, bool was_empty, SQLite::Database connection,
                 const HostClock& clock)
      : path_(std::move(path)),
        mode_(mode),
        was_empty_(was_empty),
        times_{clock},
        connection_(std::move(connection)),
        file_(file_at(path_).value_or(FileId{})) {
    sqlite3_create_function(connection_.getHandle(), "assize_now", 0, SQLITE_UTF8, &times_, now,
                            nullptr, nullptr);
    sqlite3_create_function(connection_.getHandle(), "assize_lease_now", 0, SQLITE_UTF8, &times_,
                            lease_now, nullptr, nullptr);
    sqlite3_create_function(connection_.getHandle(), "assize_sha256", 1,
                            SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, sha256_of, nullptr,
                            nullptr);
    sqlite3_busy_handler(connection_.getHandle(), wait_for_others, &waits_since_);
    execute("PRAGMA synchronous=FULL");
    execute("PRAGMA foreign_keys=ON");
    execute("PRAGMA trusted_schema=OFF");
  }

  std::int64_t change(std::string_view sql, std::span<const Parameter> parameters) override {
    const auto cursor = start(sql, parameters);
    while (cursor->next()) {
    }
    return sqlite3_changes64(connection_.getHandle());
  }
  void execute(const std::string& script) override {
    try {
      connection_.exec(script);
    } catch (const SQLite::Exception& error) {
      throw sqlite_error(path_, error, script.substr(0, 40));
    }
  }

  void run_for_rows(std::string_view sql, std::span<const RowColumn> columns,
                    std::span<const Value> values) override {
    const auto cursor = start_for_rows(sql, columns, values);
    while (cursor->next()) {
    }
  }
  std::vector<std::int64_t> add_numbers(const std::string& table, std::int64_t count) override {
    std::string& text = for_rows_[table];
    if (text.empty()) text = "INSERT INTO " + table + " DEFAULT VALUES RETURNING rowid";
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(count));
    for (auto& number : numbers) find(text, {}, number);
    return numbers;
  }

  void begin() override {
    run("BEGIN IMMEDIATE");
    if (required_version() == 0) return;
    const std::int64_t version = number("PRAGMA user_version");
    if (version <= required_version()) return;
    rollback();
    throw newer_schema(path_, "its schema is version " + std::to_string(version) + " now");
  }
  void begin_reading() override { run("BEGIN DEFERRED"); }
  void commit() override { run("COMMIT"); }
  // Fails only where SQLite has rolled back by itself (a full disk): then there is nothing to do.
  void rollback() noexcept override {
    note_undone();
    sqlite3_exec(connection_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  Engine engine() const override { return Engine::sqlite; }
  bool has_many_writers() const override { return false; }
  bool leaves_gaps() const override { return false; }
  const HostClock* host_clock() const override { return &times_.clock; }
  void set_lease_clock(std::int64_t since_ms) override { times_.lease_clock_since = since_ms; }
  Mode mode() const override { return mode_; }
  const std::string& name() const override { return path_; }
  bool is_replaced() const override { return file_at(path_) != std::optional(file_); }
  bool was_empty() const override { return was_empty_; }

  std::int64_t version() override {
    if (number("SELECT count(*) FROM sqlite_master") == 0) return 0;
    if (number("PRAGMA application_id") != kApplication)
      throw InputError("store " + shown_name(path_) +
                       ": is a database of another program, not a store of assize: name another "
                       "file with --store");
    return number("PRAGMA user_version");
  }
  void set_version(std::int64_t version) override {
    execute("PRAGMA application_id=" + std::to_string(kApplication));
    execute("PRAGMA user_version=" + std::to_string(version));
  }
  void adopt() override {
    if (mode_ != Mode::read) execute("PRAGMA journal_mode=WAL");
  }

  // Whole or not at all: a file that is there under its name was finished, and several processes
  // may do this at the same time.
  void keep_copy(std::int64_t version) override {
    namespace fs = std::filesystem;
    const std::string backup = path_ + ".backup-v" + std::to_string(version);
    if (fs::exists(backup)) return;
    const std::string unfinished = backup + ".unfinished-" + std::to_string(::getpid());
    fs::remove(unfinished);
    run("VACUUM INTO :path", {{":path", unfinished}});
    fs::rename(unfinished, backup);
  }

  std::unique_ptr<Cursor> stream(std::string_view sql,
                                 std::span<const Parameter> parameters) override {
    return start(sql, parameters);
  }
  std::vector<std::string> faults() override {
    std::vector<std::string> found;
    Rows rows = query("PRAGMA integrity_check");
    for (std::string line; rows.next(line);)
      if (line != "ok") found.push_back(line);
    return found;
  }
  // By itself: the number behind the highest that there is.
  void continue_numbers(const std::string& /*table*/, const std::string& /*column*/) override {}
  std::int64_t size() override { return number("PRAGMA page_count") * number("PRAGMA page_size"); }
  void reclaim() override {
    execute("VACUUM");
    execute("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  // VACUUM writes every page through the write-ahead log, which is emptied then.
  void expunge() override {
    execute("VACUUM");
    if (number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
      throw StoreError(StoreError::Kind::passing, "store " + shown_name(path_) +
                                                      ": others read it, so its write-ahead log (" +
                                                      shown_name(path_) + "-wal) can't be emptied");
  }

 protected:
  std::unique_ptr<Cursor> start(std::string_view sql,
                                std::span<const Parameter> parameters) override {
    auto cursor = prepare(sql);
    for (const auto& parameter : parameters) cursor->bind(parameter);
    return cursor;
  }
  std::unique_ptr<Cursor> start_for_rows(std::string_view sql, std::span<const RowColumn> columns,
                                         std::span<const Value> values) override {
    auto found = for_rows_.find(sql);
    if (found == for_rows_.end())
      found = for_rows_.emplace(sql, sqlite_for_one_row(sql, columns)).first;
    const std::string& text = found->second;
    return std::make_unique<ForEachRow>(
        [this, &text](std::span<const Parameter> row) { return start(text, row); }, columns,
        values);
  }

 private:
  std::unique_ptr<SqliteCursor> prepare(std::string_view sql) {
    auto found = idle_.find(sql);
    if (found == idle_.end()) found = idle_.emplace(sql, compiled(sql));
    return std::make_unique<SqliteCursor>(idle_.extract(found), idle_, path_);
  }
  Prepared compiled(std::string_view sql) {
    try {
      return std::make_unique<SQLite::Statement>(connection_, sqlite_words(sql));
    } catch (const SQLite::Exception& error) {
      throw sqlite_error(path_, error, sql);
    }
  }
  std::int64_t number(std::string_view sql) {
    std::int64_t value = 0;
    find(sql, {}, value);
    return value;
  }

  std::string path_;
  Mode mode_;
  bool was_empty_;
  Times times_;
  std::chrono::steady_clock::time_point waits_since_;  // ends after the connection
  SQLite::Database connection_;
  Idle idle_;                                                 // ends before the connection
  std::map<std::string, std::string, std::less<>> for_rows_;  // by what they were made of
  FileId file_;
};

bool may(int access, const std::string& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), access, AT_EACCESS) == 0;
}

// A file that can't be written to, and whose directory can't either, has no writer: it is read as
// it is (https://sqlite.org/wal.html#readonly).
std::string readable(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  if (may(W_OK, path) || may(W_OK, folder) || may(F_OK, path + "-wal")) return path;
  std::string name;
  for (const char c : std::filesystem::absolute(path).string())
    if (c == '?' || c == '#' || c == '%') {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      name += {'%', kDigits[byte / 16], kDigits[byte % 16]};
    } else {
      name += c;
    }
  return "file://" + name + "?immutable=1";
}

void check_is_there(const std::string& path, Database::Mode mode, bool is_missing) {
  std::error_code ignored;
  const auto folder = std::filesystem::absolute(path, ignored).parent_path();
  const bool makes_one = mode == Database::Mode::create || mode == Database::Mode::initialize;
  if (is_missing && !makes_one && std::filesystem::is_directory(folder, ignored))
    throw StoreError(StoreError::Kind::input,
                     "store " + shown_name(path) +
                         ": is not there: name one with --store or ASSIZE_STORE, or make it: "
                         "assize init");
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const std::string& path, Database::Mode mode,
                                      const HostClock& clock) {
  struct stat status {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  const bool is_missing = !is_there && errno == ENOENT;
  if (is_there && !S_ISREG(status.st_mode))
    throw StoreError(StoreError::Kind::input, "store " + shown_name(path) + ": is not a file");
  check_is_there(path, mode, is_missing);
  if (mode == Database::Mode::read && may(W_OK, path)) mode = Database::Mode::read_write;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |=
      mode == Database::Mode::read ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI : SQLITE_OPEN_READWRITE;
  if (mode == Database::Mode::create || mode == Database::Mode::initialize)
    flags |= SQLITE_OPEN_CREATE;
  try {
    SQLite::Database connection(mode == Database::Mode::read ? readable(path) : path, flags,
                                static_cast<int>(kBusyTimeout.count()));
    return std::make_unique<SqliteDatabase>(path, mode, is_there && status.st_size == 0,
                                            std::move(connection), clock);
  } catch (const SQLite::Exception& error) {
    throw StoreError(StoreError::Kind::input, "store " + shown_name(path) + ": " + error.what() +
                                                  sqlite_advice(SQLITE_CANTOPEN));
  }
}

}  // namespace assize
