// Contents under their hashes, and what is made of them: sources, built validators.
#include <array>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"
#include "storage/store/blob_pieces.h"
#include "storage/store/store.h"

namespace assize {

namespace {

// What the store gives under a hash. Of a source some file may be kept in pieces: one that a
// package has, too.
std::string checked(Database& database, const std::string& hash, std::string content) {
  return sha256_hex(content) == hash ? std::move(content) : read_blob(database, hash);
}

}  // namespace

std::string Store::put_blob(std::string_view content) {
  std::string hash = sha256_hex(content);
  put_blob_of(*database_, hash, content);
  return hash;
}

std::string Store::blob(const std::string& hash) { return read_blob(*database_, hash); }

BlobPiece Store::blob_piece(const std::string& hash, std::int64_t number) {
  return assize::blob_piece(*database_, hash, number);
}

void Store::put_program(const std::string& key, std::string_view content) {
  const std::string blob = put_blob(content);
  database_->run(
      "INSERT INTO programs (key, blob) VALUES (:key, :blob) "
      "ON CONFLICT (key) DO UPDATE SET blob = :blob",
      {{":key", key}, {":blob", blob}});
  audit("validator built", std::nullopt, std::nullopt,
        nlohmann::json{{"program", key}, {"row", hash_of_row({key, blob})}});
}

std::optional<StoredBlob> Store::program_blob(const std::string& key) {
  StoredBlob blob;
  if (!database_->find("SELECT b.hash, b.size FROM programs p JOIN blobs b ON b.hash = p.blob "
                       "WHERE p.key = :key",
                       {{":key", key}}, blob.hash, blob.size))
    return std::nullopt;
  return blob;
}

std::optional<std::string> Store::program(const std::string& key) {
  const auto found = program_blob(key);
  if (!found) return std::nullopt;
  return blob(found->hash);
}

std::string Store::put_source(const Source& source) {
  std::string hash = source.hash();
  put_source(hash, source);
  return hash;
}

void Store::put_source(const std::string& hash, const Source& source) {
  const auto added = database_->run(
      "INSERT INTO sources (hash, size) VALUES (:hash, :size) ON CONFLICT (hash) DO NOTHING",
      {{":hash", hash}, {":size", source.size()}});
  if (added == 0 && has_source(hash)) return;
  for (const auto& [path, content] : source.files)
    database_->run_later(
        "INSERT INTO source_files (source, path, blob) VALUES (:source, :path, :blob)",
        {{":source", hash}, {":path", path}, {":blob", put_blob(content)}});
}

// In the order of hashes: of two who put the same ones none waits for what the other has put.
void Store::put_sources(std::span<const Source* const> sources) {
  std::map<std::string, const Source*> missing;
  for (const Source* source : sources) missing.emplace(source->hash(), source);
  std::vector<std::string> hashes;
  for (const auto& [name, source] : missing) hashes.push_back(name);
  for (const auto& name : sources_there(hashes)) missing.erase(name);

  std::vector<Value> rows;
  std::map<std::string, std::string_view> blobs;
  std::vector<Value> files;
  for (const auto& [name, source] : missing) {
    rows.insert(rows.end(), {name, source->size()});
    for (const auto& [path, content] : source->files) {
      const auto& blob = *blobs.emplace(sha256_hex(content), content).first;
      files.insert(files.end(), {name, path, blob.first});
    }
  }
  const std::array source_columns{RowColumn{":hash"}, RowColumn{":size", RowColumn::Type::number}};
  database_->run_for_rows(
      "INSERT INTO sources (hash, size) SELECT hash, size FROM assize_rows WHERE TRUE "
      "ON CONFLICT (hash) DO NOTHING",
      source_columns, rows);
  rows.clear();
  for (const auto& [name, content] : blobs)
    rows.insert(rows.end(), {name, content.size(), Blob{content}});
  const std::array blob_columns{RowColumn{":hash"}, RowColumn{":size", RowColumn::Type::number},
                                RowColumn{":content", RowColumn::Type::bytes}};
  database_->run_for_rows(
      "INSERT INTO blobs (hash, size, content) SELECT hash, size, content FROM assize_rows "
      "WHERE TRUE ON CONFLICT (hash) DO NOTHING",
      blob_columns, rows);
  const std::array file_columns{RowColumn{":source"}, RowColumn{":path"}, RowColumn{":blob"}};
  database_->run_for_rows(
      "INSERT INTO source_files (source, path, blob) SELECT source, path, blob FROM assize_rows "
      "WHERE TRUE ON CONFLICT (source, path) DO NOTHING",
      file_columns, files);
}

std::set<std::string> Store::sources_there(const std::vector<std::string>& hashes) {
  const std::array hash{RowColumn{":hash"}};
  const std::vector<Value> rows(hashes.begin(), hashes.end());
  Rows known = database_->query_for_rows(
      "SELECT hash FROM assize_rows WHERE EXISTS (SELECT 1 FROM source_files f WHERE "
      "f.source = hash)",
      hash, rows);
  std::set<std::string> there;
  for (std::string name; known.next(name);) there.insert(name);
  return there;
}

bool Store::has_source(const std::string& hash) {
  std::int64_t one = 0;
  return database_->find("SELECT 1 FROM source_files WHERE source = :source LIMIT 1",
                         {{":source", hash}}, one);
}

Source Store::source(const std::string& hash) {
  Rows rows = database_->query(
      "SELECT f.path, f.blob, COALESCE(b.content, '') FROM source_files f LEFT JOIN blobs b ON "
      "b.hash = f.blob WHERE f.source = :source",
      {{":source", hash}});
  Source source;
  std::string path;
  std::string blob;
  std::string content;
  while (rows.next(path, blob, content))
    source.files[path] = checked(*database_, blob, std::move(content));
  if (source.files.empty())
    throw DamagedItem("store " + shown_name(database_->name()) + ": source " + hash +
                      " has no files: they were pruned, or it never was there");
  return source;
}

}  // namespace assize
