#include "storage/store/audit_records.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/store/audit_parts.h"
#include "storage/store/audited_rows.h"
#include "storage/store/check_parts.h"
#include "storage/store/facts.h"

namespace assize {

namespace {

using nlohmann::json;

// The body of the newest entry of these kinds about a judging, a submission.
#define ASSIZE_JUDGED_BODY                                                                  \
  "(SELECT a.body FROM audit a WHERE a.submission = j.submission AND a.judging = j.id AND " \
  "a.kind IN ('judged', 'judged as preview', 'judging forgotten') ORDER BY a.seq DESC LIMIT 1)"
#define ASSIZE_DONE_SINCE                                                                  \
  "j.state = 'done' AND (CAST(:from AS BIGINT) = 0 OR j.id IN (SELECT judging FROM audit " \
  "WHERE position >= :from OR position IS NULL))"

class RecordCheck {
 public:
  RecordCheck(Database& database, std::uint64_t from,
              const std::function<void(const StoreFinding&)>& report)
      : database_(database), from_(from), report_(report) {}

  void run() {
    read_pruned();
    read_migrated();
    check_judgings();
    check_runs();
    check_groups();
    check_submissions("submissions");
    check_submissions("refused_submissions");
    if (from_ == 0 && old_seen_ != old_submissions_)
      damage("submissions", "up to " + std::to_string(last_old_),
             std::to_string(old_submissions_) + " were there before the log covered rows, and " +
                 std::to_string(old_seen_) + " are now");
    check_presence({database_, report_, was_pruned_, last_old_ > 0});
    if (old_rows_ > 0)
      report_({StoreFinding::Kind::note, "audit", "",
               std::to_string(old_rows_) +
                   " judgings are from before the log covered rows: of them it has verdict and "
                   "digest only",
               "nothing"});
  }

  bool was_pruned() const { return was_pruned_; }

 private:
  void damage(const std::string& table, const std::string& row, const std::string& what) {
    report_(contradiction(table, row, what));
  }

  std::unique_ptr<Cursor> stream_since(const std::string& sql) {
    const Parameter parameter{":from", from_};
    return database_.stream(sql, {&parameter, 1});
  }

  // Of which submissions outputs were pruned: first to last of each transaction.
  void read_pruned() {
    Rows rows = database_.query("SELECT body FROM audit WHERE kind = 'pruned' ORDER BY seq");
    for (std::string body; rows.next(body);) {
      const json said = parsed(body);
      if (!said.is_object()) continue;
      if (said.contains("first") && said.contains("last"))
        pruned_.emplace_back(said["first"].get<Id>(), said["last"].get<Id>());
      was_pruned_ = true;
    }
  }

  void read_migrated() {
    std::string body;
    if (!database_.find("SELECT body FROM audit WHERE kind = 'migrated' ORDER BY seq LIMIT 1", {},
                        body))
      return;
    const json said = parsed(body);
    last_old_ = said.value("last_submission", Id{0});
    old_submissions_ = said.value("submissions", std::int64_t{0});
  }

  bool was_pruned(Id submission) const {
    return std::any_of(pruned_.begin(), pruned_.end(), [&](const auto& range) {
      return submission >= range.first && submission <= range.second;
    });
  }

  void check_judgings() {
    static const ColumnSet& columns = record_columns();
    static const std::string sql = "SELECT " + columns.listed("j.") +
                                   ", " ASSIZE_JUDGED_BODY
                                   " FROM judgings j WHERE " ASSIZE_DONE_SINCE " ORDER BY j.id";
    const auto cursor = stream_since(sql);
    const int body_at = static_cast<int>(columns.size());
    while (cursor->next()) {
      const std::string id = std::to_string(cursor->number(0));
      if (cursor->is_null(body_at)) {
        damage("judgings", id, "is done, and the audit log doesn't say so");
        continue;
      }
      const std::string said = field(parsed(cursor->text(body_at)), "record");
      if (said.empty())
        ++old_rows_;
      else if (said != hash_of_row(columns.read(*cursor, 0)))
        damage("judgings", id, "isn't what the audit log says that was recorded");
    }
  }

  // The runs of one judging after the other, and what its entry says of them.
  struct Judged {
    Id id;
    Id submission;
    json said;
    bool is_pruned;
    JudgedRows rows;
  };

  void check_runs() {
    static const StoreTable& table = table_named("runs");
    static const std::string sql = [] {
      std::string list;
      for (const auto& column : table.columns) list += ", r." + column.name;
      const std::string first = "CASE WHEN COALESCE(r.number, 0) = 0 THEN ";
      return "SELECT j.id, j.submission, " + first + ASSIZE_JUDGED_BODY + " END, " + first +
             "(SELECT salt FROM submissions s WHERE s.id = j.submission) END, " + first +
             "j.compile_message END, " + first + "j.compile_facts END" + list +
             " FROM judgings j LEFT JOIN runs r ON r.judging = j.id WHERE " ASSIZE_DONE_SINCE
             " ORDER BY j.id, r.number";
    }();
    const StoreColumn text;
    constexpr int kBody = 2;
    constexpr int kSalt = 3;
    constexpr int kMessage = 4;
    constexpr int kFacts = 5;
    constexpr int kRun = 6;
    const auto cursor = stream_since(sql);
    std::optional<Judged> judged;
    while (cursor->next()) {
      if (!judged || judged->id != cursor->number(0)) {
        if (judged) finish(*judged);
        const StoreRow compile = {read_cell(text, *cursor, kMessage),
                                  read_cell(text, *cursor, kFacts)};
        judged.emplace(Judged{cursor->number(0), cursor->number(1), parsed(cursor->text(kBody)),
                              compile[0] == StoreCell(std::string("(pruned)")),
                              JudgedRows(cursor->text(kSalt), compile)});
      }
      if (!cursor->is_null(kRun)) add_run(*judged, table, *cursor, kRun);
    }
    if (judged) finish(*judged);
  }

  static void add_run(Judged& judged, const StoreTable& table, const Cursor& cursor, int first) {
    StoreRow row;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
      row.push_back(read_cell(table.columns[i], cursor, first + static_cast<int>(i)));
    const std::string facts = std::get<std::string>(row[8]);
    std::string kept = facts;  // damaged ones are as they are
    try {
      const Attempts attempts = attempts_from_json(facts);
      judged.is_pruned |= attempts.pruned;
      if (!attempts.pruned) kept = pruned_facts(attempts);
    } catch (const DamagedItem&) {
    }
    judged.rows.add_run(row, kept);
  }

  void finish(Judged& judged) {
    const std::string row = "of judging " + std::to_string(judged.id);
    if (!judged.said.is_object()) return damage("runs", row, "don't begin with the first one");
    if (field(judged.said, "record").empty()) return;
    const JudgedHashes found = judged.rows.hashes({});
    if (found.runs != field(judged.said, "runs"))
      damage("runs", row, "aren't what the audit log says that was recorded");
    if (found.details != field(judged.said, "details") &&
        !(judged.is_pruned && was_pruned(judged.submission)))
      damage("runs", row,
             "have other outputs, messages or facts than the audit log says that were recorded");
  }

  void check_groups() {
    static const StoreTable& table = table_named("group_results");
    static const std::string sql = [] {
      std::string list;
      for (const auto& column : table.columns) list += ", g." + column.name;
      return std::string("SELECT j.id, ") + "CASE WHEN COALESCE(g.number, 0) = 0 THEN " +
             ASSIZE_JUDGED_BODY " END" + list +
             " FROM judgings j LEFT JOIN group_results g ON g.judging = j.id "
             "WHERE " ASSIZE_DONE_SINCE " ORDER BY j.id, g.number";
    }();
    const auto cursor = stream_since(sql);
    std::optional<RowsHash> hash;
    Id id = 0;
    json said;
    const auto finish_groups = [&] {
      if (!hash || (said.is_object() && field(said, "record").empty())) return;
      if (!said.is_object() || hash->hex() != field(said, "groups"))
        damage("group_results", "of judging " + std::to_string(id),
               "aren't what the audit log says that was recorded");
    };
    constexpr int kGroup = 2;
    while (cursor->next()) {
      if (!hash || id != cursor->number(0)) {
        finish_groups();
        hash.emplace();
        id = cursor->number(0);
        said = parsed(cursor->text(1));
      }
      if (cursor->is_null(kGroup)) continue;
      StoreRow row;
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        row.push_back(read_cell(table.columns[i], *cursor, kGroup + static_cast<int>(i)));
      hash->add(row);
    }
    finish_groups();
  }

  static const std::string& submissions_sql(const std::string& table) {
    static std::map<std::string, std::string> all;
    auto& sql = all[table];
    if (!sql.empty()) return sql;
    for (const auto& column : table_named(table).columns)
      sql += (sql.empty() ? "SELECT s." : ", s.") + column.name;
    sql +=
        ", (SELECT a.body FROM audit a WHERE a.submission = s.id AND a.kind IN ('received', "
        "'not taken', 'handed in again', 'forgotten') ORDER BY a.seq DESC LIMIT 1) FROM " +
        table +
        " s WHERE (CAST(:from AS BIGINT) = 0 OR s.id IN (SELECT submission FROM audit WHERE "
        "position >= :from OR position IS NULL)) ORDER BY s.id";
    return sql;
  }

  void check_submissions(const std::string& name) {
    const StoreTable& table = table_named(name);
    const auto cursor = stream_since(submissions_sql(name));
    const int body_at = static_cast<int>(table.columns.size());
    while (cursor->next()) {
      const StoreRow row = read_row(table, *cursor);
      const Id id = std::get<std::int64_t>(row[0]);
      const std::string said =
          cursor->is_null(body_at) ? std::string() : field(parsed(cursor->text(body_at)), "row");
      if (said.empty() && id <= last_old_)
        ++old_seen_;
      else if (said.empty())
        damage(name, std::to_string(id), "is there, and the audit log doesn't say that it came");
      else if (said != hash_of_row(row))
        damage(name, std::to_string(id), "isn't what the audit log says that came");
    }
  }

  Database& database_;
  std::uint64_t from_;
  const std::function<void(const StoreFinding&)>& report_;
  std::vector<std::pair<Id, Id>> pruned_;
  bool was_pruned_ = false;
  Id last_old_ = 0;
  std::int64_t old_submissions_ = 0;
  std::int64_t old_seen_ = 0;
  std::int64_t old_rows_ = 0;
};

}  // namespace

void check_audited_rows(Database& database, std::uint64_t from,
                        const std::function<void(const StoreFinding&)>& report) {
  RecordCheck check(database, from, report);
  check.run();
  if (from > 0) return;
  StoreCheck counted;
  const StoreCheckContext contents{database, counted, check.was_pruned(),
                                   forgotten_sources(database), report};
  for (const auto& table : store_tables()) check_references(contents, table);
  check_blobs(contents);
  check_sources(contents);
  check_policies(contents);
}

}  // namespace assize
