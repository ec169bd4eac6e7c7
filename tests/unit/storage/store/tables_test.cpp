#include "storage/store/tables.h"

#include <set>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

using namespace assize;
using namespace assize::test;

namespace {

std::string type_name(StoreColumn::Type type) {
  switch (type) {
    case StoreColumn::Type::number:
      return "number";
    case StoreColumn::Type::text:
      return "text";
    case StoreColumn::Type::bytes:
      return "bytes";
  }
  return "none";
}

// "table.column type", with "key N" of a primary key's part and "-> table.column" of a reference.
using Lines = std::set<std::string>;

Lines known_columns() {
  Lines lines;
  for (const auto& table : store_tables())
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const StoreColumn& column = table.columns[i];
      std::string line = table.name + "." + column.name + " " + type_name(column.type);
      if (i < table.keys) line += " key " + std::to_string(i + 1);
      if (!column.refers_to.empty()) line += " -> " + column.refers_to;
      lines.insert(line);
    }
  return lines;
}

Lines columns_in_sqlite(Database& database) {
  Lines lines;
  Rows rows = database.query(
      "SELECT t.name || '.' || c.name || CASE c.type WHEN 'TEXT' THEN ' text' WHEN 'BLOB' THEN ' "
      "bytes' WHEN 'BIGINT' THEN ' number' WHEN 'INTEGER' THEN ' number' ELSE ' ' || c.type END || "
      "CASE c.pk WHEN 0 THEN '' ELSE ' key ' || c.pk END || COALESCE((SELECT ' -> ' || f.\"table\" "
      "FROM pragma_foreign_key_list(t.name) f WHERE f.\"from\" = c.name), '') FROM sqlite_master "
      "t, pragma_table_info(t.name) c WHERE t.type = 'table'");
  for (std::string line; rows.next(line);) lines.insert(line);
  return lines;
}

// Names and types: what PostgreSQL makes of the same migrations.
Lines columns_in_postgresql(Database& database) {
  Lines lines;
  Rows rows = database.query(
      "SELECT CAST(table_name || '.' || column_name || CASE data_type WHEN 'text' THEN ' text' "
      "WHEN 'bytea' THEN ' bytes' WHEN 'bigint' THEN ' number' ELSE ' ' || data_type END AS TEXT) "
      "FROM information_schema.columns JOIN information_schema.tables USING (table_schema, "
      "table_name) WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND "
      "table_name <> 'assize_schema'");
  for (std::string line; rows.next(line);) lines.insert(line);
  return lines;
}

Lines without_keys(const Lines& lines) {
  Lines shorter;
  for (const auto& line : lines) {
    const auto type = line.find(' ');
    shorter.insert(line.substr(0, line.find(' ', type + 1)));
  }
  return shorter;
}

std::size_t place_of(const std::string& name) {
  const auto& tables = store_tables();
  for (std::size_t i = 0; i < tables.size(); ++i)
    if (tables[i].name == name) return i;
  return tables.size();
}

}  // namespace

// Whoever adds a table or a column: storage/store/tables.cpp has to know it, else store copy loses
// it and store check doesn't look at it.
TEST_CASE("the list of tables is that of the schema, column by column") {
  TestStore test;
  Database& database = test.store.database();
  if (database.engine() == Database::Engine::sqlite)
    CHECK(columns_in_sqlite(database) == known_columns());
  else
    CHECK(columns_in_postgresql(database) == without_keys(known_columns()));
}

TEST_CASE("a table or a column that isn't on the list is noticed", "[sqlite]") {
  TestStore test;
  test.store.database().execute("ALTER TABLE clocks ADD COLUMN hands TEXT");
  CHECK(columns_in_sqlite(test.store.database()) != known_columns());
}

TEST_CASE("tables refer only to themselves and to those before them") {
  for (const auto& table : store_tables())
    for (const auto& column : table.columns) {
      if (column.refers_to.empty()) continue;
      INFO(table.name << "." << column.name);
      // Rows of a table go in the order of their keys: an older judging comes before a newer one.
      if (column.refers_to != table.name) CHECK(place_of(column.refers_to) < place_of(table.name));
      CHECK(store_tables()[place_of(column.refers_to)].keys == 1);
    }
}

TEST_CASE("rows come in the order of their keys, from anywhere on") {
  TestStore test;
  const StoreTable& files = store_tables()[place_of("package_files")];
  std::vector<std::string> keys;
  const auto visit = [&](const StoreRow& row) { keys.push_back(key_in_words(files, row)); };
  {
    const Snapshot snapshot(test.store.database());
    each_row(test.store.database(), files, {}, visit);
  }
  REQUIRE(keys == std::vector<std::string>{"package-1, data/1.in", "package-1, problem.yaml"});
  keys.clear();
  each_row(test.store.database(), files, {std::string("package-1"), std::string("data/1.in")},
           visit);
  CHECK(keys == std::vector<std::string>{"package-1, problem.yaml"});
  CHECK(count_rows(test.store.database(), files) == 2);
  CHECK_FALSE(holds_nothing(test.store.database()));
}

TEST_CASE("a stream that is left in the middle leaves a database that can be asked") {
  TestStore test;
  for (int i = 0; i < 50; ++i) test.store.put_blob("content " + std::to_string(i));
  {
    Rows rows = test.store.database().stream("SELECT hash FROM blobs");
    std::string hash;
    REQUIRE(rows.next(hash));
  }
  CHECK(test.number("SELECT count(*) FROM blobs") == 52);
}

TEST_CASE("the digest of rows is the same in any order, and another of other rows") {
  const StoreRow one{std::int64_t{1}, std::string("a")};
  const StoreRow other{std::int64_t{2}, std::monostate()};
  RowsDigest forward;
  forward.add(one);
  forward.add(other);
  RowsDigest backward;
  backward.add(other);
  backward.add(one);
  CHECK(forward == backward);
  CHECK(forward.count() == 2);
  backward.add(one);
  CHECK_FALSE(forward == backward);
  RowsDigest null;
  null.add({std::monostate()});
  RowsDigest empty;
  empty.add({std::string()});
  RowsDigest zero;
  zero.add({std::int64_t{0}});
  CHECK_FALSE(null == empty);
  CHECK_FALSE(null == zero);
  CHECK_FALSE(zero == empty);
}
