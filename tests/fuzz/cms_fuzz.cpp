// The loader of CMS packages: task.yaml and gen/GEN are anything, with a byte 0xFF between them.
#include <cstdlib>

#include "tests/fuzz/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto middle = std::min(text.find('\xFF'), text.size());
  std::map<std::string, std::string> files{{"task.yaml", text.substr(0, middle)}};
  if (middle < text.size()) files["gen/GEN"] = text.substr(middle + 1);
  for (int i = 0; i < 5; ++i) {
    files["input/input" + std::to_string(i) + ".txt"] = "1";
    files["output/output" + std::to_string(i) + ".txt"] = "1";
  }
  fuzz::load(fuzz::MemoryTree(files), [](const Package& package) {
    if (!fuzz::is_whole(package)) std::abort();
  });
  return 0;
}
