#include "storage/engine/sqlite_statement.h"

#include <sqlite3.h>

#include "storage/base/text.h"

namespace assize {

std::string sqlite_advice(int code) {
  switch (code) {
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

namespace {

StoreError::Kind kind_of(int code) {
  switch (code) {
    case SQLITE_NOTADB:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return StoreError::Kind::input;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return StoreError::Kind::passing;
    default:
      return StoreError::Kind::lasting;
  }
}

}  // namespace

StoreError sqlite_error(const std::string& path, const SQLite::Exception& error,
                        std::string_view what) {
  const int code = error.getErrorCode() & 0xFF;  // of an extended code the primary one
  return {kind_of(code), "store " + shown_name(path) + ": " + error.what() + " (" +
                             std::string(what.substr(0, what.find('('))) + ")" +
                             sqlite_advice(code)};
}

std::string sqlite_words(std::string_view sql) {
  constexpr std::string_view kPassOver = " FOR UPDATE SKIP LOCKED";
  std::string text(sql);
  for (auto at = text.find(kPassOver); at != std::string::npos; at = text.find(kPassOver))
    text.erase(at, kPassOver.size());
  return text;
}

std::string sqlite_for_one_row(std::string_view sql, std::span<const RowColumn> columns) {
  constexpr std::string_view kRows = "assize_rows";
  std::string row = "(SELECT ";
  for (const auto& column : columns)
    row += (row.back() == ' ' ? "" : ", ") + std::string(column.name) + " AS " + (column.name + 1);
  row += ") AS assize_rows";
  std::string text(sql);
  return text.replace(text.find(kRows), kRows.size(), row);
}

}  // namespace assize
