#include "storage/engine/sqlite.h"

#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "storage/base/text.h"

namespace assize {

namespace {

std::optional<std::pair<std::uint64_t, std::uint64_t>> file_at(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return std::pair<std::uint64_t, std::uint64_t>{status.st_dev, status.st_ino};
}

// How long a transaction waits for another process's. A drain by several workers makes them short.
constexpr int kBusyTimeout = 30'000;  // ms

std::string advice_for(int code) {
  switch (code & 0xFF) {
    case SQLITE_FULL:
      return "; the disk is full: make room, nothing was recorded in part";
    case SQLITE_IOERR:
      return "; the disk may be full or failing";
    case SQLITE_READONLY:
      return "; it can't be written: check who owns the file and its directory";
    case SQLITE_NOTADB:
      return "; this is not a store of assize: name another file with --store";
    case SQLITE_BUSY:
      return "; another process holds it for too long";
    case SQLITE_CANTOPEN:
      return "; check that its directory exists and can be written";
    case SQLITE_CORRUPT:
      return "; the file is damaged: restore it from a backup";
    default:
      return "";
  }
}

}  // namespace

bool StoreError::is_input() const {
  return code_ == SQLITE_NOTADB || code_ == SQLITE_CANTOPEN || code_ == SQLITE_READONLY ||
         code_ == SQLITE_PERM;
}

bool StoreError::is_passing() const {
  return code_ == SQLITE_BUSY || code_ == SQLITE_LOCKED || code_ == SQLITE_FULL ||
         code_ == SQLITE_IOERR;
}

Statement::Statement(Database& database, sqlite3_stmt* statement, std::string_view sql)
    : database_(&database), statement_(statement), sql_(sql) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      sql_(other.sql_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  database_->idle_.emplace(sql_, statement_);
}

Statement& Statement::bind(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) database_->fail("bind");
  return *this;
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* data = text.data() != nullptr ? text.data() : "";
  if (sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8) !=
      SQLITE_OK)
    database_->fail("bind");
  return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  if (sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_TRANSIENT) != SQLITE_OK)
    database_->fail("bind");
  return *this;
}

Statement& Statement::bind_null(int index) {
  if (sqlite3_bind_null(statement_, index) != SQLITE_OK) database_->fail("bind");
  return *this;
}

bool Statement::step() {
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_->fail(std::string(sql_.substr(0, sql_.find('('))));
  return false;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return data == nullptr ? std::string() : std::string(data, static_cast<std::size_t>(size));
}

std::optional<std::int64_t> Statement::optional_number(int column) const {
  if (is_null(column)) return std::nullopt;
  return number(column);
}

Database::Database(const std::string& path, Mode mode) : path_(path), mode_(mode) {
  struct stat status {};
  const bool is_there = ::stat(path.c_str(), &status) == 0;
  if (is_there && !S_ISREG(status.st_mode))
    throw StoreError(SQLITE_CANTOPEN, "store " + shown_name(path) + ": is not a file");
  const bool is_missing = !is_there && errno == ENOENT;
  was_empty_ = is_there && status.st_size == 0;
  std::error_code ignored;
  const auto folder = std::filesystem::absolute(path, ignored).parent_path();
  if (is_missing && mode == Mode::read_write && std::filesystem::is_directory(folder, ignored))
    throw StoreError(SQLITE_CANTOPEN,
                     "store " + shown_name(path) +
                         ": is not there: name one with --store or ASSIZE_STORE, or make it: "
                         "assize init");
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (mode != Mode::read_write) flags |= SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
    const std::string message = handle_ != nullptr ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw StoreError(SQLITE_CANTOPEN,
                     "store " + shown_name(path) + ": " + message + advice_for(SQLITE_CANTOPEN));
  }
  try {
    sqlite3_busy_timeout(handle_, kBusyTimeout);
    execute("PRAGMA synchronous=FULL");
    execute("PRAGMA foreign_keys=ON");
    execute("PRAGMA trusted_schema=OFF");
    file_ = file_at(path).value_or(std::pair<std::uint64_t, std::uint64_t>{});
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

Statement Database::prepare(std::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end()) {
    sqlite3_stmt* statement = found->second;
    const std::string_view key = found->first;
    idle_.erase(found);
    return {*this, statement, key};
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
    fail("prepare");
  return {*this, statement, sql};
}

void Database::execute(const char* script) {
  if (sqlite3_exec(handle_, script, nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(std::string(script).substr(0, 40));
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }

// Fails only where SQLite has rolled back by itself (a full disk): then there is nothing to do.
void Database::rollback() noexcept { sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr); }

void Database::fail(const std::string& what) const {
  const int code = sqlite3_errcode(handle_);
  throw StoreError(code & 0xFF, "store " + shown_name(path_) + ": " + sqlite3_errmsg(handle_) +
                                    " (" + what + ")" + advice_for(code));
}

bool Database::is_replaced() const {
  const auto now = file_at(path_);
  return !now || *now != file_;
}

void Database::backup_to(const std::string& path) {
  Statement copy = prepare("VACUUM INTO ?1");
  copy.bind(1, path).run();
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (open_) database_.rollback();
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace assize
