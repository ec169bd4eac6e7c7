#include "problems/files/archive.h"

#include "problems/files/file_tree.h"
#include "problems/package_contents.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"
#include "tests/unit/support/zips.h"

using namespace assize;
using namespace assize::test;

namespace {

std::string refused(const std::string& zip) {
  return input_error_of([&] { Archive(zip, "data.zip").verify(); });
}

// Wherever `from` stands in the bytes, `to` is put: sizes that no writer would state.
std::string patched(std::string zip, const std::string& from, const std::string& to) {
  REQUIRE(zip.find(from) != std::string::npos);
  for (auto at = zip.find(from); at != std::string::npos; at = zip.find(from, at + 1))
    zip.replace(at, from.size(), to);
  return zip;
}

}  // namespace

TEST_CASE("the files of an archive are read in any order") {
  const std::string big(300'000, 'x');
  Archive archive(zip_of({{"a/1.in", "one\n"}, {"a", "", AE_IFDIR}, {"big", big}, {"z", ""}}),
                  "zip");
  CHECK(archive.names() == std::vector<std::string>{"a/1.in", "big", "z"});
  CHECK(archive.has("a/1.in"));
  CHECK_FALSE(archive.has("a"));
  CHECK(archive.read("z").empty());
  CHECK(archive.read("big") == big);
  CHECK(archive.read("a/1.in") == "one\n");
  CHECK(archive.read("a/1.in") == "one\n");
  CHECK((archive.read("big") == big));
  archive.verify();
  CHECK_THAT(input_error_of([&] { archive.read("no"); }), Contains("no member 'no'"));
}

TEST_CASE("a stored archive is read as a compressed one") {
  Archive archive(zip_of({{"a", "one"}, {"b", "two"}}, "zip:compression=store"), "zip");
  CHECK(archive.read("b") == "two");
  CHECK(archive.read("a") == "one");
}

TEST_CASE("names that lead out of an archive are refused") {
  for (const char* name : {"../a", "a/../b", "/etc/passwd", "a//b", "./a", "a/.", ".."})
    CHECK_THAT(refused(zip_of({{"good", "1"}, {name, "2"}})), Contains("leads out"));
  CHECK_THAT(refused(zip_of({{"a\nb", "2"}})), Contains("line feed"));
  CHECK_THAT(refused(zip_of({{std::string(2000, 'x'), "2"}})), Contains("more than 1000 bytes"));
  CHECK_THAT(refused(zip_of({{"twice", "1"}, {"twice", "2"}})), Contains("is there twice"));
  CHECK_THAT(refused(zip_of({{"link", "/etc/passwd", AE_IFLNK}})), Contains("neither a file"));
}

TEST_CASE("what is no archive is refused") {
  const std::string good = zip_of({{"a", std::string(5000, 'a')}, {"b", "b"}});
  CHECK_THAT(refused(""), Contains("not a zip file"));
  CHECK_THAT(refused("PK"), Contains("not a zip file"));
  CHECK_THAT(refused(std::string(70'000, 'x')), Contains("not a zip file"));
  CHECK_THAT(refused(good.substr(0, good.size() / 2)), Contains("data.zip"));
  CHECK_THAT(refused(good.substr(10)), Contains("data.zip"));
}

TEST_CASE("damaged content is noticed") {
  std::string zip = zip_of({{"a", "0123456789"}}, "zip:compression=store");
  zip = zip.replace(zip.find("0123456789"), 4, "xxxx");
  CHECK_THAT(refused(zip), Contains("can't be read"));
}

TEST_CASE("a member larger than a file of a package may be is refused before it is unpacked") {
  // The size, 1000 = 0x3e8, becomes 0x7fffffff.
  const std::string zip = zip_of({{"a", std::string(1000, 'a')}});
  const std::string size("\xe8\x03\x00\x00", 4);
  CHECK_THAT(refused(patched(zip, size, "\xff\xff\xff\x7f")), Contains("larger than 256 MiB"));
}

TEST_CASE("a member of another size than the archive states is refused") {
  const std::string zip = zip_of({{"a", std::string(1000, 'a')}});
  const std::string size("\xe8\x03\x00\x00", 4);
  CHECK_THAT(refused(patched(zip, size, std::string("\xe7\x03\x00\x00", 4))), Contains("'a'"));
  CHECK_THAT(refused(patched(zip, size, std::string("\x00\x00\x00\x0f", 4))), Contains("'a'"));
}

TEST_CASE("a path in a package may lead into an archive") {
  const TemporaryDirectory directory;
  directory.write("data/all.zip", zip_of({{"x/1.in", "in"}}));
  directory.write("plain", "text");
  const DirectoryTree tree(directory.path());
  PackageContents contents(tree);
  CHECK(contents.read("plain") == "text");
  CHECK(contents.read("data/all.zip/x/1.in") == "in");
  CHECK(contents.read("").empty());
  CHECK(contents.has(""));
  CHECK(contents.has("data/all.zip/x/1.in"));
  CHECK_FALSE(contents.has("data/all.zip/x"));
  CHECK_FALSE(contents.has("nothing/here"));
  CHECK_THAT(input_error_of([&] { contents.read("plain/1"); }), Contains("not a zip file"));
  CHECK_THAT(input_error_of([&] { contents.read("data/all.zip/no"); }), Contains("no member"));
  CHECK_THAT(input_error_of([&] { contents.read("no"); }), Contains("no such file"));
}

TEST_CASE("line ends are made plain") {
  CHECK(with_plain_line_ends("").empty());
  CHECK(with_plain_line_ends("a") == "a\n");
  CHECK(with_plain_line_ends("a\r\nb\rc\n") == "a\nb\nc\n");
  CHECK(with_plain_line_ends("\r\r\n\n") == "\n\n\n");
}
