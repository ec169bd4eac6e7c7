#include "storage/records/source.h"

#include "storage/base/sha256.h"

namespace assize {

std::uint64_t Source::size() const {
  std::uint64_t total = 0;
  for (const auto& [path, content] : files) total += content.size();
  return total;
}

std::string Source::hash() const {
  Sha256 sha;
  sha.add_field("assize source 1").add_field(std::to_string(files.size()));
  for (const auto& [path, content] : files) sha.add_field(path).add_field(content);
  return sha.hex();
}

}  // namespace assize
