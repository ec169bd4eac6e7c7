// What is true of this host until it is started again or a file changes, and takes long to find
// out: kept in the directory of the slots' locks, which is the operator's own and in memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace assize {

// The directory of this user's locks; made if it isn't there. Throws HostError if it can't be, or
// is somebody else's.
std::string lock_directory();

// Bytes of a value, at most: a larger one isn't kept.
constexpr std::int64_t kMostCached = 1 << 20;

// What was kept under this name for this key. A key has all that the value depends on, and no end
// of a line; a value can be any bytes. Nothing if there is nothing, or it can't be read.
std::optional<std::string> cached(const std::string& name, const std::string& key);
// Keeps one value a name. Best effort: a cache that can't be written is no error.
void keep_in_cache(const std::string& name, const std::string& key, const std::string& value);

}  // namespace assize
