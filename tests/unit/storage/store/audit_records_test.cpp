#include "storage/store/audit_records.h"

#include <functional>
#include <map>
#include <random>
#include <set>

#include "storage/store/audit_log.h"
#include "storage/store/audit_verify.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"

namespace assize {
namespace {

using std::string;

string damages_of(Database& database, const AuditWanted& wanted = {}) {
  string found;
  verify_audit(database, wanted, [&](const StoreFinding& finding) {
    if (finding.kind == StoreFinding::Kind::damage)
      found += finding.table + " " + finding.row + ": " + finding.what + "\n";
  });
  return found;
}

// Whoever has the file, or the database as its owner, can do without what protects it.
void unprotect(Database& database) {
  if (database.engine() == Database::Engine::sqlite)
    database.execute(
        "PRAGMA foreign_keys=OFF; DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP "
        "TRIGGER audit_no_replace");
  else
    database.execute("SET session_replication_role = replica");
}

// What no report shows, and no verdict comes of: docs/audit.md says why of each.
const std::map<string, std::set<string>> kNotCovered = {
    {"judgings",
     {"turn", "lease_token", "lease_owner", "lease_expires", "not_before", "lone_deaths",
      "leased_at"}}};
// Whose rows come and go with processes, or are made of others.
const std::set<string> kTablesNotCovered = {"turns",           "clocks",           "workers",
                                            "lease_clock",     "failed_tries",     "hand_in_ids",
                                            "staged_hand_ins", "staged_rows",      "audit_tiles",
                                            "finished_counts", "audit_checkpoints"};

bool is_covered(const StoreTable& table, const StoreColumn& column) {
  if (kTablesNotCovered.contains(table.name)) return false;
  const auto found = kNotCovered.find(table.name);
  return found == kNotCovered.end() || !found->second.contains(column.name);
}

string literal(const StoreCell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  if (const auto* text = std::get_if<string>(&cell)) {
    string quoted = "'";
    for (const char c : *text) quoted += c == '\'' ? string("''") : string(1, c);
    return quoted + "'";
  }
  return "NULL";
}

StoreCell another(const StoreColumn& column, const StoreCell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number + 1000;
  if (const auto* text = std::get_if<string>(&cell)) return *text + "x";
  if (column.type == StoreColumn::Type::number) return std::int64_t{7};
  return string("x");
}

string condition(const StoreTable& table, const StoreRow& row) {
  string sql;
  for (std::size_t i = 0; i < table.keys; ++i)
    sql += (i == 0 ? " WHERE " : " AND ") + table.columns[i].name + " = " + literal(row[i]);
  return sql;
}

std::vector<StoreRow> rows_of(Database& database, const StoreTable& table) {
  std::vector<StoreRow> rows;
  each_row(database, table, {}, [&](const StoreRow& row) { rows.push_back(row); });
  return rows;
}

// A judging that isn't done has no record yet; what it is waiting with is no grade.
bool counts(const StoreTable& table, const StoreRow& row) {
  if (table.name != "judgings") return true;
  return row[3] == StoreCell(string("done"));
}

TEST_CASE("a store as workers leave it is what its log says") {
  test::TestStore test;
  test::fill(test);
  CHECK(damages_of(test.store.database()) == "");
}

TEST_CASE("every column of every table that counts is covered: another value is found") {
  test::TestStore test;
  test::fill(test);
  Database& database = test.store.database();
  unprotect(database);
  int changed = 0;
  for (const auto& table : store_tables()) {
    for (const auto& row : rows_of(database, table)) {
      if (!counts(table, row)) continue;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const StoreColumn& column = table.columns[i];
        if (!is_covered(table, column) || column.type == StoreColumn::Type::bytes) continue;
        if (table.name == "audit" && column.name == "seq") continue;  // no part of an entry
        StoreRow other = row;
        other[i] = another(column, row[i]);
        INFO(table.name << "." << column.name << " of " << key_in_words(table, row));
        database.execute("UPDATE " + table.name + " SET " + column.name + " = " +
                         literal(other[i]) + condition(table, row));
        // An entry that is changed is found by a checkpoint: audit_log_test.
        if (table.name != "audit") CHECK(damages_of(database) != "");
        database.execute("UPDATE " + table.name + " SET " + column.name + " = " + literal(row[i]) +
                         condition(table, other));
        ++changed;
      }
      break;  // one row of each table
    }
  }
  CHECK(damages_of(database) == "");
  CHECK(changed > 90);
}

TEST_CASE("a row that is removed from a table that counts is found") {
  test::TestStore test;
  test::fill(test);
  Database& database = test.store.database();
  unprotect(database);
  int removed = 0;
  for (const auto& table : store_tables()) {
    if (kTablesNotCovered.contains(table.name) || table.name == "audit") continue;
    for (const auto& row : rows_of(database, table)) {
      INFO(table.name << " " << key_in_words(table, row));
      database.execute("DELETE FROM " + table.name + condition(table, row));
      CHECK(damages_of(database) != "");
      put_row(database, table, row);
      ++removed;
    }
  }
  CHECK(damages_of(database) == "");
  CHECK(removed > 40);
}

TEST_CASE("a row that nobody recorded is found") {
  test::TestStore test;
  test::fill(test);
  Database& database = test.store.database();
  unprotect(database);
  for (const auto& table : store_tables()) {
    if (kTablesNotCovered.contains(table.name) || table.name == "audit") continue;
    if (table.name == "blobs" || table.name == "sources" || table.name == "source_files") continue;
    const auto rows = rows_of(database, table);
    if (rows.empty()) continue;
    StoreRow added = rows.front();
    for (std::size_t i = 0; i < table.keys; ++i)
      if (i + 1 == table.keys) added[i] = another(table.columns[i], added[i]);
    if (table.name == "submissions") added[1] = string("another key");
    INFO(table.name << " " << key_in_words(table, added));
    put_row(database, table, added);
    CHECK(damages_of(database) != "");
    database.execute("DELETE FROM " + table.name + condition(table, added));
  }
  CHECK(damages_of(database) == "");
}

// Draws an edit of a store: a cell that is given another value, or that of another row; a row that
// is removed, or there twice.
class Forger {
 public:
  explicit Forger(Database& database) : database_(database) {
    for (const auto& table : store_tables()) {
      if (kTablesNotCovered.contains(table.name)) continue;
      for (const auto& row : rows_of(database, table))
        if (counts(table, row)) rows_.emplace_back(&table, row);
    }
  }

  // What was done, and what undoes it.
  std::pair<string, std::function<void()>> forge() {
    const auto& [table, row] = rows_[draw(rows_.size())];
    const string where = table->name + " " + key_in_words(*table, row);
    if (draw(8) == 0) {
      database_.execute("DELETE FROM " + table->name + condition(*table, row));
      return {"removed " + where,
              [this, table = table, row = row] { put_row(database_, *table, row); }};
    }
    std::size_t i = 0;
    do i = draw(table->columns.size());
    while (!may_change(*table, i));
    StoreRow other = row;
    while (other[i] == row[i]) other[i] = drawn_cell(*table, i, row[i]);
    set(*table, row, i, other[i]);
    return {table->columns[i].name + " of " + where + " is " + literal(other[i]),
            [this, table = table, row = row, other, i] { set(*table, other, i, row[i]); }};
  }

 private:
  std::size_t draw(std::size_t count) { return chance_() % count; }

  static bool may_change(const StoreTable& table, std::size_t i) {
    const StoreColumn& column = table.columns[i];
    return is_covered(table, column) && column.type != StoreColumn::Type::bytes &&
           (table.name != "audit" || column.name != "seq");
  }

  StoreCell drawn_cell(const StoreTable& table, std::size_t i, const StoreCell& cell) {
    if (draw(3) == 0) {  // what another row has
      const auto& [of, row] = rows_[draw(rows_.size())];
      if (of == &table) return row[i];
    }
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      return *number + static_cast<std::int64_t>(draw(20)) - 10;
    const auto* text = std::get_if<string>(&cell);
    if (text == nullptr || text->empty()) return another(table.columns[i], cell);
    string changed = *text;
    const std::size_t at = draw(changed.size());
    if (draw(3) == 0)
      changed.erase(at, 1);
    else if (static_cast<unsigned char>(changed[at]) < 0x80)
      changed[at] = static_cast<char>(' ' + draw(95));
    return changed;
  }

  void set(const StoreTable& table, const StoreRow& row, std::size_t i, const StoreCell& value) {
    database_.execute("UPDATE " + table.name + " SET " + table.columns[i].name + " = " +
                      literal(value) + condition(table, row));
  }

  Database& database_;
  std::vector<std::pair<const StoreTable*, StoreRow>> rows_;
  std::mt19937 chance_{19};
};

TEST_CASE("of 1000 edits drawn at random every one is found") {
  test::TestStore test;
  test::fill(test);
  Database& database = test.store.database();
  unprotect(database);
  const NoteSigner signer = make_signer("judge.example");
  AuditWanted wanted;
  wanted.keys = {signer.verifier};
  {
    Transaction transaction(database);
    wanted.checkpoints = {{"kept", make_checkpoint(database, signer)}};
    transaction.commit();
  }
  REQUIRE(damages_of(database, wanted) == "");
  Forger forger(database);
  for (int edit = 0; edit < 1000; ++edit) {
    std::pair<string, std::function<void()>> forged;
    try {
      forged = forger.forge();
    } catch (const StoreError&) {
      --edit;  // the database itself refuses it: a key that is there, a column that is never empty
      continue;
    }
    INFO("edit " << edit << ": " << forged.first);
    CHECK(damages_of(database, wanted) != "");
    forged.second();
  }
  CHECK(damages_of(database, wanted) == "");
}

TEST_CASE("the rows of two submissions, or of two judgings, can't be swapped") {
  for (const auto& [table, key] :
       {std::pair("runs", "judging"), std::pair("group_results", "judging"),
        std::pair("submissions", "id"), std::pair("judgings", "id")}) {
    test::TestStore test;
    test::fill(test);
    Database& database = test.store.database();
    unprotect(database);
    INFO(table);
    for (const auto& [from, to] : {std::pair(1, 900), std::pair(2, 1), std::pair(900, 2)})
      database.execute(string("UPDATE ") + table + " SET " + key + " = " + std::to_string(to) +
                       " WHERE " + key + " = " + std::to_string(from));
    CHECK(damages_of(database) != "");
  }
}

TEST_CASE("only what entries since a checkpoint are about is looked at after it") {
  test::TestStore test;
  test::fill(test);
  Database& database = test.store.database();
  const NoteSigner signer = make_signer("judge.example");
  SignedNote note;
  {
    Transaction transaction(database);
    note = make_checkpoint(database, signer);
    transaction.commit();
  }
  database.execute("UPDATE submissions SET submitter = 'x' WHERE id = 1");
  const AuditWanted wanted{.verified = KeptCheckpoint{"kept", note}};
  const auto ignore = [](const StoreFinding&) {};
  CHECK(verify_audit(database, wanted, ignore).damages == 0);
  CHECK(verify_audit(database, {}, ignore).damages == 1);
}

}  // namespace
}  // namespace assize
