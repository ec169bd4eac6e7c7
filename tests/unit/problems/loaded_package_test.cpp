#include "problems/loaded_package.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/packages.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("a loaded package keeps what was read") {
  const PackageDirectory directory;
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(directory.root()), "test", {});
  CHECK(loaded.package().tests.size() == 2);
  const auto first = loaded.content("data/secret/1.in");
  CHECK(*first == "1\n");
  directory.write("data/secret/1.in", "changed\n");
  CHECK(loaded.content("data/secret/1.in") == first);
}

TEST_CASE("a file that changed on disk before it was read is noticed") {
  const PackageDirectory directory;
  const LoadedPackage loaded(std::make_unique<DirectoryTree>(directory.root()), "test", {});
  directory.write("data/secret/1.in", "changed\n");
  CHECK_THROWS(loaded.content("data/secret/1.in"));
  CHECK_THROWS(loaded.content("no/such/file"));
}
