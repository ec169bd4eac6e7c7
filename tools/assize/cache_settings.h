// Where contents of packages are kept on this host, and how much of them (queue/cache).
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "queue/cache/blob_cache.h"
#include "tools/assize/config.h"

namespace assize {

constexpr std::uint64_t kUsualCacheMib = 8192;

struct CacheArguments {
  std::string directory;
  std::optional<std::uint64_t> size_mib;
};

// --cache-dir and --cache-size.
void add_cache_options(CLI::App& command, CacheArguments& arguments);

struct CacheSettings {
  std::string directory;  // empty: there is nowhere to put it
  std::uint64_t size_mib = kUsualCacheMib;
  bool was_named = false;  // by the operator: then it must be usable
};

// What the arguments say, then the configuration, then systemd (CACHE_DIRECTORY, systemd.exec(5)),
// then what is usual: /var/cache/assize for root, else $XDG_CACHE_HOME/assize or ~/.cache/assize.
CacheSettings cache_settings(const CacheArguments& arguments, const Config& config);

// Null where there is none: with a SQLite store, of size 0, and, with a word, where the usual place
// can't be used. Throws InputError if one that was named can't be.
std::shared_ptr<BlobCache> open_cache(const CacheArguments& arguments, const Config& config,
                                      const std::string& store,
                                      const std::function<void(const std::string&)>& on_message);

}  // namespace assize
