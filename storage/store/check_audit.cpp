// The audit log: all of its entries, each as it was written, and none that contradicts a judging.
#include <nlohmann/json.hpp>
#include <string>

#include "storage/base/sha256.h"
#include "storage/store/check_parts.h"

namespace assize {

namespace {

struct Entry {
  std::int64_t seq = 0;
  std::string kind;
  std::string body;
  std::string digest;
  // Of the judging that it is about, if that is there and done.
  std::optional<std::string> judged_verdict;
  std::optional<std::string> judged_digest;
};

// Where numbers are missing although nothing is. A copy keeps the numbers.
bool may_have_gaps(const StoreCheckContext& check) {
  if (check.database.leaves_gaps()) return true;
  std::int64_t one = 0;
  return check.database.find("SELECT 1 FROM audit WHERE kind = 'copied' LIMIT 1", {}, one);
}

void check_gap(const StoreCheckContext& check, std::int64_t last, const Entry& entry,
               bool is_normal) {
  if (entry.seq == last + 1) return;
  const std::string missing = entry.seq == last + 2 ? "entry " + std::to_string(last + 1)
                                                    : "entries " + std::to_string(last + 1) +
                                                          " to " + std::to_string(entry.seq - 1);
  if (is_normal)
    check.report({StoreFinding::Kind::note, "audit", std::to_string(entry.seq),
                  "there is no " + missing + " before it",
                  "nothing: on PostgreSQL a transaction that was rolled back leaves such a gap"});
  else
    check.report({StoreFinding::Kind::damage, "audit", std::to_string(entry.seq),
                  missing + " before it: missing", kRestore});
}

void check_entry(const StoreCheckContext& check, const Entry& entry) {
  const auto report = [&](const std::string& what) {
    check.report({StoreFinding::Kind::damage, "audit", std::to_string(entry.seq), what, kRestore});
  };
  if (sha256_hex(entry.body) != entry.digest) return report("is not what its digest says");
  const auto body = nlohmann::json::parse(entry.body, nullptr, false);
  if (!body.is_object()) return report("isn't a JSON object");
  if (!entry.kind.starts_with("judged") || !entry.judged_digest) return;
  const auto says = [&](const char* field) {
    const auto found = body.find(field);
    return found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  if (says("verdict") != entry.judged_verdict.value_or("") ||
      says("digest") != *entry.judged_digest)
    report("the judging has another verdict or digest than this entry says that it got");
}

}  // namespace

void check_audit(const StoreCheckContext& check) {
  const bool is_normal = may_have_gaps(check);
  {
    Rows rows = check.database.stream(
        "SELECT a.seq, a.kind, a.body, a.digest, j.verdict, j.digest FROM audit a LEFT JOIN "
        "judgings j ON j.id = a.judging AND j.state = 'done' ORDER BY a.seq");
    Entry entry;
    std::int64_t last = 0;
    while (rows.next(entry.seq, entry.kind, entry.body, entry.digest, entry.judged_verdict,
                     entry.judged_digest)) {
      ++check.result.audit_entries;
      check_gap(check, last, entry, is_normal);
      check_entry(check, entry);
      last = entry.seq;
    }
  }
  Rows rows = check.database.stream(
      "SELECT id FROM judgings WHERE state = 'done' EXCEPT SELECT judging FROM audit WHERE "
      "kind IN ('judged', 'judged as preview')");
  for (std::int64_t id = 0; rows.next(id);)
    check.report({StoreFinding::Kind::damage, "judgings", std::to_string(id),
                  "is done, and the audit log doesn't say so", kRestore});
}

}  // namespace assize
