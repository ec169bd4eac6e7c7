// The structure of a zip file: members within the file and not over each other, or an InputError.
#include <cstdlib>

#include "problems/files/zip_structure.h"
#include "storage/base/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  constexpr std::size_t kMost = 100;
  constexpr std::uint64_t kLocalHeader = 30;
  try {
    const std::string content(reinterpret_cast<const char*>(data), size);
    const auto members = read_zip_structure(content, "zip", kMost);
    if (members.size() > kMost) std::abort();
    std::uint64_t at = 0;
    for (const auto& member : members) {
      if (member.offset < at || (at == 0 && member.offset != 0)) std::abort();
      if (member.compressed > size || content.compare(member.offset, 2, "PK") != 0) std::abort();
      at = member.offset + kLocalHeader + member.name.size() + member.compressed;
      if (at > size) std::abort();
    }
  } catch (const InputError&) {
  }
  return 0;
}
