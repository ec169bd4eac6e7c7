#include "storage/store/audited_rows.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <new>

#include "storage/base/errors.h"
#include "storage/store/facts.h"

namespace assize {

namespace {

// What stays of a run when outputs are pruned; of its facts pruned_facts() does.
const ColumnSet& run_columns() {
  static const ColumnSet columns(
      "runs", {"judging", "number", "name", "test_group", "sample", "verdict", "reason_class",
               "reason", "score", "passes", "counts"});
  return columns;
}

const ColumnSet& output_columns() {
  static const ColumnSet columns("runs", {"facts", "output_excerpt", "error_excerpt", "feedback",
                                          "message", "transcript", "validation_facts"});
  return columns;
}

}  // namespace

RowsHash& RowsHash::add(const StoreCell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell))
    sha256_.add_field("i" + std::to_string(*number));
  else if (const auto* text = std::get_if<std::string>(&cell))
    sha256_.add_field("t" + *text);
  else
    sha256_.add_field("n");
  return *this;
}

RowsHash& RowsHash::add(const StoreRow& row) {
  for (const auto& cell : row) add(cell);
  return *this;
}

std::string hash_of_row(const StoreRow& row) { return RowsHash().add(row).hex(); }

std::string hash_of_stored_row(Database& database, const std::string& name, const StoreCell& key) {
  const StoreTable& table = table_named(name);
  const auto row = find_row(database, table, key);
  if (!row) throw DamagedItem("table " + name + ": a row is gone");
  return hash_of_row(*row);
}

std::string hash_of_package(Database& database, const std::string& package) {
  RowsHash hash;
  const auto row = find_row(database, table_named("packages"), package);
  if (!row) throw DamagedItem("table packages: a row is gone");
  hash.add(*row);
  std::string path;
  std::string other;
  // In an order that doesn't depend on the database's language.
  for (const std::string_view sql :
       {"SELECT path, language FROM package_statements WHERE package = :package",
        "SELECT path, blob FROM package_files WHERE package = :package"}) {
    Rows rows = database.query(sql, {{":package", package}});
    std::vector<std::pair<std::string, std::string>> all;
    while (rows.next(path, other)) all.emplace_back(path, other);
    std::sort(all.begin(), all.end());
    for (const auto& [name, content] : all) hash.add(StoreRow{name, content});
    hash.add(StoreCell());
  }
  return hash.hex();
}

ColumnSet::ColumnSet(const std::string& table, const std::vector<std::string>& names) {
  const auto& all = table_named(table).columns;
  for (const auto& name : names) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
    if (found == all.end())
      throw StoreError(StoreError::Kind::lasting, table + " has no column " + name);
    columns_.push_back(*found);
  }
}

std::string ColumnSet::listed(const std::string& prefix) const {
  std::string list;
  for (const auto& column : columns_) list += (list.empty() ? "" : ", ") + prefix + column.name;
  return list;
}

StoreRow ColumnSet::read(const Cursor& cursor, int first) const {
  StoreRow row;
  for (const auto& column : columns_)
    row.push_back(read_cell(column, cursor, first + static_cast<int>(row.size())));
  return row;
}

StoreRow ColumnSet::pick(const StoreTable& table, const StoreRow& row) const {
  StoreRow picked;
  for (const auto& column : columns_)
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      if (table.columns[i].name == column.name) picked.push_back(row[i]);
  return picked;
}

const ColumnSet& record_columns() {
  static const ColumnSet columns(
      "judgings",
      {"id",          "submission",    "package",      "state",    "priority",      "queued_at",
       "failures",    "expiries",      "last_failure", "verdict",  "reason_class",  "reason",
       "score",       "digest",        "policy",       "runtime",  "judge_version", "host",
       "finished_at", "highest_score", "rejudge",      "replaces", "slot_ms"});
  return columns;
}

const ColumnSet& compile_columns() {
  static const ColumnSet columns("judgings", {"compile_message", "compile_facts"});
  return columns;
}

JudgedRows::JudgedRows(const std::string& salt, const StoreRow& compile) {
  details_.add(StoreCell(salt)).add(compile);
}

void JudgedRows::add_run(const StoreRow& row, const std::string& kept_facts) {
  static const StoreTable& table = table_named("runs");
  runs_.add(run_columns().pick(table, row)).add(StoreCell(kept_facts));
  details_.add(output_columns().pick(table, row));
}

void JudgedRows::add_group(const StoreRow& row) { groups_.add(row); }

JudgedHashes JudgedRows::hashes(const StoreRow& record) {
  return {hash_of_row(record), runs_.hex(), details_.hex(), groups_.hex()};
}

StoreRow run_row(Id judging, std::int64_t number, const TestRecord& test) {
  return {judging,
          number,
          test.name,
          test.group,
          std::int64_t{test.sample},
          std::string(letters(test.opinion.verdict)),
          std::string(test.opinion.reason_class.name()),
          test.opinion.reason,
          to_json({test.attempts, test.chosen}),
          test.output_excerpt,
          test.error_excerpt,
          test.feedback,
          test.message,
          test.transcript,
          test.score,
          std::int64_t{test.passes},
          std::int64_t{test.counts},
          run_to_json(test.validation)};
}

StoreRow group_row(Id judging, std::int64_t number, const GroupRecord& group) {
  return {judging,     number,       group.name, std::string(letters(group.verdict)),
          group.score, group.highest};
}

std::string new_salt() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::bad_alloc();
  return in_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace assize
