// Contents of blobs in pieces. What is larger than one is kept as rows of `blob_pieces`, and
// travels so between a store and whoever reads or writes it: a statement, its answer, and what a
// server makes of both are never larger than a piece.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "storage/engine/database.h"

namespace assize {

// Bytes of each but the last one. Released stores have pieces of this size (migration 0012).
constexpr std::size_t kBlobPiece = std::size_t{4} << 20U;

struct BlobPiece {
  std::string content;
  bool is_last = false;
};

// A piece of a blob; they count from 0. Throws DamagedItem if there is no such blob.
BlobPiece blob_piece(Database& database, const std::string& hash, std::int64_t number);

using ReadPiece = std::function<BlobPiece(std::int64_t number)>;
using TakePiece = std::function<void(std::string_view content)>;

// Reads one piece after the other, and gives them away as they come. Throws DamagedItem at the end
// if they aren't what the hash says; `store` is its name, for that message.
void each_piece(const std::string& store, const std::string& hash, const ReadPiece& read,
                const TakePiece& take);

// All of it: what its hash says, or DamagedItem.
std::string read_blob(Database& database, const std::string& hash);

// Puts a blob that isn't there yet. Within a transaction.
void put_blob_of(Database& database, const std::string& hash, std::string_view content);

}  // namespace assize
