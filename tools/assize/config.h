// The configuration file (--config): which runtimes there are.
#pragma once

#include <string>
#include <vector>

#include "judge/runtime/runtime.h"

namespace assize {

struct Config {
  std::vector<RuntimeRow> runtimes{RuntimeRow{}};
};

// An empty path is the built-in configuration. Throws InputError with file, line and column.
Config load_config(const std::string& path);

// The runtime of a name, or the first. Throws InputError that lists the names there are.
const RuntimeRow& find_runtime(const Config& config, const std::string& name);

}  // namespace assize
