#include "storage/store/audit_verify.h"

#include <algorithm>
#include <map>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"
#include "storage/migrations/schema.h"
#include "storage/store/audit_log.h"
#include "storage/store/audit_records.h"
#include "storage/store/check_parts.h"

namespace assize {

namespace {

constexpr const char* kAppeal =
    "the log can't be trusted beyond what still holds: compare it with a backup, and with "
    "checkpoints kept elsewhere";
constexpr std::uint64_t kBlock = 256;  // entries of a tile of the lowest level

struct Expected {
  std::string name;
  TreeHash root{};
  bool is_outside = false;
};

class AuditCheck {
 public:
  AuditCheck(Database& database, const AuditWanted& wanted,
             const std::function<void(const StoreFinding&)>& visit)
      : database_(database), wanted_(wanted), visit_(visit) {}

  AuditResult run() {
    require_newest(database_);
    const Snapshot snapshot(database_);
    database_.find("SELECT count(*) FROM audit WHERE position IS NULL", {}, result_.unplaced);
    expect_given();
    expect_stored();
    read_tiles();
    begin();
    read_entries();
    check_rest();
    check_audited_rows(database_, first_, [this](const StoreFinding& finding) {
      ++(finding.kind == StoreFinding::Kind::damage ? result_.damages : result_.notes);
      visit_(finding);
    });
    result_.size = tree_.size();
    result_.root = tree_.root();
    return result_;
  }

 private:
  void damage(const std::string& row, const std::string& what, const char* advice = kAppeal) {
    ++result_.damages;
    visit_({StoreFinding::Kind::damage, "audit", row, what, advice});
  }

  // False: it says nothing, as it isn't signed as it must be.
  bool is_signed(const KeptCheckpoint& kept) {
    const auto& note = kept.note;
    bool is_by_key = wanted_.keys.empty();
    for (const auto& key : wanted_.keys) switch (check_signature(note, key)) {
        case NoteCheck::good:
          is_by_key = true;
          break;
        case NoteCheck::bad:
          damage(kept.name, "the signature of " + key.name + " isn't one of this checkpoint");
          return false;
        case NoteCheck::missing:
          break;
      }
    if (!is_by_key) {
      damage(kept.name, "is signed by none of the keys that were given");
      return false;
    }
    return std::all_of(wanted_.witnesses.begin(), wanted_.witnesses.end(), [&](const auto& key) {
      if (check_signature(note, key) == NoteCheck::good) return true;
      damage(kept.name, "isn't signed by the witness " + key.name);
      return false;
    });
  }

  void expect(const KeptCheckpoint& kept, bool is_outside) {
    if (!is_signed(kept)) return;
    try {
      const Checkpoint checkpoint = checkpoint_from_text(kept.note.text);
      expected_.emplace(checkpoint.size, Expected{kept.name, checkpoint.root, is_outside});
    } catch (const InputError& error) {
      damage(kept.name, error.what());
    }
  }

  void expect_given() {
    for (const auto& kept : wanted_.checkpoints) expect(kept, true);
  }

  // Whoever can write to the store can change these: witnesses are asked for by the others only.
  void expect_stored() {
    Rows rows = database_.query("SELECT size, note FROM audit_checkpoints ORDER BY size");
    std::int64_t size = 0;
    std::string note;
    while (rows.next(size, note)) {
      const std::string name = "checkpoint of " + std::to_string(size);
      try {
        const Checkpoint checkpoint = checkpoint_from_text(note_from_text(note).text);
        if (std::cmp_not_equal(checkpoint.size, size))
          damage(name, "is one of " + std::to_string(checkpoint.size) + " entries");
        for (const auto& key : wanted_.keys)
          if (check_signature(note_from_text(note), key) == NoteCheck::bad)
            damage(name, "the signature of " + key.name + " isn't one of this checkpoint");
        expected_.emplace(checkpoint.size,
                          Expected{name + " in the store", checkpoint.root, false});
      } catch (const InputError& error) {
        damage(name, error.what());
      }
    }
  }

  void read_tiles() {
    Rows rows = database_.query("SELECT number, hash FROM audit_tiles WHERE level = 8");
    std::uint64_t number = 0;
    std::string hash;
    while (rows.next(number, hash)) tiles_[number] = hash;
  }

  void begin() {
    if (!wanted_.verified || !is_signed(*wanted_.verified)) return;
    const Checkpoint before = checkpoint_from_text(wanted_.verified->note.text);
    AuditTree kept(database_);
    if (before.size > kept.size()) {  // said by check_rest()
      expected_.emplace(before.size, Expected{wanted_.verified->name, before.root, true});
      return;
    }
    GrowingTree tree = kept.first(before.size);
    if (tree.root() != before.root) {
      damage(wanted_.verified->name,
             "the first " + std::to_string(before.size) +
                 " entries, or what is kept of their tree, aren't those that were verified: all "
                 "are read");
      return;
    }
    tree_ = std::move(tree);
    result_.covered = before.size;
  }

  void read_entries() {
    first_ = tree_.size();
    const Parameter parameters[] = {{":first", first_}};
    Rows rows(database_.stream("SELECT " ASSIZE_AUDIT_COLUMNS
                               " FROM audit a WHERE a.position >= :first ORDER BY a.position",
                               parameters));
    GrowingTree block;
    check_tree();
    for (AuditEntry entry; next_entry(rows, entry);) {
      ++result_.entries;
      check_place(entry);
      if (sha256_hex(entry.body) != entry.digest)
        damage(std::to_string(entry.seq), "is not what its digest says");
      const TreeHash leaf = leaf_hash(entry.text());
      tree_.add(leaf);
      block.add(leaf);
      if (tree_.size() % kBlock == 0) {
        if (block.size() == kBlock) check_tile(tree_.size() / kBlock - 1, block.root());
        block = {};
      }
      check_tree();
    }
  }

  void check_place(const AuditEntry& entry) {
    const auto place = static_cast<std::uint64_t>(entry.position.value_or(0));
    if (place == tree_.size() + shift_) return;
    if (place < tree_.size() + shift_) {
      damage(std::to_string(entry.seq), "its place " + std::to_string(place) + " is another one's");
      --shift_;
    } else {
      damage("place " + std::to_string(tree_.size() + shift_),
             "missing: the next entry is at place " + std::to_string(place));
      shift_ = place - tree_.size();
    }
  }

  void check_tile(std::uint64_t number, const TreeHash& root) {
    const auto kept = tiles_.find(number);
    if (kept == tiles_.end() || kept->second == base64(bytes_of(root))) return;
    damage("places " + std::to_string(number * kBlock) + " to " +
               std::to_string((number + 1) * kBlock - 1),
           "aren't what the store keeps as the hash of these entries");
  }

  void check_tree() {
    const auto [begin, end] = expected_.equal_range(tree_.size());
    if (begin == end) return;
    const TreeHash root = tree_.root();
    for (auto one = begin; one != end; ++one)
      if (one->second.root == root) {
        if (one->second.is_outside) result_.covered = std::max(result_.covered, tree_.size());
        good_ = std::max(good_, tree_.size());
      } else {
        damage(one->second.name, "the first " + std::to_string(tree_.size()) +
                                     " entries aren't those that it is of; up to " +
                                     std::to_string(good_) +
                                     " they are what other checkpoints say");
      }
  }

  void check_rest() {
    for (const auto& [size, one] : expected_)
      if (size > tree_.size())
        damage(one.name, "the log had " + std::to_string(size) + " entries, and has " +
                             std::to_string(tree_.size()) +
                             ": its end was cut off, or the store is an older copy");
  }

  Database& database_;
  const AuditWanted& wanted_;
  const std::function<void(const StoreFinding&)>& visit_;
  AuditResult result_;
  GrowingTree tree_;
  std::uint64_t first_ = 0;  // place that was read
  std::uint64_t shift_ = 0;  // how far places are ahead of the tree, by entries that are missing
  std::uint64_t good_ = 0;
  std::multimap<std::uint64_t, Expected> expected_;  // by size
  std::map<std::uint64_t, std::string> tiles_;       // of the lowest level
};

}  // namespace

AuditResult verify_audit(Database& database, const AuditWanted& wanted,
                         const std::function<void(const StoreFinding&)>& visit) {
  return AuditCheck(database, wanted, visit).run();
}

}  // namespace assize
