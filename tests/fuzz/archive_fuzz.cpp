// The archive reader: the files of an archive or an InputError, within its bounds.
#include <cstdlib>

#include "problems/files/archive.h"
#include "storage/base/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  try {
    Archive archive(std::string(reinterpret_cast<const char*>(data), size), "zip");
    for (const auto& name : archive.names())
      if (!archive.has(name)) std::abort();
    archive.verify();
    // Backwards too: what was read once can be read again.
    for (auto name = archive.names().rbegin(); name != archive.names().rend(); ++name)
      archive.read(*name);
  } catch (const InputError&) {
  }
  return 0;
}
