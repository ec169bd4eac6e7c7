// The loader of DMOJ packages: init.yml is anything.
#include <cstdlib>

#include "tests/fuzz/memory_tree.h"

namespace {
// Stored, so that it can be written here: "1.in" with "1".
const std::string kZip(
    "PK\3\4\12\0\0\0\0\0\0\0!\0\xb7\xef\xdc\x83\1\0\0\0\1\0\0\0\4\0\0\0001.in1"
    "PK\1\2\36\3\12\0\0\0\0\0\0\0!\0\xb7\xef\xdc\x83\1\0\0\0\1\0\0\0\4\0\0\0\0\0\0\0\0\0\0\0\xa4"
    "\x81\0\0\0\0001.inPK\5\6\0\0\0\0\1\0\1\0002\0\0\0#\0\0\0\0\0",
    107);
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const fuzz::MemoryTree tree({{"init.yml", std::string(reinterpret_cast<const char*>(data), size)},
                               {"data.zip", kZip},
                               {"1.in", "1"},
                               {"1.out", "1"},
                               {"check.py", ""},
                               {"check.cpp", ""}});
  fuzz::load(tree, [](const Package& package) {
    if (!fuzz::is_whole(package)) std::abort();
  });
  return 0;
}
