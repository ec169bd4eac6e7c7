#include "problems/package_source.h"

#include <filesystem>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/packages.h"
#include "tests/unit/support/zips.h"

using namespace assize;
using namespace assize::test;

namespace {

std::string id_of(const std::string& path, const std::string& given = "") {
  return open_package(path, false, given).id;
}

}  // namespace

TEST_CASE("a problem's id is its folder's name, or is made from it") {
  const TemporaryDirectory directory;
  directory.write("two-sum_1.0/x", "");
  directory.write("two sum/x", "");
  directory.write("two&sum/x", "");
  std::filesystem::create_symlink("two-sum_1.0", directory.path("alias"));
  for (const char* path : {"two-sum_1.0", "two-sum_1.0/", "two-sum_1.0/.", "alias"})
    CHECK(id_of(directory.path(path)) == "two-sum_1.0");
  CHECK(open_package(directory.path("alias"), false).named.empty());
  CHECK(id_of(directory.path("two sum")) == "two-sum");
  CHECK(open_package(directory.path("two sum"), false).named == "two sum");
  CHECK_THAT(input_error_of([&] { id_of(directory.path("two&sum")); }),
             Contains("two&sum") && Contains("--id"));
  CHECK(id_of(directory.path("two&sum"), "given") == "given");
  CHECK_THAT(input_error_of([&] { id_of(directory.path("two-sum_1.0"), "a b"); }),
             Contains("--id") && Contains("a b"));
  input_error_of([&] { id_of(directory.path("gone")); });
}

TEST_CASE("an id is made from blanks, brackets and Latin letters, and of nothing else") {
  for (const auto& [name, id] : {std::pair{"Übung 3", "Uebung-3"},
                                 {"U\u0308bung (2)", "Uebung-2"},
                                 {"  a  b  ", "a-b"},
                                 {"año, ßÿ", "ano-ssy"},
                                 {"plain", "plain"}})
    CHECK(id_made_from(name) == std::optional<std::string>(id));
  for (const char* name :
       {"", " ", "()", "задача", "a&b", "a×b", "-x", ".x", "€", "a\u200bb", "\xff"})
    CHECK_FALSE(id_made_from(name));
}

TEST_CASE("a zip file has the files of its package, with a folder around them or without") {
  const TemporaryDirectory directory;
  directory.write("a.zip", zip_of({{"data/1.in", "x"}, {".timelimit", "1"}, {".git/config", "y"}}));
  directory.write("b c.ZIP", zip_of({{"sum/", "", AE_IFDIR},
                                     {"sum/data/1.in", "x"},
                                     {"sum/.timelimit", "1"},
                                     {"sum/a/__pycache__/m.pyc", "y"},
                                     {"__MACOSX/sum/._x", "y"},
                                     {"sum/data/.DS_Store", "y"}}));
  const PackageSource flat = open_package(directory.path("a.zip"), false);
  const PackageSource inside = open_package(directory.path("b c.ZIP"), false);
  CHECK(flat.id == "a");
  CHECK(inside.id == "sum");
  REQUIRE(flat.files->files().size() == 2);
  CHECK(flat.files->hash() == inside.files->hash());
  CHECK(inside.files->read("data/1.in") == "x");
  CHECK_THAT(inside.files->place("data/1.in"), Contains("b c.ZIP:sum/data/1.in"));
  CHECK_THAT(input_error_of([&] { inside.files->read("data/2.in"); }), Contains("no such file"));
  std::string deep;
  for (std::size_t i = 0; i <= kMaxPackageDepth; ++i) deep += "d/";
  directory.write("deep.zip", zip_of({{"x", ""}, {deep + "f", ""}}));
  CHECK_THAT(input_error_of([&] { id_of(directory.path("deep.zip")); }), Contains("deeper"));
}
