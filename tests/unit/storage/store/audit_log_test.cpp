#include "storage/store/audit_log.h"

#include <nlohmann/json.hpp>

#include "storage/base/sha256.h"
#include "storage/store/audit_verify.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/stores.h"

namespace assize {
namespace {

using nlohmann::json;
using std::string;

void add_entries(Database& database, int count) {
  Transaction transaction(database);
  for (int i = 0; i < count; ++i)
    append_to_audit(database, "tested", std::nullopt, std::nullopt, json{{"number", i}});
  order_audit(database);
  transaction.commit();
}

std::vector<AuditEntry> entries_of(Database& database) {
  std::vector<AuditEntry> all;
  Rows rows = database.query("SELECT " ASSIZE_AUDIT_COLUMNS " FROM audit a ORDER BY a.position");
  for (AuditEntry entry; next_entry(rows, entry);) all.push_back(entry);
  return all;
}

SignedNote checkpoint_of(Database& database, const NoteSigner& signer) {
  Transaction transaction(database);
  SignedNote note = make_checkpoint(database, signer);
  transaction.commit();
  return note;
}

struct Verified {
  AuditResult result;
  string findings;
};

Verified verify(Database& database, const AuditWanted& wanted) {
  Verified found;
  found.result = verify_audit(database, wanted, [&](const StoreFinding& finding) {
    if (finding.kind == StoreFinding::Kind::damage)
      found.findings += finding.table + " " + finding.row + ": " + finding.what + "\n";
  });
  return found;
}

// Whoever has the file, or the database as its owner, can do without the triggers.
void drop_triggers(Database& database) {
  if (database.engine() == Database::Engine::sqlite)
    database.execute(
        "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DROP TRIGGER "
        "audit_no_replace");
  else
    database.execute(
        "DROP TRIGGER audit_no_update ON audit; DROP TRIGGER audit_no_change ON audit");
}

TEST_CASE("an entry is canonical JSON of all that the log says of it") {
  test::TestStore test;
  Database& database = test.store.database();
  {
    Transaction transaction(database);
    append_to_audit(database, "a \"kind\"\n", 7, 9,
                    json{{"z", nullptr}, {"a", "\u00e4\x01\"\\/"}, {"b", {1, -2, true}}});
    append_to_audit(database, "other", std::nullopt, std::nullopt, json::object());
    order_audit(database);
    transaction.commit();
  }
  const auto entries = entries_of(database);
  const AuditEntry& first = entries.at(entries.size() - 2);
  const string at = std::to_string(first.at);
  CHECK(first.text() ==
        "{\"at\":" + at +
            ",\"body\":{\"a\":\"\u00e4\\u0001\\\"\\\\/\",\"b\":[1,-2,true],\"z\":null},"
            "\"judging\":9,\"kind\":\"a \\\"kind\\\"\\n\",\"submission\":7}");
  CHECK(json::parse(first.text()).dump() == first.text());
  CHECK(entries.back().text() ==
        "{\"at\":" + std::to_string(entries.back().at) + ",\"body\":{},\"kind\":\"other\"}");
}

TEST_CASE("every entry has its place, and the tree is that of all of them in this order") {
  test::TestStore test;
  Database& database = test.store.database();
  for (const int more : {1, 254, 3, 300, 70}) {
    add_entries(database, more);
    if (more == 300) {
      Transaction transaction(database);
      AuditTree(database).keep_tiles();
      transaction.commit();
    }
  }
  GrowingTree grown;
  std::int64_t place = 0;
  AuditTree tree(database);
  for (const auto& entry : entries_of(database)) {
    REQUIRE(entry.position == place++);
    grown.add(leaf_hash(entry.text()));
    if (place % 37 == 0) CHECK(tree.root(grown.size()) == grown.root());
  }
  CHECK(tree.size() == grown.size());
  CHECK(tree.root() == grown.root());
  for (const std::uint64_t index : {0U, 255U, 256U, 511U, 600U}) {
    TreeHash root{};
    const auto leaf = leaf_hash(entries_of(database).at(index).text());
    REQUIRE(root_by_inclusion(leaf, index, tree.size(), tree.inclusion(index, tree.size()), root));
    CHECK(root == tree.root());
  }
  for (const std::uint64_t before : {1U, 256U, 300U, 512U})
    CHECK(is_consistent(before, tree.root(before), tree.size(), tree.root(),
                        tree.consistency(before, tree.size())));
}

TEST_CASE("nothing of an entry can be changed through SQL, but its place, once") {
  test::TestStore test;
  Database& database = test.store.database();
  add_entries(database, 3);
  for (const char* sql :
       {"UPDATE audit SET body = '{}' WHERE seq = 2", "UPDATE audit SET at = 1 WHERE seq = 2",
        "UPDATE audit SET kind = 'x' WHERE seq = 2",
        "UPDATE audit SET submission = 1 WHERE seq = 2",
        "UPDATE audit SET position = 17 WHERE seq = 2", "UPDATE audit SET position = NULL",
        "DELETE FROM audit WHERE seq = 3"})
    CHECK_THROWS_WITH(database.execute(sql), test::Contains("append-only"));
}

TEST_CASE("a sound log is found sound, and a checkpoint says how far that is sure") {
  test::TestStore test;
  Database& database = test.store.database();
  const NoteSigner signer = make_signer("judge.example");
  add_entries(database, 600);
  const SignedNote note = checkpoint_of(database, signer);
  const auto size = checkpoint_from_text(note.text).size;
  add_entries(database, 10);
  auto [result, findings] =
      verify(database, {.checkpoints = {{"kept", note}}, .keys = {signer.verifier}});
  CHECK(findings == "");
  CHECK(result.covered == size);
  CHECK(result.size == size + 10);
  CHECK(result.entries == size + 10);
  // Going on from what was verified: the same root, and only new entries are read.
  const auto later =
      verify(database, {.keys = {signer.verifier}, .verified = KeptCheckpoint{"kept", note}});
  CHECK(later.findings == "");
  CHECK(later.result.entries == 10);
  CHECK(later.result.root == result.root);
}

// What is found after `sql` was done to a log of 600 entries of which there is a checkpoint.
string found_after(const string& sql) {
  test::TestStore test;
  Database& database = test.store.database();
  const NoteSigner signer = make_signer("judge.example");
  add_entries(database, 600);
  const AuditWanted wanted{.checkpoints = {{"kept", checkpoint_of(database, signer)}},
                           .keys = {signer.verifier}};
  REQUIRE(verify(database, wanted).findings.empty());
  drop_triggers(database);
  database.execute(sql);
  return verify(database, wanted).findings;
}

TEST_CASE("whatever is done to the log before a checkpoint is found, and where") {
  const string digest = sha256_hex("{\"number\":17}");
  const std::pair<string, const char*> cases[] = {
      {"UPDATE audit SET body = '{\"number\":17}' WHERE seq = 300",
       "audit 300: is not what its digest says"},
      {"UPDATE audit SET body = '{\"number\":17}', digest = '" + digest + "' WHERE seq = 300",
       "audit places 256 to 511: aren't what"},
      {"UPDATE audit SET at = at + 1 WHERE seq = 300", "audit kept: the first"},
      {"UPDATE audit SET kind = 'judged' WHERE seq = 1", "audit kept: the first"},
      {"UPDATE audit SET submission = 1 WHERE seq = 550", "audit kept: the first"},
      {"UPDATE audit SET judging = 1 WHERE seq = 550", "audit kept: the first"},
      {"DELETE FROM audit WHERE seq = 300", "missing: the next entry is at place"},
      {"DELETE FROM audit WHERE seq >= 590", "its end was cut off, or the store is an older copy"},
      {"UPDATE audit SET position = 5000 WHERE seq = 300; UPDATE audit SET position = 299 WHERE "
       "seq "
       "= 301; UPDATE audit SET position = 300 WHERE seq = 300",
       "audit kept: the first"},
      {"UPDATE audit SET position = position + 1000 WHERE seq = 400", "missing"}};
  for (const auto& [sql, found] : cases) {
    INFO(sql);
    CHECK_THAT(found_after(sql), test::Contains(found));
  }
}

TEST_CASE("a checkpoint that isn't signed as it must be is said, and counts for nothing") {
  test::TestStore test;
  Database& database = test.store.database();
  const NoteSigner signer = make_signer("judge.example");
  const NoteSigner other = make_signer("judge.example");
  add_entries(database, 5);
  const SignedNote note = checkpoint_of(database, other);
  const auto verified =
      verify(database, {.checkpoints = {{"kept", note}}, .keys = {signer.verifier}});
  CHECK_THAT(verified.findings, test::Contains("kept: is signed by none of the keys"));
  CHECK(verified.result.covered == 0);
  const auto witnessed =
      verify(database, {.checkpoints = {{"kept", note}}, .witnesses = {signer.verifier}});
  CHECK_THAT(witnessed.findings, test::Contains("isn't signed by the witness judge.example"));
}

}  // namespace
}  // namespace assize
