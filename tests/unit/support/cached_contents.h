// A cache in a directory of its own, and contents to be fetched into it.
#pragma once

#include <string>

#include "queue/cache/blob_cache.h"
#include "storage/base/sha256.h"
#include "tests/unit/support/temporary_directory.h"

namespace assize::test {

// What a store would give: a content of `size` bytes that no other number has.
struct CachedContent {
  explicit CachedContent(int number, std::size_t size = 4096) {
    while (bytes.size() < size) bytes += sha256_hex(std::to_string(number) + bytes);
    bytes.resize(size);
    hash = sha256_hex(bytes);
  }
  std::string bytes;
  std::string hash;
};

// One process, or one of several, with a cache.
struct CachingProcess {
  CachingProcess(const std::string& directory, std::uint64_t most)
      : cache(directory, most, [this](const std::string& text) { messages += text + "\n"; }) {}

  // Piece by piece; `after_piece` is called behind each.
  std::string read(const CachedContent& content, const std::function<void()>& after_piece = {}) {
    return cache.read(content.hash, content.bytes.size(), [&](const TakePiece& take) {
      constexpr std::size_t kPiece = 4096;
      for (std::size_t at = 0; at < content.bytes.size(); at += kPiece) {
        take(std::string_view(content.bytes).substr(at, kPiece));
        if (after_piece) after_piece();
      }
    });
  }

  std::string messages;
  BlobCache cache;
};

}  // namespace assize::test
