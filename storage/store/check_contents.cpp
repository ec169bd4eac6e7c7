// Contents under their hashes: blobs, sources, policies.
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/records/source.h"
#include "storage/store/blob_pieces.h"
#include "storage/store/check_parts.h"

namespace assize {

namespace {

// Blobs that are kept in pieces, and their sizes.
using InPieces = std::map<std::string, std::int64_t>;

void check_content(const StoreCheckContext& check, const std::string& hash, std::int64_t size,
                   std::int64_t there, const std::string& hash_there) {
  ++check.result.blobs;
  check.result.blob_bytes += there;
  if (there != size)
    check.report({StoreFinding::Kind::damage, "blobs", hash,
                  "its size is " + std::to_string(there) + " bytes, not " + std::to_string(size),
                  kRestore});
  else if (hash_there != hash)
    check.report(
        {StoreFinding::Kind::damage, "blobs", hash, "is not what its hash says", kRestore});
}

// One blob after the other, of which a piece at a time is in memory.
class Pieces {
 public:
  Pieces(const StoreCheckContext& check, InPieces blobs) : check_(check), left_(std::move(blobs)) {}

  void add(const std::string& blob, std::int64_t number, const std::string& content) {
    if (blob != hash_) end_blob();
    if (hash_.empty()) hash_ = blob;
    is_sound_ = is_sound_ && number == next_++;
    size_ += static_cast<std::int64_t>(content.size());
    sha_->add(content);
  }
  void end() {
    end_blob();
    for (const auto& [hash, size] : left_) check_content(check_, hash, size, 0, "");
  }

 private:
  void end_blob() {
    if (hash_.empty()) return;
    const std::string there = sha_->hex();
    if (const auto known = left_.find(hash_); known != left_.end()) {
      check_content(check_, hash_, known->second, size_, is_sound_ ? there : "");
      left_.erase(known);
    } else {
      check_.report({StoreFinding::Kind::damage, "blob_pieces", hash_,
                     "are of a blob that isn't kept in pieces", kRestore});
    }
    hash_.clear();
    sha_.emplace();
    next_ = 0;
    size_ = 0;
    is_sound_ = true;
  }

  const StoreCheckContext& check_;
  InPieces left_;
  std::string hash_;
  std::optional<Sha256> sha_{std::in_place};
  std::int64_t next_ = 0;
  std::int64_t size_ = 0;
  bool is_sound_ = true;
};

}  // namespace

void check_blobs(const StoreCheckContext& check) {
  InPieces in_pieces;
  {
    Rows rows = check.database.stream("SELECT hash, size, content FROM blobs");
    std::string hash;
    std::int64_t size = 0;
    std::string content;
    while (rows.next(hash, size, content))
      if (content.empty() && size > 0)
        in_pieces[hash] = size;
      else
        check_content(check, hash, size, static_cast<std::int64_t>(content.size()),
                      sha256_hex(content));
  }
  Pieces pieces(check, std::move(in_pieces));
  Rows rows =
      check.database.stream("SELECT blob, number, content FROM blob_pieces ORDER BY blob, number");
  std::string blob;
  std::int64_t number = 0;
  std::string content;
  while (rows.next(blob, number, content)) pieces.add(blob, number, content);
  pieces.end();
}

namespace {

// What is read of a source, file by file.
struct FoundSource {
  std::string hash;
  std::int64_t size = 0;
  Source source;
  bool has_sound_files = true;  // else that is said of the blob or of the reference
};

void check_source(const StoreCheckContext& check, const FoundSource& found, std::int64_t& pruned) {
  if (found.source.files.empty() && found.has_sound_files) {
    if (check.was_pruned)
      ++pruned;
    else if (!check.forgotten_sources.contains(found.hash))
      check.report({StoreFinding::Kind::damage, "sources", found.hash, "has no files", kRestore});
    return;
  }
  if (!found.has_sound_files) return;
  if (static_cast<std::int64_t>(found.source.size()) == found.size &&
      found.source.hash() == found.hash)
    return;
  check.report({StoreFinding::Kind::damage, "sources", found.hash,
                "its files aren't those that its hash and its size say", kRestore});
}

// One of which a file is kept in pieces, as a package has it, too, or as it is large.
void read_in_pieces(const StoreCheckContext& check, FoundSource& found) {
  std::vector<std::pair<std::string, std::string>> files;
  {
    Rows rows = check.database.query("SELECT path, blob FROM source_files WHERE source = :source",
                                     {{":source", found.hash}});
    for (std::pair<std::string, std::string> file; rows.next(file.first, file.second);)
      files.push_back(file);
  }
  try {
    for (const auto& [path, blob] : files)
      found.source.files[path] = read_blob(check.database, blob);
  } catch (const DamagedItem&) {
    found.has_sound_files = false;
  }
}

}  // namespace

void check_sources(const StoreCheckContext& check) {
  std::vector<FoundSource> in_pieces;
  FoundSource now;
  bool is_in_pieces = false;
  std::int64_t pruned = 0;
  const auto end_source = [&] {
    if (is_in_pieces)
      in_pieces.push_back({now.hash, now.size, {}, true});
    else if (!now.hash.empty())
      check_source(check, now, pruned);
    is_in_pieces = false;
  };
  {
    Rows rows = check.database.stream(
        "SELECT s.hash, s.size, f.path, f.blob, b.size, b.content FROM sources s LEFT JOIN "
        "source_files f ON f.source = s.hash LEFT JOIN blobs b ON b.hash = f.blob ORDER BY s.hash");
    std::string hash;
    std::int64_t size = 0;
    std::optional<std::string> path;
    std::string blob;
    std::int64_t blob_size = 0;
    std::optional<std::string> content;
    while (rows.next(hash, size, path, blob, blob_size, content)) {
      if (hash != now.hash) {
        end_source();
        now = {hash, size, {}, true};
      }
      if (!path) continue;
      if (content && content->empty() && blob_size > 0)
        is_in_pieces = true;
      else if (!content || sha256_hex(*content) != blob)
        now.has_sound_files = false;
      else
        now.source.files[*path] = std::move(*content);
    }
    end_source();
  }
  for (auto& source : in_pieces) {
    read_in_pieces(check, source);
    check_source(check, source, pruned);
  }
  if (pruned > 0)
    check.report({StoreFinding::Kind::note, "sources", "",
                  "the files of " + std::to_string(pruned) + " were pruned", "nothing"});
}

void check_policies(const StoreCheckContext& check) {
  Rows rows = check.database.stream("SELECT hash, content FROM policies");
  std::string hash;
  std::string content;
  while (rows.next(hash, content))
    if (sha256_hex(content) != hash)
      check.report(
          {StoreFinding::Kind::damage, "policies", hash, "is not what its hash says", kRestore});
}

}  // namespace assize
