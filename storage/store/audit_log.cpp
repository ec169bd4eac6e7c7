#include "storage/store/audit_log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"

namespace assize {

namespace {

constexpr int kTileLevel = 8;  // and multiples of it
constexpr int kHighestLevel = 24;
constexpr std::uint64_t kTileSize = 1U << kTileLevel;

// Throws what nlohmann does for a text that isn't UTF-8: then the act isn't recorded, either.
std::string canonical(const nlohmann::json& body) {
  if (!body.is_object())
    throw StoreError(StoreError::Kind::lasting, "an audit entry isn't a JSON object");
  return body.dump();
}

}  // namespace

std::string AuditEntry::text() const {
  std::string text = R"({"at":)" + std::to_string(at) + R"(,"body":)" + body;
  if (judging) text += R"(,"judging":)" + std::to_string(*judging);
  text += R"(,"kind":)" + nlohmann::json(kind).dump();
  if (submission) text += R"(,"submission":)" + std::to_string(*submission);
  return text + "}";
}

bool next_entry(Rows& rows, AuditEntry& entry) {
  return rows.next(entry.seq, entry.position, entry.at, entry.kind, entry.submission, entry.judging,
                   entry.body, entry.digest);
}

void append_to_audit(Database& database, const std::string& kind, std::optional<Id> submission,
                     std::optional<Id> judging, const nlohmann::json& body) {
#define ASSIZE_APPEND                                                          \
  "INSERT INTO audit (at, kind, submission, judging, body, digest, position) " \
  "VALUES (assize_now(), :kind, :submission, :judging, :body, :digest, "
  const std::string text = canonical(body);
  const std::string digest = sha256_hex(text);
  const std::string_view sql = database.has_many_writers() ? ASSIZE_APPEND "NULL)"
                                                           : ASSIZE_APPEND
                                   "(SELECT COALESCE(MAX(position) + 1, 0) FROM audit))";
  database.run_later(sql, {{":kind", kind},
                           {":submission", submission},
                           {":judging", judging},
                           {":body", text},
                           {":digest", digest}});
}

void append_to_audit(Database& database, const std::string& kind, const NewEntries& entries) {
#define ASSIZE_APPEND_ALL                                                      \
  "INSERT INTO audit (at, kind, submission, judging, body, digest, position) " \
  "SELECT assize_now(), kind, submission, NULL, body, digest, "
  constexpr auto kNumber = RowColumn::Type::number;
  const std::array columns{RowColumn{":kind"}, RowColumn{":submission", kNumber},
                           RowColumn{":body"}, RowColumn{":digest"}};
  std::vector<std::string> texts;
  texts.reserve(2 * entries.size());
  std::vector<Value> values;
  for (const auto& [submission, object] : entries) {
    const std::string& body = texts.emplace_back(canonical(object));
    const std::string& digest = texts.emplace_back(sha256_hex(body));
    values.insert(values.end(), {kind, submission, body, digest});
  }
  const std::string_view sql =
      database.has_many_writers() ? ASSIZE_APPEND_ALL "NULL FROM assize_rows"
                                  : ASSIZE_APPEND_ALL
          "(SELECT COALESCE(MAX(position) + 1, 0) FROM audit) FROM assize_rows";
  database.run_for_rows(sql, columns, values);
}

std::int64_t order_audit(Database& database) {
  std::int64_t one = 0;
  if (!database.find("SELECT 1 FROM audit WHERE position IS NULL LIMIT 1", {}, one)) return 0;
  database.lock_tables("audit_tiles");
  return database.run(
      "UPDATE audit SET position = placed.position FROM (SELECT seq, (SELECT "
      "COALESCE(MAX(position) "
      "+ 1, 0) FROM audit) + row_number() OVER (ORDER BY seq) - 1 AS position FROM audit WHERE "
      "position IS NULL) AS placed WHERE audit.seq = placed.seq");
}

AuditTree::AuditTree(Database& database) : database_(database) {
  database_.find("SELECT COALESCE(MAX(position) + 1, 0) FROM audit", {}, size_);
}

TreeHash AuditTree::root(std::uint64_t size) { return first(size).root(); }

GrowingTree AuditTree::first(std::uint64_t size) {
  std::vector<TreeHash> subtrees;
  std::uint64_t begin = 0;
  for (std::uint64_t rest = size; rest > 0; rest = size - begin) {
    const std::uint64_t width = std::bit_floor(rest);
    subtrees.push_back(full(begin, begin + width));
    begin += width;
  }
  return {size, std::move(subtrees)};
}

std::vector<TreeHash> AuditTree::inclusion(std::uint64_t index, std::uint64_t size) {
  return inclusion_proof(index, size, [this](auto begin, auto end) { return full(begin, end); });
}

std::vector<TreeHash> AuditTree::consistency(std::uint64_t before, std::uint64_t size) {
  return consistency_proof(before, size, [this](auto begin, auto end) { return full(begin, end); });
}

TreeHash AuditTree::full(std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t width = end - begin;
  if (width == 1) return leaf(begin);
  const int level = std::countr_zero(width);
  if (level % kTileLevel == 0 && level <= kHighestLevel)
    if (const auto kept = tile(level, begin >> static_cast<unsigned>(level))) return *kept;
  return node_hash(full(begin, begin + width / 2), full(begin + width / 2, end));
}

std::optional<TreeHash> AuditTree::tile(int level, std::uint64_t number) {
  std::string hash;
  if (!database_.find("SELECT hash FROM audit_tiles WHERE level = :level AND number = :number",
                      {{":level", level}, {":number", number}}, hash))
    return std::nullopt;
  return tree_hash_from_base64(hash);
}

const TreeHash& AuditTree::leaf(std::uint64_t position) {
  const std::uint64_t block = position / kTileSize;
  if (block_leaves_.empty() || block_ != block) {
    block_ = block;
    block_leaves_.clear();
    Rows rows = database_.query("SELECT " ASSIZE_AUDIT_COLUMNS
                                " FROM audit a WHERE a.position >= :begin AND a.position < :end "
                                "ORDER BY a.position",
                                {{":begin", block * kTileSize}, {":end", (block + 1) * kTileSize}});
    for (AuditEntry entry; next_entry(rows, entry);)
      block_leaves_.push_back(leaf_hash(entry.text()));
  }
  const std::uint64_t place = position % kTileSize;
  if (place >= block_leaves_.size())
    throw DamagedItem("the audit log has no entry at place " + std::to_string(position));
  return block_leaves_[place];
}

void AuditTree::keep_tiles() {
  for (int level = kTileLevel; level <= kHighestLevel; level += kTileLevel) {
    std::uint64_t number = 0;
    database_.find("SELECT COALESCE(MAX(number) + 1, 0) FROM audit_tiles WHERE level = :level",
                   {{":level", level}}, number);
    const std::uint64_t width = std::uint64_t{1} << static_cast<unsigned>(level);
    for (; (number + 1) * width <= size_; ++number)
      database_.run(
          "INSERT INTO audit_tiles (level, number, hash) VALUES (:level, :number, :hash) ON "
          "CONFLICT (level, number) DO NOTHING",
          {{":level", level},
           {":number", number},
           {":hash", base64(bytes_of(full(number * width, (number + 1) * width)))}});
  }
}

SignedNote make_checkpoint(Database& database, const NoteSigner& signer) {
  order_audit(database);
  AuditTree tree(database);
  tree.keep_tiles();
  SignedNote note{Checkpoint{signer.verifier.name, tree.size(), tree.root()}.text(), {}};
  sign(note, signer);
  database.run(
      "INSERT INTO audit_checkpoints (size, note, at) VALUES (:size, :note, assize_now()) ON "
      "CONFLICT (size) DO UPDATE SET note = :note",
      {{":size", tree.size()}, {":note", note.written()}});
  return note;
}

std::optional<SignedNote> kept_checkpoint(Database& database, std::uint64_t size) {
  std::string note;
  if (!database.find(
          "SELECT note FROM audit_checkpoints WHERE size >= :size ORDER BY size DESC LIMIT 1",
          {{":size", size}}, note))
    return std::nullopt;
  return note_from_text(note);
}

// What can be asked of the database is; the rest is looked at here, as it is seldom wanted.
void each_audit_entry(Database& database, const AuditFilter& filter,
                      const std::function<void(const AuditEntry&)>& visit) {
  const Snapshot snapshot(database);
  const Parameter parameters[] = {{":submission", filter.submission.value_or(0)},
                                  {":any", !filter.submission.has_value()},
                                  {":since", filter.since.value_or(0)}};
  Rows rows(database.stream("SELECT " ASSIZE_AUDIT_COLUMNS
                            " FROM audit a WHERE (:any = 1 OR a.submission = :submission) AND "
                            "a.at >= :since ORDER BY a.position IS NULL, a.position, a.seq",
                            parameters));
  const auto& kinds = filter.kinds;
  const std::string policy = R"("policy":")" + filter.policy;
  const std::string problem = R"("problem":)" + nlohmann::json(filter.problem).dump();
  for (AuditEntry entry; next_entry(rows, entry);) {
    if (!kinds.empty() && std::find(kinds.begin(), kinds.end(), entry.kind) == kinds.end())
      continue;
    if (!filter.problem.empty() && entry.body.find(problem) == std::string::npos) continue;
    if (!filter.policy.empty() && entry.body.find(policy) == std::string::npos) continue;
    visit(entry);
  }
}

std::optional<AuditEntry> judged_entry(Database& database, Id submission, Id judging) {
  Rows rows = database.query(
      "SELECT " ASSIZE_AUDIT_COLUMNS
      " FROM audit a WHERE a.submission = :submission AND a.judging = :judging AND a.kind IN "
      "('judged', 'judged as preview') ORDER BY a.position DESC LIMIT 1",
      {{":submission", submission}, {":judging", judging}});
  AuditEntry entry;
  if (!next_entry(rows, entry)) return std::nullopt;
  return entry;
}

std::optional<AuditEntry> received_entry(Database& database, Id submission) {
  Rows rows = database.query("SELECT " ASSIZE_AUDIT_COLUMNS
                             " FROM audit a WHERE a.submission = :submission AND a.kind IN "
                             "('received', 'not taken') ORDER BY a.position LIMIT 1",
                             {{":submission", submission}});
  AuditEntry entry;
  if (!next_entry(rows, entry)) return std::nullopt;
  return entry;
}

LogProof prove_entry(Database& database, const AuditEntry& entry, const SignedNote& note) {
  const Checkpoint checkpoint = checkpoint_from_text(note.text);
  AuditTree tree(database);
  if (!entry.position || static_cast<std::uint64_t>(*entry.position) >= checkpoint.size)
    throw InputError("the entry is not in this checkpoint yet: make a new one");
  if (checkpoint.size > tree.size() || tree.root(checkpoint.size) != checkpoint.root)
    throw InputError("is no checkpoint of this log as it is now: see assize audit verify");
  const auto index = static_cast<std::uint64_t>(*entry.position);
  return {entry.text(), index, tree.inclusion(index, checkpoint.size), note};
}

}  // namespace assize
