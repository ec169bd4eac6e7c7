#include "storage/records/source.h"

#include <set>

#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("a source's hash is of its paths and contents, and they can't run into each other") {
  const std::vector<Source> sources{
      {{}},
      {{{"main.py", ""}}},
      {{{"main.py", "x"}}},
      {{{"main.py", "x\n"}}},
      {{{"main.pyx", ""}}},
      {{{"main.py", ""}, {"x", ""}}},
      {{{"main.py", "x"}, {"y", "z"}}},
      {{{"main.py", "x1:y"}, {"z", ""}}},
      {{{"main.py", "z"}, {"y", "x"}}},
  };
  std::set<std::string> hashes;
  for (const auto& source : sources) hashes.insert(source.hash());
  CHECK(hashes.size() == sources.size());
}

TEST_CASE("a source's size is that of its contents") {
  CHECK(Source{}.size() == 0);
  CHECK(Source{{{"main.py", "abc"}, {"lib/a.py", "de"}}}.size() == 5);
}
