#include "storage/store/roles.h"

#include <algorithm>
#include <cctype>

#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

struct Right {
  const char* role;
  const char* what;
  const char* tables;
};

constexpr const char* kHandIns =
    "hand_in_ids, batches, sources, source_files, blobs, blob_pieces, submissions, "
    "refused_submissions, staged_hand_ins, staged_rows, judgings, turns, clocks, audit";

// https://www.postgresql.org/docs/15/ddl-priv.html. ON CONFLICT and RETURNING need SELECT on their
// columns, LOCK TABLE needs UPDATE; what foreign keys look up, they look up as the owner.
constexpr Right kRights[] = {
    // Leases, records, keeps what hosts say of themselves, admits what is staged.
    {"worker", "INSERT", kHandIns},
    {"worker", "INSERT",
     "runs, group_results, policies, runtimes, programs, failed_tries, finished_counts, workers, "
     "audit_tiles, audit_checkpoints"},
    {"worker", "UPDATE", "judgings, turns, clocks, workers, finished_counts, staged_hand_ins"},
    {"worker", "UPDATE (handed_in_at, further)", "submissions, refused_submissions"},
    {"worker", "UPDATE (files)", "runtimes"},
    {"worker", "UPDATE (position)", "audit"},
    {"worker", "UPDATE", "audit_tiles"},
    {"worker", "UPDATE (note)", "audit_checkpoints"},
    {"worker", "DELETE", "workers, failed_tries, finished_counts, staged_hand_ins, staged_rows"},
    // Hands in. What programs wrote, tests and answers it can't read.
    {"submitter", "SELECT",
     "assize_schema, hand_ins, problems, packages, package_files, package_statements, hand_in_ids, "
     "batches, "
     "sources, source_files, submissions, refused_submissions, staged_hand_ins, staged_rows, "
     "turns, "
     "clocks"},
    {"submitter", "SELECT (hash, size)", "blobs"},
    {"submitter",
     "SELECT (id, submission, package, state, priority, turn, queued_at, finished_at, verdict, "
     "reason_class, failures, expiries, not_before, lease_owner, lease_expires, rejudge, replaces, "
     "preview, leased_at, slot_ms)",
     "judgings"},
    {"submitter", "INSERT", kHandIns},
    {"submitter", "UPDATE", "turns, clocks, staged_hand_ins"},
    {"submitter", "UPDATE (handed_in_at, further)", "submissions, refused_submissions"},
    {"submitter", "DELETE", "staged_hand_ins, staged_rows"},
    // Checks the log, and signs it.
    {"auditor", "INSERT", "audit_tiles, audit_checkpoints"},
    {"auditor", "UPDATE", "audit_tiles"},
    {"auditor", "UPDATE (note)", "audit_checkpoints"},
    {"auditor", "UPDATE (position)", "audit"},
};
// These read all of it.
constexpr const char* kReaders[] = {"worker", "reader", "auditor"};
constexpr const char* kRoles[] = {"worker", "submitter", "reader", "auditor"};

bool is_plain_name(const std::string& name) {
  return !name.empty() && name.size() <= 40 &&
         std::isdigit(static_cast<unsigned char>(name[0])) == 0 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return (std::isalnum(c) != 0 && std::isupper(c) == 0) || c == '_';
         });
}

}  // namespace

std::vector<std::string> make_roles(Database& database, const std::string& prefix) {
  if (database.engine() != Database::Engine::postgresql)
    throw InputError(
        "--roles: only a store in PostgreSQL has roles; a SQLite store is all its file's owner's");
  if (!is_plain_name(prefix))
    throw InputError("--roles: begin the roles' names with small letters, digits and '_', not '" +
                     clean_line(prefix, 60) + "'");
  std::string schema;
  database.find("SELECT quote_ident(CAST(current_schema() AS TEXT))", {}, schema);
  const std::string all = " ALL TABLES IN SCHEMA " + schema;
  Transaction transaction(database);
  std::vector<std::string> names;
  for (const std::string role : kRoles) {
    const std::string& name = names.emplace_back(prefix + "_" + role);
    std::int64_t one = 0;
    if (!database.find("SELECT 1 FROM pg_roles WHERE rolname = :name", {{":name", name}}, one))
      database.execute("CREATE ROLE " + name + " NOLOGIN");
    database.execute("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
    database.execute("REVOKE ALL ON" + all + " FROM " + name);
  }
  for (const std::string role : kReaders)
    database.execute("GRANT SELECT ON" + all + " TO " + prefix + "_" + role);
  for (const auto& right : kRights)
    database.execute(std::string("GRANT ") + right.what + " ON " + right.tables + " TO " + prefix +
                     "_" + right.role);
  transaction.commit();
  return names;
}

}  // namespace assize
