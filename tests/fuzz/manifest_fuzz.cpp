// The manifest parser: rows or an InputError.
#include "queue/intake/manifest.h"
#include "storage/base/errors.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  try {
    assize::parse_manifest(std::string(reinterpret_cast<const char*>(data), size), "manifest", ".");
  } catch (const assize::InputError&) {
  }
  return 0;
}
