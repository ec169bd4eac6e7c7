// How a copy goes on where it was. While it isn't whole, the target's schema has a version that is
// no store's (unfinished_version), and a table, `unfinished_copy`, with one row: what is copied, as
// far as that can be told by what nearly every change adds to (the audit log), and the table and
// key of the last row. That row is written in the transaction of the rows that it tells of. Rows
// that were copied before and changed since are found by comparing all of both at the end.
#include "storage/store/copy.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/records/job_state.h"
#include "storage/store/audit_log.h"
#include "storage/store/tables.h"

namespace assize {

namespace {

using nlohmann::json;

// A piece that is committed at once.
constexpr std::int64_t kPieceRows = 20'000;
constexpr std::size_t kPieceBytes = std::size_t{32} << 20U;

std::size_t bytes_of(const StoreRow& row) {
  std::size_t bytes = 0;
  for (const auto& cell : row)
    if (const auto* text = std::get_if<std::string>(&cell)) bytes += text->size();
  return bytes;
}

std::size_t index_of(const StoreTable& table, std::string_view column) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const StoreColumn& one) { return one.name == column; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

// A lease is of a worker of the store that is copied.
bool end_lease(const StoreTable& table, StoreRow& row) {
  if (table.name != "judgings") return false;
  StoreCell& state = row[index_of(table, "state")];
  if (state != StoreCell(std::string(name_of(JobState::leased)))) return false;
  state = std::string(name_of(JobState::queued));
  row[index_of(table, "lease_owner")] = {};
  row[index_of(table, "lease_expires")] = {};
  return true;
}

std::string key_to_json(const StoreTable& table, const StoreRow& row) {
  json key = json::array();
  for (std::size_t i = 0; i < table.keys; ++i)
    if (const auto* number = std::get_if<std::int64_t>(&row[i]))
      key.push_back(*number);
    else
      key.push_back(std::get<std::string>(row[i]));
  return key.dump();
}

StoreRow key_from_json(const std::string& text) {
  StoreRow key;
  if (text.empty()) return key;
  for (const auto& part : json::parse(text))
    if (part.is_number())
      key.emplace_back(part.get<std::int64_t>());
    else
      key.emplace_back(part.get<std::string>());
  return key;
}

// Nearly whatever changes a store adds to these.
std::string fingerprint_of(Database& database) {
  std::int64_t entries = 0;
  std::int64_t hand_ins = 0;
  std::string last;
  database.find("SELECT count(*) FROM audit", {}, entries);
  database.find("SELECT digest FROM audit ORDER BY seq DESC LIMIT 1", {}, last);
  database.find("SELECT count(*) FROM hand_ins", {}, hand_ins);
  return std::to_string(entries) + " " + last + " " + std::to_string(hand_ins);
}

void check_places(const std::string& from, const std::string& to) {
  std::error_code ignored;
  const std::string one = store_name(from);
  const std::string other = store_name(to);
  if (from == to || (!is_postgresql_store(from) && !is_postgresql_store(to) &&
                     std::filesystem::equivalent(one, other, ignored)))
    throw InputError("store " + shown_name(other) + ": is the store that is to be copied");
}

class Copy {
 public:
  Copy(const std::string& from, const std::string& to,
       const std::function<void(const CopyProgress&)>& progress)
      : from_(open_database(from, Database::Mode::read)),
        from_name_(store_name(from)),
        progress_(progress) {
    check_places(from, to);
    require_newest(*from_);
    snapshot_.emplace(*from_);
    to_ = open_database(to, Database::Mode::initialize);
  }

  CopyResult run() {
    const std::string fingerprint = fingerprint_of(*from_);
    const std::int64_t version = to_->version();
    if (version < 0)
      go_on(fingerprint, version);
    else
      begin(fingerprint, version);
    bool is_ahead = result_.was_continued;  // of where the last call was
    for (const auto& table : store_tables()) {
      if (!table.transferable) continue;
      if (is_ahead && table.name == at_table_) is_ahead = false;
      if (!is_ahead) copy(table);
    }
    compare();
    finish();
    return result_;
  }

 private:
  std::string target() const { return "store " + shown_name(to_->name()) + ": "; }

  void begin(const std::string& fingerprint, std::int64_t version) {
    if (version != 0) refuse_unless_empty();
    bring_up_to_date(*to_);
    Transaction transaction(*to_);
    to_->lock_schema();
    refuse_unless_empty();
    to_->execute(
        "CREATE TABLE unfinished_copy (origin TEXT NOT NULL, fingerprint TEXT NOT NULL, "
        "at_table TEXT NOT NULL, at_key TEXT NOT NULL)");
    to_->run(
        "INSERT INTO unfinished_copy (origin, fingerprint, at_table, at_key) VALUES (:origin, "
        ":fingerprint, '', '')",
        {{":origin", from_name_}, {":fingerprint", fingerprint}});
    to_->set_version(unfinished_version(newest_version()));
    transaction.commit();
  }

  void refuse_unless_empty() {
    require_newest(*to_);
    if (!holds_nothing(*to_))
      throw InputError(target() +
                       "holds a store already: name a file that isn't there, or an empty database "
                       "or schema");
  }

  void go_on(const std::string& fingerprint, std::int64_t version) {
    const std::string way_out = ": remove it, and copy again";
    if (version != unfinished_version(newest_version()))
      throw InputError(target() + "is a copy that another version of assize began" + way_out);
    std::string origin;
    std::string before;
    to_->find("SELECT origin, fingerprint, at_table, at_key FROM unfinished_copy", {}, origin,
              before, at_table_, at_key_);
    if (before != fingerprint)
      throw InputError(target() + "is an unfinished copy of " + shown_name(origin) +
                       (origin == from_name_ ? ", which has changed since" : "") + way_out);
    result_.was_continued = !at_table_.empty();
  }

  void copy(const StoreTable& table) {
    const StoreRow after = table.name == at_table_ ? key_from_json(at_key_) : StoreRow();
    std::optional<Transaction> piece;
    std::int64_t rows = 0;
    std::int64_t piece_rows = 0;
    std::size_t piece_bytes = 0;
    StoreRow last;
    const auto end_piece = [&] {
      if (!piece) return;
      save_place(table, last);
      piece->commit();
      piece.reset();
      piece_rows = 0;
      piece_bytes = 0;
      progress_({table.name, rows});
    };
    each_row(*from_, table, after, [&](const StoreRow& read) {
      if (!piece) piece.emplace(*to_);
      last = read;
      result_.leased += end_lease(table, last);
      put(table, last);
      if (!result_.was_continued) sums_[table.name].add(last);
      ++rows;
      piece_bytes += bytes_of(last);
      if (++piece_rows >= kPieceRows || piece_bytes >= kPieceBytes) end_piece();
    });
    end_piece();
    copied_ += rows;
  }

  void put(const StoreTable& table, const StoreRow& row) {
    const auto where = [&](const std::exception& error) {
      return "table " + table.name + ", row " + key_in_words(table, row) + ": " + error.what() +
             ": see assize store check --store " + shown_name(from_name_);
    };
    try {
      put_row(*to_, table, row);
    } catch (const StoreError& error) {
      if (error.is_passing()) throw;
      throw StoreError(error.kind(), where(error));
    } catch (const DamagedItem& error) {
      throw StoreError(StoreError::Kind::lasting, where(error));
    }
  }

  void save_place(const StoreTable& table, const StoreRow& last) {
    const std::string key = key_to_json(table, last);
    const auto changed = to_->run(
        "UPDATE unfinished_copy SET at_table = :table, at_key = :key WHERE at_table = :old_table "
        "AND at_key = :old_key",
        {{":table", table.name}, {":key", key}, {":old_table", at_table_}, {":old_key", at_key_}});
    if (changed != 1)
      throw StoreError(StoreError::Kind::input,
                       target() + "another process copies into it at the same time");
    at_table_ = table.name;
    at_key_ = key;
  }

  // All of both. What this very call has read of one needn't be read again. One after the other: a
  // server ends a session that stands idle in its snapshot.
  void compare() {
    if (result_.was_continued) sum_up();
    snapshot_.reset();
    for (const auto& table : store_tables()) {
      if (!table.transferable) continue;
      RowsDigest there;
      each_row(*to_, table, {}, [&](const StoreRow& row) { there.add(row); });
      result_.rows += there.count();
      if (there == sums_[table.name]) continue;
      throw StoreError(
          StoreError::Kind::lasting,
          target() + "table " + table.name + " isn't what " + shown_name(from_name_) + " holds" +
              (result_.was_continued ? ", which has changed since the copy was begun" : "") +
              ": remove it, and copy again");
    }
    result_.rows_before = result_.rows - copied_;
  }

  void sum_up() {
    result_.leased = 0;
    for (const auto& table : store_tables()) {
      if (!table.transferable) continue;
      each_row(*from_, table, {}, [&](const StoreRow& read) {
        StoreRow row = read;
        result_.leased += end_lease(table, row);
        sums_[table.name].add(row);
      });
    }
  }

  void finish() {
    Transaction transaction(*to_);
    to_->execute("DROP TABLE unfinished_copy");
    for (const auto& table : store_tables())
      if (table.numbered) to_->continue_numbers(table.name, table.columns[0].name);
    to_->set_version(newest_version());
    append_to_audit(*to_, "copied", std::nullopt, std::nullopt,
                    json{{"from", clean_excerpt(from_name_)},
                         {"rows", result_.rows},
                         {"leases_ended", result_.leased}});
    transaction.commit();
  }

  std::unique_ptr<Database> from_;
  std::string from_name_;
  std::optional<Snapshot> snapshot_;
  std::unique_ptr<Database> to_;
  const std::function<void(const CopyProgress&)>& progress_;
  CopyResult result_;
  std::int64_t copied_ = 0;
  std::string at_table_;
  std::string at_key_;
  std::map<std::string, RowsDigest> sums_;  // by table
};

}  // namespace

CopyResult copy_store(const std::string& from, const std::string& to,
                      const std::function<void(const CopyProgress&)>& progress) {
  return Copy(from, to, progress).run();
}

}  // namespace assize
