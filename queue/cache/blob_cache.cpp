#include "queue/cache/blob_cache.h"

#include <algorithm>
#include <optional>

#include "storage/base/text.h"

namespace assize {

namespace {

// A content that another one has fetched may be gone again before it is read.
constexpr int kTries = 3;
// Of a size that a store says, so much is believed before anything has come.
constexpr std::uint64_t kMostReserved = 256ULL << 20U;

}  // namespace

BlobCache::BlobCache(const std::string& directory, std::uint64_t most_bytes,
                     std::function<void(const std::string&)> on_message)
    : folder_(directory, most_bytes), on_message_(std::move(on_message)) {}

void BlobCache::tell_once(const std::string& about, const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!told_.insert(about).second || !on_message_) return;
  on_message_("cache " + shown_name(folder_.path()) + ": " + text);
}

BlobCache::Counts BlobCache::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

std::string BlobCache::fetch_only(std::uint64_t size, const Fetch& fetch) {
  std::string content;
  content.reserve(std::min(size, kMostReserved));
  fetch([&](std::string_view piece) { content += piece; });
  const std::lock_guard lock(mutex_);
  ++counts_.fetched;
  counts_.fetched_bytes += content.size();
  return content;
}

std::string BlobCache::fetch_and_keep(std::uint64_t size, const Fetch& fetch,
                                      CacheFolder::Entry& entry) {
  std::string content = fetch_only(size, [&](const TakePiece& take) {
    fetch([&](std::string_view piece) {
      entry.write(piece);
      take(piece);
    });
  });
  if (!entry.keep())
    tell_once("write",
              "can't be written, so contents are fetched from the store again and again: "
              "is its disk full or failing?");
  return content;
}

std::string BlobCache::read(const std::string& hash, std::uint64_t size, const Fetch& fetch) {
  for (int tries = 0; tries < kTries; ++tries) {
    if (auto found = folder_.read(hash, size)) {
      if (!found->is_damaged) {
        const std::lock_guard lock(mutex_);
        ++counts_.found;
        counts_.found_bytes += size;
        return std::move(found->content);
      }
      tell_once(hash, hash +
                          " isn't what its hash says (a power failure or a failing disk leaves "
                          "such files): it is fetched anew from the store");
    }
    std::optional<CacheFolder::Entry> entry;
    switch (folder_.begin(hash, size, entry)) {
      case CacheFolder::Turn::ours:
        return fetch_and_keep(size, fetch, *entry);
      case CacheFolder::Turn::look:
        continue;
      case CacheFolder::Turn::none:
        tell_once("room", "can't keep " + hash + " (" + std::to_string(size) +
                              " bytes), so that is fetched from the store each time: it is larger "
                              "than the cache may be (--cache-size), the disk is full, or another "
                              "process that fetches it gets nowhere");
        return fetch_only(size, fetch);
    }
  }
  return fetch_only(size, fetch);
}

}  // namespace assize
