#include <map>
#include <nlohmann/json.hpp>

#include "storage/base/text.h"
#include "storage/store/audit_parts.h"
#include "storage/store/audited_rows.h"

namespace assize {

namespace {

using nlohmann::json;

class PresenceCheck {
 public:
  explicit PresenceCheck(const PresenceContext& context) : context_(context) {}

  void run() {
    check_previews();
    check_forgotten();
    check_gone();
    check_named();
  }

 private:
  void damage(const std::string& table, const std::string& row, const std::string& what) {
    context_.report(contradiction(table, row, what));
  }

  // What was forgotten of a judging is written anew, but for what it got.
  void check_forgotten() {
    Rows rows = context_.database.query(
        "SELECT j.id, COALESCE(j.verdict, ''), COALESCE(j.score, ''), COALESCE(j.digest, ''), "
        "COALESCE((SELECT a.body FROM audit a WHERE a.submission = j.submission AND a.judging = "
        "j.id AND a.kind IN ('judged', 'judged as preview') ORDER BY a.seq DESC LIMIT 1), '') "
        "FROM judgings j WHERE j.state = 'done' AND j.id IN (SELECT judging FROM audit WHERE kind "
        "= 'judging forgotten')");
    Id id = 0;
    std::string verdict;
    std::string score;
    std::string digest;
    for (std::string body; rows.next(id, verdict, score, digest, body);) {
      const json said = parsed(body);
      const auto is_so = [&](const char* name, const std::string& value) {
        return !said.contains(name) || field(said, name) == value;
      };
      if (!said.is_object() || field(said, "verdict") != verdict || !is_so("score", score) ||
          !is_so("digest", digest))
        damage("judgings", std::to_string(id),
               "was forgotten, and hasn't the verdict, score or digest that it got");
    }
  }

  void check_previews() {
    Rows rows = context_.database.query(
        "SELECT j.id, j.preview FROM judgings j LEFT JOIN rejudges r ON r.id = j.rejudge WHERE "
        "j.state = 'done' AND j.preview <> CASE WHEN j.rejudge IS NULL OR r.state = 'applied' THEN "
        "0 ELSE 1 END");
    Id id = 0;
    std::int64_t preview = 0;
    while (rows.next(id, preview))
      damage("judgings", std::to_string(id),
             preview != 0 ? "counts as a preview, and its rejudge was applied, or there is none"
                          : "counts, though its rejudge was not applied");
  }

  void check_gone() {
    struct Gone {
      std::string_view sql;
      const char* table;
      const char* what;
    };
    constexpr Gone kAll[] = {
        {"SELECT DISTINCT a.judging FROM audit a LEFT JOIN judgings j ON j.id = a.judging WHERE "
         "a.kind IN ('judged', 'judged as preview') AND (j.id IS NULL OR j.state <> 'done')",
         "judgings", "was recorded, as the audit log says, and isn't there any more"},
        {"SELECT DISTINCT a.submission FROM audit a LEFT JOIN submissions s ON s.id = a.submission "
         "WHERE a.kind = 'received' AND s.id IS NULL",
         "submissions", "came, as the audit log says, and isn't there any more"},
        {"SELECT DISTINCT a.submission FROM audit a LEFT JOIN refused_submissions s ON s.id = "
         "a.submission WHERE a.kind = 'not taken' AND s.id IS NULL",
         "refused_submissions", "came, as the audit log says, and isn't there any more"},
        {"SELECT s.id FROM submissions s WHERE NOT EXISTS (SELECT 1 FROM judgings j WHERE "
         "j.submission = s.id)",
         "submissions", "was queued, and has no judging any more"}};
    for (const auto& gone : kAll) {
      Rows rows = context_.database.query(gone.sql);
      for (Id id = 0; rows.next(id);) damage(gone.table, std::to_string(id), gone.what);
    }
  }

  // Tables with few rows, by what the newest entry says of each.
  void check_named() {
    struct Named {
      const char* table;
      const char* field;
      const char* kinds;  // as in SQL
    };
    constexpr Named kAll[] = {
        {"batches", "batch", "'batch made'"},
        {"packages", "package", "'package imported'"},
        {"problems", "problem", "'package imported'"},
        {"policies", "policy", "'policy first used'"},
        {"runtimes", "runtime", "'runtime first used', 'runtime files kept'"},
        {"programs", "program", "'validator built'"},
        {"rejudges", "rejudge",
         "'rejudge queued', 'rejudge applied', 'rejudge discarded', 'rejudge forgotten'"}};
    for (const auto& named : kAll) {
      const std::string sql =
          std::string("SELECT body FROM audit WHERE kind IN (") + named.kinds + ") ORDER BY seq";
      std::map<std::string, std::string> said;
      Rows rows(context_.database.stream(sql, {}));
      const bool is_problem = std::string_view(named.table) == "problems";
      for (std::string body; rows.next(body);) {
        const json entry = parsed(body);
        const auto key = entry.find(named.field);
        if (key == entry.end()) continue;
        said[key->is_string() ? key->get<std::string>() : key->dump()] =
            is_problem ? hash_of_row({field(entry, "problem"), field(entry, "package")})
                       : field(entry, "row");
      }
      compare(named.table, said);
    }
  }

  void compare(const std::string& name, std::map<std::string, std::string>& said) {
    const StoreTable& table = table_named(name);
    std::vector<StoreRow> there;
    each_row(context_.database, table, {}, [&](const StoreRow& row) { there.push_back({row[0]}); });
    for (const auto& key : there) {
      const auto row = find_row(context_.database, table, key[0]);
      const std::string id = key_in_words(table, *row);
      const std::string plain = std::holds_alternative<std::string>(key[0])
                                    ? std::get<std::string>(key[0])
                                    : std::to_string(std::get<std::int64_t>(key[0]));
      const auto entry = said.find(plain);
      const std::string found =
          name == "packages" ? hash_of_package(context_.database, plain) : hash_of_row(*row);
      if (entry == said.end()) {
        if (!context_.was_migrated)
          damage(name, id, "is there, and the audit log doesn't say since when");
      } else if (!entry->second.empty() && entry->second != found) {
        damage(name, id, "isn't what the audit log says that it is");
      }
      if (entry != said.end()) said.erase(entry);
    }
    const bool may_be_gone = context_.was_pruned && (name == "packages" || name == "programs");
    if (may_be_gone) return;
    for (const auto& [key, row] : said)
      damage(name, shown_name(key), "was there, as the audit log says, and isn't any more");
  }

  const PresenceContext& context_;
};

}  // namespace

void check_presence(const PresenceContext& context) { PresenceCheck(context).run(); }

}  // namespace assize
