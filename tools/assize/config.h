// The configuration file (--config): which runtimes there are, where contents are cached, and where
// checkpoints go.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "judge/runtime/runtime.h"

namespace assize {

// What a worker that ends does with a checkpoint of the audit log.
struct CheckpointRow {
  std::string key;                        // the log's private key; empty: no checkpoint is made
  std::string file;                       // is replaced; empty: none
  std::vector<std::string> command = {};  // gets it on its standard input; empty: none
};

// A bound on the bound of the cache: 16 TiB.
constexpr std::uint64_t kMostCacheMib = 16ULL << 20U;

struct Config {
  std::vector<RuntimeRow> runtimes{RuntimeRow{}};
  std::string templates;                        // folder of those that were made on this host
  std::string cache_directory;                  // of contents of packages; empty: the usual one
  std::optional<std::uint64_t> cache_size_mib;  // of them, at most; 0: none are kept
  CheckpointRow checkpoint = {};
};

// The text of a file; an empty one says nothing. Throws InputError with `place`, line and column.
Config read_config(const std::string& text, const std::string& place);
// An empty path is the built-in configuration. Throws InputError with file, line and column.
Config load_config(const std::string& path);

// The runtime of a name, or the first. Throws InputError that lists the names there are.
const RuntimeRow& find_runtime(const Config& config, const std::string& name);

}  // namespace assize
