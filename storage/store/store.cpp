#include "storage/store/store.h"

#include <chrono>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/migrations/schema.h"
#include "storage/records/digest.h"

namespace assize {

namespace {

PackageRow read_package(Statement& row) {
  PackageRow package;
  package.hash = row.text(0);
  package.problem = row.text(1);
  package.name = row.text(2);
  package.format = row.text(3);
  package.tests = row.number(4);
  package.time_limit = nanoseconds{row.number(5)};
  package.memory_limit = Bytes{static_cast<std::uint64_t>(row.number(6))};
  package.lenient = row.number(7) != 0;
  package.warnings = row.text(8);
  package.imported_at = row.number(9);
  if (const auto computed = row.optional_number(10))
    package.computed_time_limit = nanoseconds{*computed};
  package.scoring = row.number(11) != 0;
  return package;
}

#define ASSIZE_PACKAGE_COLUMNS                                                          \
  "p.name, p.format, p.tests, p.time_limit_ns, p.memory_limit, p.lenient, p.warnings, " \
  "p.imported_at, p.computed_time_limit_ns, p.scoring"

}  // namespace

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string store_path(const std::string& url) {
  if (url.starts_with("postgresql://") || url.starts_with("postgres://"))
    throw InputError("store " + shown_name(url) +
                     ": PostgreSQL is not supported yet; give the path of a file");
  const std::string path = url.starts_with("sqlite:") ? url.substr(7) : url;
  if (path.empty() || path.find("://") != std::string::npos || path.starts_with(":"))
    throw InputError("store " + shown_name(url) +
                     ": must be a path, sqlite:PATH or postgresql://…");
  return path;
}

Store::Store(const std::string& path, Database::Mode mode) : database_(path, mode) {
  bring_up_to_date(database_);
}

std::string Store::put_blob(std::string_view content) {
  const std::string hash = sha256_hex(content);
  Statement put = database_.prepare(
      "INSERT INTO blobs (hash, size, content) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING");
  put.bind(1, hash).bind(2, static_cast<std::int64_t>(content.size())).bind_blob(3, content).run();
  return hash;
}

std::string Store::blob(const std::string& hash) {
  Statement get = database_.prepare("SELECT content FROM blobs WHERE hash = ?1");
  if (!get.with(hash).step())
    throw DamagedItem("store " + shown_name(database_.path()) + ": no blob " + hash);
  std::string content = get.text(0);
  if (sha256_hex(content) != hash)
    throw DamagedItem("store " + shown_name(database_.path()) + ": blob " + hash +
                      " is not what its hash says");
  return content;
}

bool Store::put_package(const PackageRow& package, const std::vector<StoredFile>& files,
                        const std::function<std::string(const std::string& path)>& read) {
  if (const auto now = current_package(package.problem); now && now->hash == package.hash)
    return false;
  if (!this->package(package.hash)) {
    Statement put = database_.prepare(
        "INSERT INTO packages (hash, name, format, tests, time_limit_ns, memory_limit, lenient, "
        "warnings, imported_at, computed_time_limit_ns, scoring) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7, ?8, ?9, ?10, ?11)");
    std::optional<std::int64_t> computed;
    if (package.computed_time_limit) computed = package.computed_time_limit->count();
    put.with(package.hash, package.name, package.format, package.tests, package.time_limit.count(),
             static_cast<std::int64_t>(package.memory_limit.count), std::int64_t{package.lenient},
             package.warnings, package.imported_at, computed, std::int64_t{package.scoring})
        .run();
    for (const auto& statement : package.statements) {
      Statement add = database_.prepare(
          "INSERT INTO package_statements (package, path, language) VALUES (?1, ?2, ?3) "
          "ON CONFLICT (package, path) DO NOTHING");
      add.with(package.hash, statement.path, statement.language).run();
    }
    for (const auto& file : files) {
      const std::string blob = put_blob(read(file.path));
      Statement add =
          database_.prepare("INSERT INTO package_files (package, path, blob) VALUES (?1, ?2, ?3)");
      add.with(package.hash, file.path, blob).run();
    }
  }
  Statement current = database_.prepare(
      "INSERT INTO problems (id, package) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET package = "
      "?2");
  current.with(package.problem, package.hash).run();
  return true;
}

std::vector<PackageRow> Store::problems() {
  Statement rows =
      database_.prepare("SELECT p.hash, q.id, " ASSIZE_PACKAGE_COLUMNS
                        " FROM problems q JOIN packages p ON p.hash = q.package ORDER BY q.id");
  std::vector<PackageRow> list;
  while (rows.step()) list.push_back(read_package(rows));
  for (auto& package : list) read_statements(package);
  return list;
}

std::optional<PackageRow> Store::current_package(const std::string& problem) {
  Statement row =
      database_.prepare("SELECT p.hash, q.id, " ASSIZE_PACKAGE_COLUMNS
                        " FROM problems q JOIN packages p ON p.hash = q.package WHERE q.id = ?1");
  if (!row.with(problem).step()) return std::nullopt;
  PackageRow package = read_package(row);
  read_statements(package);
  return package;
}

std::optional<PackageRow> Store::package(const std::string& hash) {
  Statement row = database_.prepare("SELECT p.hash, '', " ASSIZE_PACKAGE_COLUMNS
                                    " FROM packages p WHERE p.hash = ?1");
  if (!row.with(hash).step()) return std::nullopt;
  PackageRow package = read_package(row);
  read_statements(package);
  return package;
}

void Store::read_statements(PackageRow& package) {
  Statement rows = database_.prepare(
      "SELECT path, language FROM package_statements WHERE package = ?1 ORDER BY path");
  rows.with(package.hash);
  while (rows.step()) package.statements.push_back({rows.text(0), rows.text(1)});
}

std::vector<StoredFile> Store::package_files(const std::string& hash) {
  Statement rows = database_.prepare(
      "SELECT f.path, f.blob, b.size FROM package_files f JOIN blobs b ON b.hash = f.blob "
      "WHERE f.package = ?1 ORDER BY f.path");
  rows.with(hash);
  std::vector<StoredFile> files;
  while (rows.step())
    files.push_back({rows.text(0), rows.text(1), static_cast<std::uint64_t>(rows.number(2))});
  return files;
}

void Store::put_program(const std::string& key, std::string_view content) {
  const std::string blob = put_blob(content);
  Statement put = database_.prepare(
      "INSERT INTO programs (key, blob) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET blob = ?2");
  put.with(key, blob).run();
}

std::optional<std::string> Store::program(const std::string& key) {
  Statement row = database_.prepare("SELECT blob FROM programs WHERE key = ?1");
  if (!row.with(key).step()) return std::nullopt;
  return blob(row.text(0));
}

std::string Store::put_source(const Source& source) {
  const std::string hash = source.hash();
  Statement put = database_.prepare(
      "INSERT INTO sources (hash, size) VALUES (?1, ?2) ON CONFLICT (hash) DO NOTHING");
  put.with(hash, static_cast<std::int64_t>(source.size())).run();
  if (database_.changes() == 0) return hash;
  for (const auto& [path, content] : source.files) {
    const std::string blob = put_blob(content);
    Statement add =
        database_.prepare("INSERT INTO source_files (source, path, blob) VALUES (?1, ?2, ?3)");
    add.with(hash, path, blob).run();
  }
  return hash;
}

Source Store::source(const std::string& hash) {
  Statement rows = database_.prepare("SELECT path, blob FROM source_files WHERE source = ?1");
  rows.with(hash);
  Source source;
  while (rows.step()) source.files[rows.text(0)] = blob(rows.text(1));
  return source;
}

void Store::audit(const std::string& kind, std::optional<Id> submission, std::optional<Id> judging,
                  const std::string& body) {
  Statement put = database_.prepare(
      "INSERT INTO audit (seq, at, kind, submission, judging, body, digest) "
      "VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM audit), ?1, ?2, ?3, ?4, ?5, ?6)");
  put.with(now_ms(), kind, submission, judging, body, sha256_hex(body)).run();
}

}  // namespace assize
