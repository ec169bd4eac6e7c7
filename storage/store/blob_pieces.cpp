#include "storage/store/blob_pieces.h"

#include <algorithm>
#include <optional>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

BlobPiece blob_piece(Database& database, const std::string& hash, std::int64_t number) {
  std::int64_t size = 0;
  std::string whole;
  std::optional<std::string> part;
  if (!database.find("SELECT b.size, b.content, p.content FROM blobs b LEFT JOIN blob_pieces p ON "
                     "p.blob = b.hash AND p.number = :number WHERE b.hash = :hash",
                     {{":number", number}, {":hash", hash}}, size, whole, part))
    throw DamagedItem("store " + shown_name(database.name()) + ": no blob " + hash);
  if (!part) return {number == 0 ? std::move(whole) : std::string(), true};
  const std::int64_t piece = kBlobPiece;
  return {std::move(*part), size - number * piece <= piece};
}

void each_piece(const std::string& store, const std::string& hash, const ReadPiece& read,
                const TakePiece& take) {
  Sha256 sha;
  BlobPiece piece;
  for (std::int64_t number = 0; !piece.is_last; ++number) {
    piece = read(number);
    sha.add(piece.content);
    take(piece.content);
  }
  if (sha.hex() != hash)
    throw DamagedItem("store " + shown_name(store) + ": blob " + hash +
                      " is not what its hash says");
}

std::string read_blob(Database& database, const std::string& hash) {
  std::string content;
  each_piece(
      database.name(), hash,
      [&](std::int64_t number) { return blob_piece(database, hash, number); },
      [&](std::string_view piece) { content += piece; });
  return content;
}

void put_blob_of(Database& database, const std::string& hash, std::string_view content) {
  constexpr std::string_view kInsert =
      "INSERT INTO blobs (hash, size, content) VALUES (:hash, :size, :content) "
      "ON CONFLICT (hash) DO NOTHING";
  if (content.size() <= kBlobPiece)
    return database.run_later(
        kInsert, {{":hash", hash}, {":size", content.size()}, {":content", Blob{content}}});
  // Who is the first to put it puts its pieces, too; whoever comes at the same time waits for it.
  if (database.run(kInsert, {{":hash", hash}, {":size", content.size()}, {":content", Blob{""}}}) ==
      0)
    return;
  for (std::int64_t number = 0; !content.empty(); ++number) {
    const std::string_view piece = content.substr(0, kBlobPiece);
    database.run("INSERT INTO blob_pieces (blob, number, content) VALUES (:blob, :number, :piece)",
                 {{":blob", hash}, {":number", number}, {":piece", Blob{piece}}});
    content.remove_prefix(piece.size());
  }
}

}  // namespace assize
