#include "storage/store/blob_pieces.h"

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"

using namespace assize;
using namespace assize::test;

namespace {

// Larger than a piece, and each piece is another one.
std::string large_content(std::size_t size = 2 * kBlobPiece + 1000) {
  std::string content;
  content.reserve(size + 64);
  while (content.size() < size) content += sha256_hex(std::to_string(content.size()));
  content.resize(size);
  return content;
}

std::string damage_of(TestStore& test) {
  std::string all;
  check_store(test.store.database(), [&](const StoreFinding& finding) {
    if (finding.kind == StoreFinding::Kind::damage)
      all += finding.table + " " + finding.row + ": " + finding.what + "\n";
  });
  return all;
}

}  // namespace

TEST_CASE("what is larger than a piece is kept and read in pieces") {
  TestStore test;
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, kBlobPiece, kBlobPiece + 1,
                                 2 * kBlobPiece, 2 * kBlobPiece + 1000}) {
    INFO(size);
    const std::string content = large_content(size);
    Transaction transaction(test.store.database());
    const std::string hash = test.store.put_blob(content);
    CHECK(test.store.put_blob(content) == hash);
    transaction.commit();
    const std::size_t pieces = size <= kBlobPiece ? 1 : (size + kBlobPiece - 1) / kBlobPiece;
    std::string joined;
    for (std::size_t number = 0; number < pieces; ++number) {
      const BlobPiece piece = test.store.blob_piece(hash, static_cast<std::int64_t>(number));
      CHECK(piece.content.size() <= kBlobPiece);
      CHECK(piece.is_last == (number + 1 == pieces));
      joined += piece.content;
    }
    CHECK((joined == content));
    CHECK((test.store.blob(hash) == content));
  }
  CHECK(test.number("SELECT max(length(content)) FROM blob_pieces") == kBlobPiece);
  CHECK(test.number("SELECT max(length(content)) FROM blobs") == kBlobPiece);
}

TEST_CASE("a piece that is damaged or gone is no content") {
  TestStore test;
  const std::string hash = test.store.put_blob(large_content());
  CHECK_THROWS_AS(test.store.blob_piece("none", 0), DamagedItem);
  for (const char* damage :
       {"UPDATE blob_pieces SET content = substr(content, 2) WHERE number = 1",
        "DELETE FROM blob_pieces WHERE number = 2", "DELETE FROM blob_pieces WHERE number = 0"}) {
    INFO(damage);
    {
      Transaction undone(test.store.database());
      test.store.database().run(damage);
      CHECK_THROWS_AS(test.store.blob(hash), DamagedItem);
    }
    CHECK((test.store.blob(hash) == large_content()));
  }
}

TEST_CASE("a source may be kept in pieces, as a package has the same file") {
  TestStore test;
  const std::string content = large_content();
  test.store.put_blob(content);
  const std::string source = test.store.put_source({{{"main.py", content}, {"b.py", "b"}}});
  const Source read = test.store.source(source);
  CHECK((read.files.at("main.py") == content));
  CHECK(read.files.at("b.py") == "b");
  CHECK(damage_of(test).empty());
  test.store.database().run("UPDATE sources SET size = 5");
  CHECK(damage_of(test) ==
        "sources " + source + ": its files aren't those that its hash and its size say\n");
}

TEST_CASE("a check reads contents in pieces, and says what is wrong with them") {
  TestStore test;
  const std::string content = large_content();
  test.store.put_program("large", content);
  const std::string hash = sha256_hex(content);
  const auto findings = [&] { return damage_of(test); };
  CHECK(findings().empty());
  test.store.database().run("UPDATE blob_pieces SET number = 7 WHERE number = 1");
  CHECK(findings() == "blobs " + hash + ": is not what its hash says\n");
  test.store.database().run("DELETE FROM blob_pieces WHERE number = 7");
  CHECK(findings() == "blobs " + hash + ": its size is " +
                          std::to_string(content.size() - kBlobPiece) + " bytes, not " +
                          std::to_string(content.size()) + "\n");
  test.store.database().run("DELETE FROM blob_pieces");
  CHECK(findings() ==
        "blobs " + hash + ": its size is 0 bytes, not " + std::to_string(content.size()) + "\n");
  test.store.database().run(
      "INSERT INTO blob_pieces (blob, number, content) SELECT max(hash), 0, :piece FROM blobs "
      "WHERE size < 100",
      {{":piece", Blob{"x"}}});
  CHECK(findings().find("are of a blob that isn't kept in pieces") != std::string::npos);
}
