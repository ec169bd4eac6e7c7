// Manifests: CSV files that name many submissions.
#pragma once

#include <string>
#include <vector>

namespace assize {

struct ManifestRow {
  std::size_t line = 0;  // of the manifest
  std::string submitter;
  std::string problem;
  std::string file;  // as found from the manifest's directory
  std::string language = "python3";
  std::string external_id;
  std::int64_t priority = 0;
};

constexpr std::size_t kMaxManifest = 256U << 20U;
constexpr std::size_t kMaxName = 200;  // submitter, external id

// Reads a manifest (RFC 4180, a header line, UTF-8) with the columns submitter, problem, file and
// perhaps priority, language, external_id. `directory` is what relative paths are relative to.
// Throws InputError with the line for anything that is wrong; a row that is there twice is wrong
// too.
std::vector<ManifestRow> parse_manifest(const std::string& text, const std::string& place,
                                        const std::string& directory);

// Priorities are whole numbers from -1000 to 1000, higher is sooner.
std::int64_t parse_priority(const std::string& text, const std::string& place);
// A name of a submitter or an external id. Throws InputError.
void check_name(const std::string& text, const std::string& place, const char* what);

}  // namespace assize
