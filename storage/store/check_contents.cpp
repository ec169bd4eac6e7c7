// Contents under their hashes: blobs, sources, policies.
#include "storage/base/sha256.h"
#include "storage/records/source.h"
#include "storage/store/check_parts.h"

namespace assize {

void check_blobs(const StoreCheckContext& check) {
  Rows rows = check.database.stream("SELECT hash, size, content FROM blobs");
  std::string hash;
  std::int64_t size = 0;
  std::string content;
  while (rows.next(hash, size, content)) {
    const auto there = static_cast<std::int64_t>(content.size());
    ++check.result.blobs;
    check.result.blob_bytes += there;
    if (there != size)
      check.report({StoreFinding::Kind::damage, "blobs", hash,
                    "its size is " + std::to_string(there) + " bytes, not " + std::to_string(size),
                    kRestore});
    else if (sha256_hex(content) != hash)
      check.report(
          {StoreFinding::Kind::damage, "blobs", hash, "is not what its hash says", kRestore});
  }
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
    else
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

}  // namespace

void check_sources(const StoreCheckContext& check) {
  Rows rows = check.database.stream(
      "SELECT s.hash, s.size, f.path, f.blob, b.content FROM sources s LEFT JOIN source_files f ON "
      "f.source = s.hash LEFT JOIN blobs b ON b.hash = f.blob ORDER BY s.hash");
  FoundSource now;
  std::int64_t pruned = 0;
  std::string hash;
  std::int64_t size = 0;
  std::optional<std::string> path;
  std::string blob;
  std::optional<std::string> content;
  while (rows.next(hash, size, path, blob, content)) {
    if (hash != now.hash) {
      if (!now.hash.empty()) check_source(check, now, pruned);
      now = {hash, size, {}, true};
    }
    if (!path) continue;
    if (!content || sha256_hex(*content) != blob)
      now.has_sound_files = false;
    else
      now.source.files[*path] = std::move(*content);
  }
  if (!now.hash.empty()) check_source(check, now, pruned);
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
