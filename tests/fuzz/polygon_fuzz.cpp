// The loader of Polygon packages and the finder of their solutions: problem.xml is anything.
#include <cstdlib>

#include "problems/formats/polygon/solutions.h"
#include "tests/fuzz/memory_tree.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace assize;
  std::map<std::string, std::string> files{
      {"problem.xml", std::string(reinterpret_cast<const char*>(data), size)},
      {"files/check.cpp", "testlib.h"},
      {"files/testlib.h", ""},
      {"solutions/a.py", ""}};
  for (const char* number : {"1", "2", "3"}) {
    files["tests/0" + std::string(number)] = "1";
    files["tests/0" + std::string(number) + ".a"] = "1";
  }
  const fuzz::MemoryTree tree(files);
  fuzz::load(tree, [&](const Package& package) {
    if (!fuzz::is_whole(package)) std::abort();
    find_polygon_solutions(tree, package);
  });
  return 0;
}
