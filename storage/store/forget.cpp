#include "storage/store/forget.h"

#include <cctype>
#include <nlohmann/json.hpp>
#include <optional>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/records/job_state.h"
#include "storage/records/verdict_names.h"
#include "storage/store/audited_rows.h"
#include "storage/store/staged.h"
#include "storage/store/status.h"

namespace assize {

namespace {

using nlohmann::json;

constexpr const char* kForgotten = "(forgotten)";

#define ASSIZE_OWN_JUDGINGS                                                                     \
  "(SELECT j.id FROM judgings j JOIN submissions s ON s.id = j.submission WHERE s.submitter = " \
  ":name)"
// Sources that only this submitter has handed in, and perhaps some who were forgotten before.
#define ASSIZE_OWN_SOURCES                                                             \
  "(SELECT source FROM submissions WHERE submitter = :name EXCEPT SELECT source FROM " \
  "submissions WHERE submitter <> :name AND id NOT IN (SELECT submission FROM audit "  \
  "WHERE kind = 'forgotten') EXCEPT SELECT source FROM staged_rows)"
#define ASSIZE_OWN_BLOBS                                                                   \
  "(SELECT blob FROM source_files WHERE source IN " ASSIZE_OWN_SOURCES                     \
  " EXCEPT SELECT blob FROM source_files WHERE source NOT IN " ASSIZE_OWN_SOURCES          \
  " EXCEPT SELECT blob FROM package_files EXCEPT SELECT blob FROM programs EXCEPT SELECT " \
  "files FROM runtimes)"

bool is_of_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}

// As a whole word, or words.
bool has_name(std::string_view text, std::string_view name) {
  for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const auto end = at + name.size();
    if ((at == 0 || !is_of_word(text[at - 1])) && (end == text.size() || !is_of_word(text[end])))
      return true;
  }
  return false;
}

class Forget {
 public:
  Forget(Store& store, const ForgetWanted& wanted)
      : db_(store.database()), store_(store), wanted_(wanted), name_{":name", wanted.submitter} {}

  ForgetResult run() {
    if (has_name(wanted_.reason, wanted_.submitter))
      throw InputError("the reason would stay in the audit log: say it without the name");
    if (wanted_.is_dry_run) {
      const Snapshot snapshot(db_);
      count();
      look_elsewhere();
      return result_;
    }
    Transaction transaction(db_);
    db_.lock_tables("sources, packages, blobs, source_files, package_files, programs");
    require_nothing_staged();
    count();
    if (!result_.pseudonym.empty()) forget_all();
    db_.run("DELETE FROM turns WHERE submitter = :name", {name_});
    look_elsewhere();
    transaction.commit();
    return result_;
  }

 private:
  std::int64_t number(std::string_view sql) {
    std::int64_t value = 0;
    db_.find(sql, {name_}, value);
    return value;
  }

  std::vector<Id> ids(std::string_view sql) {
    std::vector<Id> found;
    Rows rows = db_.query(sql, {name_});
    for (Id id = 0; rows.next(id);) found.push_back(id);
    return found;
  }

  void require_nothing_staged() {
    if (number("SELECT count(*) FROM staged_rows WHERE submitter = :name") > 0)
      throw InputError(
          "a manifest with this name in it is being handed in, or was when that was killed: wait "
          "until assize submit has ended, or take away what it left (assize store prune "
          "--older-than 0h --keep verdicts,audit,sources,outputs)");
  }

  void count() {
    submissions_ = ids("SELECT id FROM submissions WHERE submitter = :name ORDER BY id");
    refused_ = ids("SELECT id FROM refused_submissions WHERE submitter = :name ORDER BY id");
    rejudges_ = asked_for();
    result_.submissions = static_cast<std::int64_t>(submissions_.size() + refused_.size());
    result_.rejudges = static_cast<std::int64_t>(rejudges_.size());
    if (result_.submissions + result_.rejudges == 0) return;
    const Id first = !submissions_.empty() ? submissions_[0] : !refused_.empty() ? refused_[0] : 0;
    result_.pseudonym = "forgotten-" + std::to_string(first);
    result_.judgings = number("SELECT count(*) FROM judgings WHERE id IN " ASSIZE_OWN_JUDGINGS);
    result_.unfinished = number(
        "SELECT count(*) FROM judgings WHERE state IN ('queued', 'leased') AND id "
        "IN " ASSIZE_OWN_JUDGINGS);
    result_.runs = number("SELECT count(*) FROM runs WHERE judging IN " ASSIZE_OWN_JUDGINGS);
    result_.sources = number(
        "SELECT count(DISTINCT source) FROM source_files WHERE source "
        "IN " ASSIZE_OWN_SOURCES);
    result_.shared_sources = number(
        "SELECT count(DISTINCT source) FROM submissions WHERE submitter = :name AND "
        "source NOT IN " ASSIZE_OWN_SOURCES);
    db_.find(
        "SELECT count(*), CAST(COALESCE(sum(size), 0) AS BIGINT) FROM blobs WHERE hash "
        "IN " ASSIZE_OWN_BLOBS,
        {name_}, result_.blobs, result_.blob_bytes);
  }

  // Rejudges whose request names the submitter (queue/rejudge/rejudge.h, in_words()).
  std::vector<Id> asked_for() {
    std::vector<Id> found;
    const std::string words = "submitter " + clean_line(wanted_.submitter, 100);
    Rows rows = db_.query("SELECT id, wanted FROM rejudges ORDER BY id");
    std::string wanted;
    for (Id id = 0; rows.next(id, wanted);)
      if (has_name(wanted, words)) found.push_back(id);
    return found;
  }

  void forget_all() {
    // Whoever has a result for one of them waits, and finds that it isn't leased any more.
    db_.run("UPDATE judgings SET state = state WHERE id IN " ASSIZE_OWN_JUDGINGS, {name_});
    forget_contents();
    db_.run("DELETE FROM runs WHERE judging IN " ASSIZE_OWN_JUDGINGS, {name_});
    db_.run("DELETE FROM group_results WHERE judging IN " ASSIZE_OWN_JUDGINGS, {name_});
    db_.run("DELETE FROM failed_tries WHERE judging IN " ASSIZE_OWN_JUDGINGS, {name_});
    give_up_unfinished();
    db_.run(
        "UPDATE judgings SET reason = '', compile_message = '', compile_facts = '', last_failure "
        "= NULL WHERE state = 'done' AND id IN " ASSIZE_OWN_JUDGINGS,
        {name_});
    // With their names goes the way to find them.
    const std::vector<Id> done =
        ids("SELECT id FROM judgings WHERE state = 'done' AND id IN " ASSIZE_OWN_JUDGINGS
            " ORDER BY id");
    for (const Id id : submissions_) forget_submission(id);
    for (const Id id : refused_) forget_refused(id);
    for (const Id id : done) say_what_is_left(id);
    for (const Id id : rejudges_) forget_rejudge(id);
    forget_added_up(db_);
  }

  // Before the rows that they are found by.
  void forget_contents() {
    const std::vector<std::string> blobs = texts(
        "SELECT hash FROM blobs WHERE hash "
        "IN " ASSIZE_OWN_BLOBS);
    db_.run("DELETE FROM source_files WHERE source IN " ASSIZE_OWN_SOURCES, {name_});
    for (const auto& blob : blobs) {
      db_.run("DELETE FROM blob_pieces WHERE blob = :blob", {{":blob", blob}});
      db_.run("DELETE FROM blobs WHERE hash = :blob", {{":blob", blob}});
    }
  }

  std::vector<std::string> texts(std::string_view sql) {
    std::vector<std::string> found;
    Rows rows = db_.query(sql, {name_});
    for (std::string text; rows.next(text);) found.push_back(text);
    return found;
  }

  void give_up_unfinished() {
    db_.run(
        "UPDATE judgings SET state = :dropped, verdict = :verdict, reason = :reason, last_failure "
        "= NULL, lease_owner = NULL, lease_expires = NULL, not_before = 0, lone_deaths = 0 WHERE "
        "state <> 'done' AND id IN " ASSIZE_OWN_JUDGINGS,
        {{":dropped", name_of(JobState::dropped)},
         {":verdict", letters(Verdict::judge_error)},
         {":reason", kForgotten},
         name_});
  }

  void forget_submission(Id id) {
    db_.run(
        "UPDATE submissions SET submitter = :pseudonym, external_id = NULL, file_name = '', note "
        "= '', further = '', salt = :salt WHERE id = :id",
        {{":pseudonym", result_.pseudonym}, {":salt", new_salt()}, {":id", id}});
    say_forgotten("submissions", id);
  }

  void forget_refused(Id id) {
    db_.run(
        "UPDATE refused_submissions SET submitter = :pseudonym, external_id = NULL, file_name = "
        "'', further = '', refusal = :forgotten, salt = :salt WHERE id = :id",
        {{":pseudonym", result_.pseudonym},
         {":forgotten", kForgotten},
         {":salt", new_salt()},
         {":id", id}});
    say_forgotten("refused_submissions", id);
  }

  void say_forgotten(const char* table, Id id) {
    store_.audit("forgotten", id, std::nullopt,
                 json{{"by", clean_line(wanted_.who, 200)},
                      {"reason", clean_line(wanted_.reason, 1000)},
                      {"row", hash_of_stored_row(db_, table, id)}});
  }

  // The hashes of a judging without tests (docs/audit.md).
  void say_what_is_left(Id judging) {
    Id submission = 0;
    std::string salt;
    db_.find(
        "SELECT s.id, s.salt FROM judgings j JOIN submissions s ON s.id = j.submission WHERE j.id "
        "= :id",
        {{":id", judging}}, submission, salt);
    const StoreTable& table = table_named("judgings");
    const auto row = find_row(db_, table, judging);
    if (!row) throw DamagedItem("table judgings: a row is gone");
    JudgedRows left(salt, {std::string(), std::string()});
    const JudgedHashes hashes = left.hashes(record_columns().pick(table, *row));
    store_.audit("judging forgotten", submission, judging,
                 json{{"record", hashes.record},
                      {"runs", hashes.runs},
                      {"details", hashes.details},
                      {"groups", hashes.groups}});
  }

  void forget_rejudge(Id id) {
    db_.run("UPDATE rejudges SET wanted = :forgotten WHERE id = :id",
            {{":forgotten", kForgotten}, {":id", id}});
    store_.audit("rejudge forgotten", std::nullopt, std::nullopt,
                 json{{"by", clean_line(wanted_.who, 200)},
                      {"rejudge", id},
                      {"row", hash_of_stored_row(db_, "rejudges", id)}});
  }

  // In the texts of others: who handed in together with this one, an operator's reason.
  void look_elsewhere() {
    std::string pattern;
    for (const char c : wanted_.submitter) {
      if (c == '%' || c == '_' || c == '\\') pattern += '\\';
      pattern += c;
    }
    for (const auto& table : store_tables())
      for (const auto& column : table.columns)
        if (column.type == StoreColumn::Type::text && column.refers_to.empty())
          look_into(table.name, column.name, "%" + pattern + "%");
  }

  void look_into(const std::string& table, const std::string& column, const std::string& pattern) {
    NameElsewhere found{table, column, 0};
    const bool is_own = table == "submissions" || table == "refused_submissions";
    // What is the submitter's own goes, or has gone.
    const std::string others = is_own ? " AND submitter <> :name" : " AND :name = :name";
    Rows rows = db_.query("SELECT " + column + " FROM " + table + " WHERE " + column +
                              " LIKE :pattern ESCAPE '\\'" + others,
                          {{":pattern", pattern}, name_});
    for (std::string text; rows.next(text);)
      if (has_name(text, wanted_.submitter)) ++found.rows;
    if (found.rows > 0) result_.elsewhere.push_back(found);
  }

  Database& db_;
  Store& store_;
  const ForgetWanted& wanted_;
  Parameter name_;
  std::vector<Id> submissions_;
  std::vector<Id> refused_;
  std::vector<Id> rejudges_;
  ForgetResult result_;
};

}  // namespace

ForgetResult forget(Store& store, const ForgetWanted& wanted) {
  return Forget(store, wanted).run();
}

}  // namespace assize
