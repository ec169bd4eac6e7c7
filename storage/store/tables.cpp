#include "storage/store/tables.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

StoreColumn text(std::string name, std::string refers_to = {}) {
  return {std::move(name), StoreColumn::Type::text, std::move(refers_to)};
}
StoreColumn number(std::string name, std::string refers_to = {}) {
  return {std::move(name), StoreColumn::Type::number, std::move(refers_to)};
}
StoreColumn bytes(std::string name) { return {std::move(name), StoreColumn::Type::bytes, {}}; }

std::vector<StoreTable> contents() {
  return {
      {.name = "blobs", .columns = {text("hash"), number("size"), bytes("content")}},
      {.name = "blob_pieces",
       .columns = {text("blob", "blobs"), number("number"), bytes("content")},
       .keys = 2},
      {.name = "packages",
       .columns = {text("hash"), text("name"), text("format"), number("tests"),
                   number("time_limit_ns"), number("memory_limit"), number("lenient"),
                   text("warnings"), number("imported_at"), number("computed_time_limit_ns"),
                   number("scoring")}},
      {.name = "package_files",
       .columns = {text("package", "packages"), text("path"), text("blob", "blobs")},
       .keys = 2},
      {.name = "package_statements",
       .columns = {text("package", "packages"), text("path"), text("language")},
       .keys = 2},
      {.name = "programs", .columns = {text("key"), text("blob", "blobs")}},
      {.name = "problems", .columns = {text("id"), text("package", "packages")}},
      {.name = "sources", .columns = {text("hash"), number("size")}},
      {.name = "source_files",
       .columns = {text("source", "sources"), text("path"), text("blob", "blobs")},
       .keys = 2},
  };
}

std::vector<StoreTable> hand_ins() {
  return {
      {.name = "batches",
       .columns = {number("id"), text("name"), number("created_at")},
       .numbered = true},
      {.name = "hand_in_ids", .columns = {number("id")}, .numbered = true},
      {.name = "submissions",
       .columns = {number("id"), text("external_id"), number("version"), text("submitter"),
                   text("problem", "problems"), text("language"), text("source", "sources"),
                   text("file_name"), number("priority"), number("batch", "batches"),
                   number("submitted_at"), text("note"), text("further"), number("handed_in_at"),
                   text("salt")},
       .numbered = true},
      {.name = "refused_submissions",
       .columns = {number("id"), text("external_id"), text("submitter"), text("problem"),
                   text("language"), text("file_name"), number("batch", "batches"),
                   number("submitted_at"), number("handed_in_at"), text("further"), text("refusal"),
                   text("salt")},
       .numbered = true},
      {.name = "staged_hand_ins",
       .columns = {number("id"), text("batch"), number("batch_or_id"), number("handed_in_at"),
                   number("accepted"), text("owner"), number("touched_at"), number("waiting"),
                   number("queued")},
       .numbered = true},
      {.name = "staged_rows",
       .columns = {number("hand_in", "staged_hand_ins"), number("number"), text("external_id"),
                   text("submitter"), text("problem"), text("language"), text("source"),
                   text("file_name"), number("priority"), text("note"), text("further"),
                   text("refusal")},
       .keys = 2},
  };
}

std::vector<StoreTable> judgings() {
  return {
      {.name = "policies", .columns = {text("hash"), text("name"), text("content")}},
      {.name = "runtimes",
       .columns = {text("hash"), text("name"), text("version"), text("files", "blobs")}},
      {.name = "rejudges",
       .columns = {number("id"), text("state"), text("reason"), text("wanted"), number("repeats"),
                   text("created_by"), number("created_at"), text("ended_by"), number("ended_at")},
       .numbered = true},
      {.name = "judgings",
       .columns = {number("id"),
                   number("submission", "submissions"),
                   text("package", "packages"),
                   text("state"),
                   number("priority"),
                   number("turn"),
                   number("queued_at"),
                   number("lease_token"),
                   text("lease_owner"),
                   number("lease_expires"),
                   number("failures"),
                   text("last_failure"),
                   number("expiries"),
                   text("verdict"),
                   text("reason_class"),
                   text("reason"),
                   text("score"),
                   text("digest"),
                   text("policy", "policies"),
                   text("runtime", "runtimes"),
                   text("judge_version"),
                   text("host"),
                   text("compile_message"),
                   text("compile_facts"),
                   number("finished_at"),
                   text("highest_score"),
                   number("not_before"),
                   number("lone_deaths"),
                   number("rejudge", "rejudges"),
                   number("replaces", "judgings"),
                   number("preview"),
                   number("leased_at"),
                   number("slot_ms")},
       .numbered = true},
      {.name = "runs",
       .columns = {number("judging", "judgings"), number("number"), text("name"),
                   text("test_group"), number("sample"), text("verdict"), text("reason_class"),
                   text("reason"), text("facts"), text("output_excerpt"), text("error_excerpt"),
                   text("feedback"), text("message"), text("transcript"), text("score"),
                   number("passes"), number("counts"), text("validation_facts")},
       .keys = 2},
      {.name = "group_results",
       .columns = {number("judging", "judgings"), number("number"), text("name"), text("verdict"),
                   text("score"), text("highest")},
       .keys = 2},
  };
}

std::vector<StoreTable> queue() {
  return {
      {.name = "turns",
       .columns = {text("submitter"), number("priority"), number("turn")},
       .keys = 2},
      {.name = "clocks", .columns = {number("priority"), number("turn")}},
      {.name = "workers",
       .columns = {text("id"), text("host"), number("pid"), number("slots"), number("started_at"),
                   number("seen_at"), number("judged"), text("version"), text("runtimes"),
                   text("policy"), text("state"), text("reason"), number("paused_since"),
                   number("paused_until"), number("errors"), text("wanted"), text("wanted_by")},
       .transferable = false},
      {.name = "lease_clock", .columns = {text("boot"), number("since_ms")}, .transferable = false},
      {.name = "failed_tries",
       .columns = {number("judging", "judgings"), text("worker")},
       .keys = 2,
       .transferable = false},
      {.name = "finished_counts",
       .columns = {text("verdict"), number("count"), number("until")},
       .transferable = false},
      {.name = "audit",
       .columns = {number("seq"), number("at"), text("kind"), number("submission"),
                   number("judging"), text("body"), text("digest"), number("position")},
       .numbered = true},
      {.name = "audit_tiles",
       .columns = {number("level"), number("number"), text("hash")},
       .keys = 2,
       .transferable = false},
      {.name = "audit_checkpoints", .columns = {number("size"), text("note"), number("at")}},
  };
}

std::string listed(const std::vector<StoreColumn>& columns, std::size_t count,
                   std::string_view before) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i)
    list += (i == 0 ? "" : ", ") + std::string(before) + columns[i].name;
  return list;
}

// The statements about a table. They stay where they are: databases keep what they prepare.
struct Statements {
  explicit Statements(const StoreTable& table) {
    const auto& columns = table.columns;
    const std::string keys = listed(columns, table.keys, "");
    const std::string all = listed(columns, columns.size(), "");
    for (const auto& column : columns) parameters.push_back(":" + column.name);
    const std::string select = "SELECT " + all + " FROM " + table.name;
    from_start = select + " ORDER BY " + keys;
    behind = select + " WHERE (" + keys + ") > (" + listed(columns, table.keys, ":") +
             ") ORDER BY " + keys;
    insert = "INSERT INTO " + table.name + " (" + all + ") VALUES (" +
             listed(columns, columns.size(), ":") + ")";
    insert_rows =
        "INSERT INTO " + table.name + " (" + all + ") SELECT " + all + " FROM assize_rows";
    one = select + " WHERE " + columns[0].name + " = :" + columns[0].name;
    count = "SELECT count(*) FROM " + table.name;
    any = "SELECT 1 FROM " + table.name + " LIMIT 1";
    for (const auto& column : columns)
      if (!column.refers_to.empty())
        dangling[column.name] = "SELECT " + listed(columns, table.keys, "mine.") + ", mine." +
                                column.name + " FROM " + table.name + " mine LEFT JOIN " +
                                column.refers_to + " other ON other." + key_of(column.refers_to) +
                                " = mine." + column.name + " WHERE mine." + column.name +
                                " IS NOT NULL AND other." + key_of(column.refers_to) + " IS NULL";
  }

  static std::string key_of(const std::string& table) { return table_named(table).columns[0].name; }

  std::vector<std::string> parameters;  // of `insert`
  std::string from_start;
  std::string behind;
  std::string insert;
  std::string insert_rows;
  std::string one;
  std::string count;
  std::string any;
  std::map<std::string, std::string> dangling;  // by column
};

const Statements& statements_of(const StoreTable& table) {
  static const std::map<std::string, Statements> all = [] {
    std::map<std::string, Statements> made;
    for (const auto& each : store_tables()) made.emplace(each.name, Statements(each));
    return made;
  }();
  return all.at(table.name);
}

Value value_of(const StoreColumn& column, const StoreCell& cell) {
  if (const auto* value = std::get_if<std::int64_t>(&cell)) return *value;
  if (const auto* value = std::get_if<std::string>(&cell)) {
    if (column.type == StoreColumn::Type::bytes) return Blob{*value};
    return *value;
  }
  return std::nullopt;
}

RowColumn::Type row_type(StoreColumn::Type type) {
  switch (type) {
    case StoreColumn::Type::number:
      return RowColumn::Type::number;
    case StoreColumn::Type::text:
      return RowColumn::Type::text;
    case StoreColumn::Type::bytes:
      return RowColumn::Type::bytes;
  }
  return RowColumn::Type::text;
}

std::vector<Parameter> parameters_of(const StoreTable& table, const StoreRow& row) {
  const Statements& statements = statements_of(table);
  std::vector<Parameter> parameters;
  parameters.reserve(row.size());
  for (std::size_t i = 0; i < row.size(); ++i)
    parameters.push_back({statements.parameters[i].c_str(), value_of(table.columns[i], row[i])});
  return parameters;
}

std::string in_words(const StoreCell& cell) {
  if (const auto* value = std::get_if<std::int64_t>(&cell)) return std::to_string(*value);
  if (const auto* value = std::get_if<std::string>(&cell)) return shown_name(*value);
  return "NULL";
}

}  // namespace

const std::vector<StoreTable>& store_tables() {
  static const std::vector<StoreTable> tables = [] {
    std::vector<StoreTable> all = contents();
    for (auto& table : hand_ins()) all.push_back(std::move(table));
    for (auto& table : judgings()) all.push_back(std::move(table));
    for (auto& table : queue()) all.push_back(std::move(table));
    return all;
  }();
  return tables;
}

StoreCell read_cell(const StoreColumn& column, const Cursor& cursor, int index) {
  if (cursor.is_null(index)) return {};
  if (column.type == StoreColumn::Type::number) return cursor.number(index);
  return cursor.text(index);
}

StoreRow read_row(const StoreTable& table, const Cursor& cursor) {
  StoreRow row;
  row.reserve(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    row.push_back(read_cell(table.columns[i], cursor, static_cast<int>(i)));
  return row;
}

std::string key_in_words(const StoreTable& table, const StoreRow& row) {
  std::string words;
  for (std::size_t i = 0; i < table.keys; ++i) words += (i == 0 ? "" : ", ") + in_words(row[i]);
  return words;
}

void each_row(Database& database, const StoreTable& table, const StoreRow& after,
              const std::function<void(const StoreRow&)>& visit) {
  const Statements& statements = statements_of(table);
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < after.size(); ++i)
    parameters.push_back({statements.parameters[i].c_str(), value_of(table.columns[i], after[i])});
  const auto cursor =
      database.stream(after.empty() ? statements.from_start : statements.behind, parameters);
  while (cursor->next()) visit(read_row(table, *cursor));
}

void put_row(Database& database, const StoreTable& table, const StoreRow& row) {
  database.change(statements_of(table).insert, parameters_of(table, row));
}

void put_row_later(Database& database, const StoreTable& table, const StoreRow& row) {
  database.defer(statements_of(table).insert, parameters_of(table, row));
}

void put_rows(Database& database, const StoreTable& table, const std::vector<StoreRow>& rows) {
  const Statements& statements = statements_of(table);
  std::vector<RowColumn> columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    columns.push_back({statements.parameters[i].c_str(), row_type(table.columns[i].type)});
  std::vector<Value> values;
  values.reserve(rows.size() * columns.size());
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      values.push_back(value_of(table.columns[i], row[i]));
  database.run_for_rows(statements.insert_rows, columns, values);
}

std::optional<StoreRow> find_row(Database& database, const StoreTable& table,
                                 const StoreCell& key) {
  const Statements& statements = statements_of(table);
  const Parameter parameter{statements.parameters[0].c_str(), value_of(table.columns[0], key)};
  const auto cursor = database.stream(statements.one, {&parameter, 1});
  std::optional<StoreRow> found;
  while (cursor->next()) found = read_row(table, *cursor);
  return found;
}

const StoreTable& table_named(const std::string& name) {
  const auto& all = store_tables();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  if (found == all.end())
    throw StoreError(StoreError::Kind::lasting, "the store's tables: there is no " + name);
  return *found;
}

std::int64_t count_rows(Database& database, const StoreTable& table) {
  std::int64_t count = 0;
  database.find(statements_of(table).count, {}, count);
  return count;
}

bool holds_nothing(Database& database) {
  for (const auto& table : store_tables()) {
    if (table.name == "lease_clock") continue;
    std::int64_t one = 0;
    if (database.find(statements_of(table).any, {}, one)) return false;
  }
  return true;
}

void each_dangling(Database& database, const StoreTable& table, const StoreColumn& column,
                   const std::function<void(const std::string&, const std::string&)>& visit) {
  const auto cursor = database.stream(statements_of(table).dangling.at(column.name), {});
  while (cursor->next()) {
    StoreRow row;
    for (std::size_t i = 0; i < table.keys; ++i)
      row.push_back(read_cell(table.columns[i], *cursor, static_cast<int>(i)));
    visit(key_in_words(table, row),
          in_words(read_cell(column, *cursor, static_cast<int>(table.keys))));
  }
}

void RowsDigest::add(const StoreRow& row) {
  Sha256 sha;
  for (const auto& cell : row)
    if (const auto* text = std::get_if<std::string>(&cell))
      sha.add_field("text").add_field(*text);
    else if (const auto* number = std::get_if<std::int64_t>(&cell))
      sha.add_field("number").add_field(std::to_string(*number));
    else
      sha.add_field("null");
  const std::string hex = sha.hex();
  for (std::size_t i = 0; i < sum_.size(); ++i) {
    std::uint64_t part = 0;
    std::from_chars(hex.data() + 16 * i, hex.data() + 16 * (i + 1), part, 16);
    sum_[i] += part;
  }
  ++count_;
}

}  // namespace assize
