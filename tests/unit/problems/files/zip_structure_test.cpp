#include "problems/files/zip_structure.h"

#include <filesystem>

#include "problems/files/archive.h"
#include "problems/files/file_tree.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/raw_zip.h"

using namespace assize;
using namespace assize::test;

namespace {

void check_accepted(const RawZip& zip) {
  Archive archive(zip.bytes(), "data.zip");
  archive.verify();
  CHECK(archive.has("a.in"));
}

std::string unicode_path(const std::string& name, const std::string& unicode) {
  return extra_field(0x7075, "\x01" + little(crc32_of(name), 4) + unicode);
}

}  // namespace

TEST_CASE("the members of a zip file are listed by their place in it") {
  RawZip zip = two_members();
  zip.comment = "a comment";
  std::string text = zip.bytes();
  const auto members = read_zip_structure(text, "data.zip", 2);
  REQUIRE(members.size() == 2);
  CHECK(members[0].name == "a.in");
  CHECK(members[0].crc == crc32_of("one\n"));
  CHECK(members[1].name == "d/b.in");
  CHECK(members[1].size == 4);
  CHECK(members[1].offset == 38);
  check_accepted(zip);
  CHECK(read_zip_structure(RawZip{}.bytes(), "data.zip", 0).empty());
}

TEST_CASE("what writers write is accepted") {
  RawZip zip = two_members();
  SECTION("zip64 sizes in the local header, as where the size isn't known before") {
    to_zip64(zip.members[0].local, 4, 4);
  }
  SECTION("a zip64 size in the central directory") {
    zip.members[0].central.size = 0xffffffff;
    zip.members[0].central.extra = extra_field(1, little(4, 8));
  }
  SECTION("a zip64 field that has everything") {
    zip.members[1].central.extra = extra_field(1, little(4, 8) + little(4, 8) + little(38, 8));
  }
  SECTION("a zip64 end without need") { zip.zip64_end = true; }
  SECTION("streamed") { zip.members[0] = streamed_member("a.in", "one\n"); }
  SECTION("streamed with zip64") {
    RawMember& member = zip.members[0] = streamed_member("a.in", "one\n");
    to_zip64(member.local, 0, 0);
    member.descriptor = "PK\x07\x08" + little(crc32_of("one\n"), 4) + little(4, 8) + little(4, 8);
  }
  SECTION("other fields on each side, and filling") {
    zip.members[0].local.extra = extra_field(0x5455, "times") + std::string(3, '\0');
    zip.members[0].central.extra = extra_field(0x5455, "other") + extra_field(0xcafe, "");
  }
  SECTION("the name again as a Unicode path") {
    zip.members[0].local.extra = zip.members[0].central.extra = unicode_path("a.in", "a.in");
  }
  SECTION("another zip file as a member") {
    zip.members[1] = raw_member("b.zip", two_members().bytes());
  }
  SECTION("a directory") { zip.members.push_back(raw_member("d/", "")); }
  check_accepted(zip);
}

TEST_CASE("a local header that says something else is refused, with the member and the field") {
  RawZip zip = two_members();
  RawHeader& local = zip.members[1].local;
  std::string field;
  SECTION("name") {
    local.name = "d/c.in";
    field = "another name in its local header than in the central directory: 'd/c.in' and 'd/b.in'";
  }
  SECTION("flag for encryption") {
    local.flags = 1;
    field = "another flag for encryption";
  }
  SECTION("flag for UTF-8") {
    local.flags = 1U << 11U;
    field =
        "another flag for names in UTF-8 in its local header than in the central directory: "
        "set and not set";
  }
  SECTION("method") {
    local.method = 8;
    field = "another compression method in its local header than in the central directory: 8 and 0";
  }
  SECTION("CRC-32") {
    local.crc = 0xdeadbeef;
    field = "another CRC-32 in its local header than in the central directory: deadbeef and ";
  }
  SECTION("compressed size") {
    local.compressed = 3;
    field = "another compressed size in its local header than in the central directory: 3 and 4";
  }
  SECTION("size") {
    local.size = 5;
    field = "another size in its local header than in the central directory: 5 and 4";
  }
  SECTION("0 without a data descriptor") {
    local.size = 0;
    field = "another size in its local header than in the central directory: 0 and 4";
  }
  SECTION("size by zip64") {
    to_zip64(local, 5, 4);
    field = "another size in its local header than in the central directory: 5 and 4";
  }
  const std::string message = refused(zip);
  CHECK_THAT(message, Contains("data.zip: the member 'd/b.in' has " + field));
  CHECK_THAT(message, Contains("ordinary zip program"));
  CHECK_THAT(message, !Contains("a.in"));
  CHECK_THAT(input_error_of([&] { Archive(zip.bytes(), "data.zip"); }), Contains(field));
}

TEST_CASE("all members that differ are named, up to ten") {
  RawZip zip;
  for (int i = 0; i < 10; ++i) zip.members.push_back(raw_member("m" + std::to_string(i), "x"));
  for (auto& member : zip.members) member.local.name = "another";
  CHECK_THAT(refused(zip), Contains("'m0'") && Contains("'m9'") && !Contains("more"));
  zip.members[4].local.method = 8;
  CHECK_THAT(refused(zip), Contains("'m8'") && !Contains("'m9'") && Contains("and 1 more"));
}

TEST_CASE("a data descriptor that says something else is refused") {
  RawZip zip = two_members();
  RawMember& member = zip.members[0] = streamed_member("a.in", "one\n");
  SECTION("CRC-32") { member.descriptor[4] = '\x11'; }
  SECTION("compressed size") { member.descriptor[8] = '\x11'; }
  SECTION("size") { member.descriptor[12] = '\x11'; }
  SECTION("signature") { member.descriptor[0] = 'X'; }
  SECTION("none") { member.descriptor.clear(); }
  SECTION("cut off") { member.descriptor.resize(13); }
  SECTION("followed by something") { member.descriptor += "hidden"; }
  SECTION("of 64 bits without a zip64 field in the local header") {
    member.descriptor = "PK\x07\x08" + little(crc32_of("one\n"), 4) + little(4, 8) + little(4, 8);
  }
  CHECK_THAT(refused(zip), Contains("the member 'a.in'") && Contains("data descriptor"));
}

TEST_CASE("what a local header says before a data descriptor has to be true too") {
  RawZip zip = two_members();
  zip.members[0] = streamed_member("a.in", "one\n");
  zip.members[0].local.size = 3;
  CHECK_THAT(refused(zip), Contains("another size in its local header"));
}

TEST_CASE("a stored member of unstated length has no end of its own in it") {
  RawZip zip = two_members();
  // A reader of a stream ends the member after "x", and goes on with a member that isn't listed.
  RawMember hidden = raw_member("hidden", "y");
  const std::string inner = "x" + streamed_member("a.in", "x").descriptor + hidden.local.as_local();
  zip.members[0] = streamed_member("a.in", inner + "y");
  CHECK_THAT(refused(zip), Contains("'a.in'") && Contains("can't be told in a stream"));
  zip.members[0] = streamed_member("a.in", "one\n");
  zip.members[0].descriptor.erase(0, 4);
  CHECK_THAT(refused(zip), Contains("'a.in'") && Contains("can't be told in a stream"));
}

TEST_CASE("a Unicode path that gives another name is refused") {
  RawZip zip = two_members();
  std::string where = "local header: 'b.in'";
  SECTION("local") { zip.members[0].local.extra = unicode_path("a.in", "b.in"); }
  SECTION("central") {
    zip.members[0].central.extra = unicode_path("a.in", "b.in");
    where = "record in the central directory: 'b.in'";
  }
  SECTION("with the CRC-32 of another name, which some readers don't look at") {
    zip.members[0].local.extra = unicode_path("old", "b.in");
  }
  CHECK_THAT(refused(zip),
             Contains("'a.in' has another name in the Unicode path field of its " + where));
}

TEST_CASE("members that are no plain files are refused") {
  RawZip zip = two_members();
  RawMember& member = zip.members[0];
  std::string what;
  SECTION("encrypted") {
    member.local.flags = member.central.flags = 1;
    what = "is encrypted";
  }
  SECTION("with a masked header") {
    member.local.flags = member.central.flags = 1U << 13U;
    what = "is encrypted";
  }
  SECTION("a NUL in the name") {
    member.local.name = member.central.name = std::string("a.in\0.exe", 9);
    what = "has a NUL in its name";
  }
  SECTION("a directory with content") {
    member.local.name = member.central.name = "a/";
    what = "'a/' is a directory and has content";
  }
  SECTION("no name") {
    member.local.name = member.central.name = "";
    what = "has no name";
  }
  SECTION("stored, and of another size than compressed") {
    member.local.size = member.central.size = 3;
    what = "has two different sizes";
  }
  CHECK_THAT(refused(zip), Contains(what));
}

TEST_CASE("archives of the usual writers are accepted") {
  const std::filesystem::path folder = std::string(ASSIZE_UNIT_TESTS) + "/problems/files/zips";
  std::size_t count = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    INFO(file.path());
    Archive archive(read_whole_file(file.path(), kMaxPackageFile), file.path().filename());
    archive.verify();
    CHECK(archive.has("a.txt"));
    CHECK(archive.read("a.txt") == "one\n");
    ++count;
  }
  CHECK(count == 12);
}

TEST_CASE("no cut or changed zip file is read past its end") {
  RawZip zip = two_members();
  zip.zip64_end = true;
  zip.members[0] = streamed_member("a.in", "one\n");
  zip.members[1].local.extra = zip.members[1].central.extra = unicode_path("d/b.in", "d/b.in");
  to_zip64(zip.members[1].local, 4, 4);
  const std::string good = zip.bytes();
  const auto refuses = [](const std::string& bytes) {
    try {
      read_zip_structure(bytes, "data.zip", 10);
      return false;
    } catch (const InputError&) {
      return true;
    }
  };
  REQUIRE_FALSE(refuses(good));
  for (std::size_t length = 0; length < good.size(); ++length)
    CHECK(refuses(good.substr(0, length)));
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < good.size(); ++i)
    for (const char value : {'\0', '\x01', '\x7f', '\xff'}) {
      std::string changed = good;
      changed[i] = value;
      if (changed != good && !refuses(changed)) ++accepted;
    }
  // Versions, times, attributes and the data itself, which has a checksum.
  CHECK(accepted < good.size());
}
