#include "tools/bench/programs.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace assize::bench {

namespace fs = std::filesystem;

Program sum_of_two() {
  return {"A+B", "a, b = map(int, input().split())\nprint(a + b)\n", "20 22\n", "42\n"};
}

Program many_imports() {
  return {"imports",
          "import collections, heapq, itertools, math, functools, re, random, decimal\n" +
              sum_of_two().source,
          "20 22\n", "42\n"};
}

Program computing() {
  return {"computing",
          "def compute(rounds):\n"
          "    value = 1\n"
          "    for i in range(rounds):\n"
          "        value = (value * 31 + i) % 1000003\n"
          "    return value\n"
          "print(compute(int(input())))\n",
          "25000000\n", "220953\n"};
}

TemporaryDirectory::TemporaryDirectory()
    : path_((fs::temp_directory_path() / "assize-bench-XXXXXX").string()) {
  if (::mkdtemp(path_.data()) == nullptr) throw std::runtime_error("can't make " + path_);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void TemporaryDirectory::write(const std::string& name, const std::string& content) const {
  const fs::path path = fs::path(path_) / name;
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << content;
  if (!file.flush()) throw std::runtime_error("can't write " + path.string());
}

}  // namespace assize::bench
