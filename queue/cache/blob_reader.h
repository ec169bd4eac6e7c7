// Contents of a store, by way of this host's cache where there is one.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "queue/cache/blob_cache.h"

namespace assize {

class BlobReader {
 public:
  // Called once for each piece, one after the other: a store that others wait for is theirs in
  // between.
  using Piece = std::function<BlobPiece(const std::string& hash, std::int64_t number)>;
  // `store`: its name, for messages. `cache` may be null.
  BlobReader(std::string store, std::shared_ptr<BlobCache> cache, Piece piece)
      : store_(std::move(store)), cache_(std::move(cache)), piece_(std::move(piece)) {}

  // What its hash says, or DamagedItem; and what `piece` throws.
  std::string read(const std::string& hash, std::uint64_t size) const {
    const auto fetch = [&](const TakePiece& take) {
      each_piece(
          store_, hash, [&](std::int64_t number) { return piece_(hash, number); }, take);
    };
    if (cache_) return cache_->read(hash, size, fetch);
    std::string content;
    fetch([&](std::string_view piece) { content += piece; });
    return content;
  }

 private:
  std::string store_;
  std::shared_ptr<BlobCache> cache_;
  Piece piece_;
};

}  // namespace assize
