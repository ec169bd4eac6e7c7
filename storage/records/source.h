// A submission's source: one file, main.py, or several with a main.py among them.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace assize {

struct Source {
  std::map<std::string, std::string> files;  // relative path to content
  std::uint64_t size() const;
  std::string hash() const;  // SHA-256 over number of files and path and content of each
};

constexpr std::size_t kMaxSourceFiles = 256;
constexpr std::uint64_t kMaxSourceSize = 64ULL
                                         << 20U;  // what is queued at all; packages allow less

}  // namespace assize
