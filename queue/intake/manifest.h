// Manifests: CSV files that name many submissions.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace assize {

// What to hand in. Of a manifest's row that has faults, the other members are what could be read.
struct ManifestRow {
  std::size_t line = 0;  // of the manifest; 0: it isn't from one
  std::string submitter;
  std::string problem;
  std::string file;  // as found from the manifest's directory
  std::string file_as_given;
  std::string language = "python3";
  std::string external_id;
  std::int64_t priority = 0;
  std::vector<std::pair<std::string, std::string>> further;  // heading and cell, if there is one
  std::vector<std::string> faults;                           // in words, without a place
};

struct Manifest {
  std::vector<ManifestRow> rows;
  std::string note;  // with its place: what was assumed of the text; empty: nothing
};

constexpr std::size_t kMaxManifest = 256U << 20U;
constexpr std::size_t kMaxName = 200;  // submitter, external id, further heading
constexpr std::size_t kMaxFurtherColumns = 64;
constexpr std::size_t kMaxFurtherCell = 2000;

// Reads a manifest, as people and spreadsheets write them: cells between commas, semicolons or
// tabs, a header line, and the encodings that csv_text() takes. It has the columns submitter,
// problem, file and perhaps priority, language, external_id, in any case; columns beside these are
// kept as they are. `directory` is what relative paths are relative to; a path with backslashes is
// one with slashes, unless there is a file of that very name.
//
// What is wrong with a row is in the row. Throws InputError for what leaves no rows to tell: no
// header, a missing column, one that is there twice, other text, a quote that isn't closed (with
// the faults of all rows before it).
Manifest parse_manifest(const std::string& bytes, const std::string& place,
                        const std::string& directory);

// All faults, a line each: "class.csv:3: ada.py: …". `place` is the manifest's.
std::string faults_in_words(const std::vector<ManifestRow>& rows, const std::string& place);

// Priorities are whole numbers from -1000 to 1000, higher is sooner.
std::int64_t parse_priority(const std::string& text, const std::string& place);
// A name of a submitter or an external id. Throws InputError.
void check_name(const std::string& text, const std::string& place, const char* what);

}  // namespace assize
