// What the audit log says of the rows that reports are made of: hashes of them, which its entries
// have, so that a row that is changed, removed, put in or swapped is found (audit_verify.h).
// docs/audit.md lists what is covered, column by column, and what isn't.
#pragma once

#include <string>
#include <vector>

#include "storage/base/sha256.h"
#include "storage/records/id.h"
#include "storage/records/judging_record.h"
#include "storage/store/tables.h"

namespace assize {

// SHA-256 over rows: of each cell the type and the value, as fields that can't run into each other.
class RowsHash {
 public:
  RowsHash& add(const StoreRow& row);
  RowsHash& add(const StoreCell& cell);
  std::string hex() { return sha256_.hex(); }

 private:
  Sha256 sha256_;
};

std::string hash_of_row(const StoreRow& row);
// The row of a table with such a key; throws DamagedItem if it isn't there.
std::string hash_of_stored_row(Database& database, const std::string& table, const StoreCell& key);

// A package's row, its statements and its files.
std::string hash_of_package(Database& database, const std::string& package);

// Some columns of a table, and how they are read.
class ColumnSet {
 public:
  ColumnSet(const std::string& table, const std::vector<std::string>& names);
  std::size_t size() const { return columns_.size(); }
  std::string listed(const std::string& prefix) const;  // "j.id, j.submission"
  StoreRow read(const Cursor& cursor, int first) const;
  StoreRow pick(const StoreTable& table, const StoreRow& row) const;

 private:
  std::vector<StoreColumn> columns_;
};

// Of a judging that is done: what doesn't change any more, and is shown.
const ColumnSet& record_columns();
// … and what is shown, but may be pruned.
const ColumnSet& compile_columns();

// What an entry `judged` has of a judging's rows.
struct JudgedHashes {
  std::string record;   // record_columns()
  std::string runs;     // of each test what stays when outputs are pruned
  std::string details;  // salted: outputs, messages, facts
  std::string groups;

  bool operator==(const JudgedHashes&) const = default;
};

// Makes them of the rows, in their order, as they are written or read.
class JudgedRows {
 public:
  JudgedRows(const std::string& salt, const StoreRow& compile);
  // Of the table `runs`; `kept_facts`: what stays of its facts (pruned_facts()).
  void add_run(const StoreRow& row, const std::string& kept_facts);
  void add_group(const StoreRow& row);  // of the table `group_results`
  JudgedHashes hashes(const StoreRow& record);

 private:
  RowsHash runs_;
  RowsHash details_;
  RowsHash groups_;
};

StoreRow run_row(Id judging, std::int64_t number, const TestRecord& test);
StoreRow group_row(Id judging, std::int64_t number, const GroupRecord& group);

// 16 random bytes, in hexadecimal digits.
std::string new_salt();

}  // namespace assize
