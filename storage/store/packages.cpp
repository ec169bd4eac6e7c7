// Packages of problems, and which of them a problem has now.
#include <nlohmann/json.hpp>

#include "storage/store/store.h"

namespace assize {

namespace {

#define ASSIZE_PACKAGE_COLUMNS                                                          \
  "p.name, p.format, p.tests, p.time_limit_ns, p.memory_limit, p.lenient, p.warnings, " \
  "p.imported_at, p.computed_time_limit_ns, p.scoring"

}  // namespace

std::vector<PackageRow> Store::read_packages(Rows rows) {
  std::vector<PackageRow> list;
  PackageRow package;
  std::int64_t time_limit = 0;
  std::optional<std::int64_t> computed;
  while (rows.next(package.hash, package.problem, package.name, package.format, package.tests,
                   time_limit, package.memory_limit.count, package.lenient, package.warnings,
                   package.imported_at, computed, package.scoring)) {
    package.time_limit = nanoseconds{time_limit};
    package.computed_time_limit.reset();
    if (computed) package.computed_time_limit = nanoseconds{*computed};
    list.push_back(package);
  }
  for (auto& row : list) {
    Rows statements = database_->query(
        "SELECT path, language FROM package_statements WHERE package = :package ORDER BY path",
        {{":package", row.hash}});
    StoredStatement statement;
    while (statements.next(statement.path, statement.language)) row.statements.push_back(statement);
  }
  return list;
}

bool Store::put_package(const PackageRow& package, const std::vector<StoredFile>& files,
                        const std::function<std::string(const std::string& path)>& read) {
  if (const auto now = current_package(package.problem); now && now->hash == package.hash)
    return false;
  std::optional<std::int64_t> computed;
  if (package.computed_time_limit) computed = package.computed_time_limit->count();
  const auto added = database_->run(
      "INSERT INTO packages (hash, name, format, tests, time_limit_ns, memory_limit, lenient, "
      "warnings, imported_at, computed_time_limit_ns, scoring) VALUES (:hash, :name, :format, "
      ":tests, :time_limit, :memory_limit, :lenient, :warnings, :imported_at, :computed, :scoring) "
      "ON CONFLICT (hash) DO NOTHING",
      {{":hash", package.hash},
       {":name", package.name},
       {":format", package.format},
       {":tests", package.tests},
       {":time_limit", package.time_limit.count()},
       {":memory_limit", package.memory_limit.count},
       {":lenient", package.lenient},
       {":warnings", package.warnings},
       {":imported_at", package.imported_at},
       {":computed", computed},
       {":scoring", package.scoring}});
  if (added > 0) {
    for (const auto& statement : package.statements)
      database_->run(
          "INSERT INTO package_statements (package, path, language) "
          "VALUES (:package, :path, :language) ON CONFLICT (package, path) DO NOTHING",
          {{":package", package.hash},
           {":path", statement.path},
           {":language", statement.language}});
    for (const auto& file : files)
      database_->run(
          "INSERT INTO package_files (package, path, blob) VALUES (:package, :path, :blob)",
          {{":package", package.hash}, {":path", file.path}, {":blob", put_blob(read(file.path))}});
  }
  database_->run(
      "INSERT INTO problems (id, package) VALUES (:id, :package) "
      "ON CONFLICT (id) DO UPDATE SET package = :package",
      {{":id", package.problem}, {":package", package.hash}});
  audit("package imported", std::nullopt, std::nullopt,
        nlohmann::json{{"problem", package.problem},
                       {"package", package.hash},
                       {"row", hash_of_package(*database_, package.hash)}});
  return true;
}

std::vector<PackageRow> Store::problems() {
  return read_packages(
      database_->query("SELECT p.hash, q.id, " ASSIZE_PACKAGE_COLUMNS
                       " FROM problems q JOIN packages p ON p.hash = q.package ORDER BY q.id"));
}

std::optional<PackageRow> Store::current_package(const std::string& problem) {
  auto found = read_packages(
      database_->query("SELECT p.hash, q.id, " ASSIZE_PACKAGE_COLUMNS
                       " FROM problems q JOIN packages p ON p.hash = q.package WHERE q.id = :id",
                       {{":id", problem}}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<PackageRow> Store::package(const std::string& hash) {
  auto found = read_packages(database_->query("SELECT p.hash, '', " ASSIZE_PACKAGE_COLUMNS
                                              " FROM packages p WHERE p.hash = :hash",
                                              {{":hash", hash}}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::vector<StoredFile> Store::package_files(const std::string& hash) {
  Rows rows = database_->query(
      "SELECT f.path, f.blob, b.size FROM package_files f JOIN blobs b ON b.hash = f.blob "
      "WHERE f.package = :package ORDER BY f.path",
      {{":package", hash}});
  std::vector<StoredFile> files;
  StoredFile file;
  while (rows.next(file.path, file.blob, file.size)) files.push_back(file);
  return files;
}

}  // namespace assize
