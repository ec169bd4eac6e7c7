#include "storage/store/check.h"

#include "storage/base/errors.h"
#include "storage/migrations/schema.h"
#include "storage/store/check_parts.h"

namespace assize {

void check_references(const StoreCheckContext& check, const StoreTable& table) {
  for (const auto& column : table.columns)
    if (!column.refers_to.empty())
      each_dangling(check.database, table, column, [&](const auto& row, const auto& to) {
        check.report(
            {StoreFinding::Kind::damage, table.name, row,
             column.name + " refers to " + to + " of " + column.refers_to + ", which isn't there",
             kRestore});
      });
}

std::set<std::string> forgotten_sources(Database& database) {
  Rows rows = database.query(
      "SELECT source FROM submissions WHERE id IN (SELECT submission FROM audit WHERE kind = "
      "'forgotten') EXCEPT SELECT source FROM submissions WHERE id NOT IN (SELECT submission FROM "
      "audit WHERE kind = 'forgotten')");
  std::set<std::string> found;
  for (std::string hash; rows.next(hash);) found.insert(hash);
  return found;
}

namespace {

void check_engine(const StoreCheckContext& check) {
  for (auto& fault : check.database.faults())
    check.report({StoreFinding::Kind::damage, "", "", std::move(fault), kRestore});
}

// Rows that nothing refers to: each statement gives their keys.
struct Unused {
  const char* table;
  const char* what;
  const char* sql;
};

constexpr Unused kUnused[] = {
    {"blobs", "no package, source, program or runtime has it",
     "SELECT hash FROM blobs EXCEPT SELECT blob FROM package_files EXCEPT SELECT blob FROM "
     "source_files EXCEPT SELECT blob FROM programs EXCEPT SELECT files FROM runtimes"},
    {"sources", "no submission has it",
     "SELECT hash FROM sources EXCEPT SELECT source FROM submissions EXCEPT SELECT source FROM "
     "staged_rows"},
    {"staged_hand_ins", "it is being read by assize submit, or was when that was killed",
     "SELECT CAST(id AS TEXT) FROM staged_hand_ins WHERE accepted <= 0"},
    {"packages", "no problem has it, and nothing was judged with it",
     "SELECT hash FROM packages EXCEPT SELECT package FROM problems EXCEPT SELECT package FROM "
     "judgings"},
};

void check_unused(const StoreCheckContext& check, const Unused& unused) {
  Rows rows = check.database.stream(unused.sql);
  for (std::string key; rows.next(key);)
    check.report({StoreFinding::Kind::note, unused.table, key, unused.what, kPrunable});
}

// What can't be read is a finding of its part.
void run_part(const StoreCheckContext& check, const std::string& table,
              const std::function<void()>& part) {
  try {
    Savepoint savepoint(check.database);  // else PostgreSQL would answer nothing after an error
    part();
    savepoint.keep();
  } catch (const StoreError& error) {
    if (error.is_passing() || error.is_input()) throw;
    check.report({StoreFinding::Kind::damage, table, "",
                  std::string("can't be read: ") + error.what(), kRestore});
  }
}

bool was_pruned(Database& database) {
  std::int64_t one = 0;
  return database.find("SELECT 1 FROM audit WHERE kind = 'pruned' LIMIT 1", {}, one);
}

}  // namespace

StoreCheck check_store(Database& database, const std::function<void(const StoreFinding&)>& visit) {
  require_newest(database);
  const Snapshot snapshot(database);
  StoreCheck result;
  StoreCheckContext check{
      database, result, false, {}, [&](const StoreFinding& finding) {
        ++(finding.kind == StoreFinding::Kind::damage ? result.damages : result.notes);
        visit(finding);
      }};
  run_part(check, "", [&] { check_engine(check); });
  run_part(check, "audit", [&] {
    check.was_pruned = was_pruned(database);
    check.forgotten_sources = forgotten_sources(database);
  });
  for (const auto& table : store_tables())
    run_part(check, table.name, [&] {
      const std::int64_t rows = count_rows(database, table);
      result.rows += rows;
      if (table.name == "submissions") result.submissions = rows;
      check_references(check, table);
    });
  using Part = void (*)(const StoreCheckContext&);
  constexpr std::pair<const char*, Part> kParts[] = {
      {"blobs", check_blobs},          {"sources", check_sources},   {"policies", check_policies},
      {"submissions", check_hand_ins}, {"judgings", check_judgings}, {"runs", check_runs},
      {"audit", check_audit}};
  for (const auto& [table, part] : kParts)
    run_part(check, table, [&, part = part] { part(check); });
  for (const auto& unused : kUnused)
    run_part(check, unused.table, [&] { check_unused(check, unused); });
  return result;
}

}  // namespace assize
