// The configuration file (--config): which runtimes there are, and where checkpoints go.
#pragma once

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

struct Config {
  std::vector<RuntimeRow> runtimes{RuntimeRow{}};
  CheckpointRow checkpoint = {};
};

// An empty path is the built-in configuration. Throws InputError with file, line and column.
Config load_config(const std::string& path);

// The runtime of a name, or the first. Throws InputError that lists the names there are.
const RuntimeRow& find_runtime(const Config& config, const std::string& name);

}  // namespace assize
