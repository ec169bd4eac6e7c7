#include "problems/files/zip_structure.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "problems/files/archive.h"
#include "problems/files/file_tree.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/raw_zip.h"

using namespace assize;
using namespace assize::test;
using Catch::Contains;

namespace {

std::string refused(const std::string& zip) {
  return input_error_of([&] { read_zip_structure(zip, "data.zip", 10); });
}
std::string refused(const RawZip& zip) { return refused(zip.bytes()); }

void check_accepted(const RawZip& zip) {
  Archive archive(zip.bytes(), "data.zip");
  archive.verify();
  CHECK(archive.has("a.in"));
}

RawZip two() { return {{raw_member("a.in", "one\n"), raw_member("d/b.in", "two\n")}}; }

// Both sizes in a zip64 field, as a local header has them.
void to_zip64(RawHeader& header, std::uint64_t size, std::uint64_t compressed) {
  header.size = header.compressed = 0xffffffff;
  header.extra = extra_field(1, little(size, 8) + little(compressed, 8));
}

std::string unicode_path(const std::string& name, const std::string& unicode) {
  return extra_field(0x7075, "\x01" + little(crc32_of(name), 4) + unicode);
}

}  // namespace

TEST_CASE("the members of a zip file are listed by their place in it") {
  RawZip zip = two();
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
  RawZip zip = two();
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
  SECTION("another zip file as a member") { zip.members[1] = raw_member("b.zip", two().bytes()); }
  SECTION("a directory") { zip.members.push_back(raw_member("d/", "")); }
  check_accepted(zip);
}

TEST_CASE("a local header that says something else is refused, with the member and the field") {
  RawZip zip = two();
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
  RawZip zip = two();
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
  RawZip zip = two();
  zip.members[0] = streamed_member("a.in", "one\n");
  zip.members[0].local.size = 3;
  CHECK_THAT(refused(zip), Contains("another size in its local header"));
}

TEST_CASE("a stored member of unstated length has no end of its own in it") {
  RawZip zip = two();
  // A reader of a stream ends the member after "x", and goes on with a member that isn't listed.
  RawMember hidden = raw_member("hidden", "y");
  const std::string inner = "x" + streamed_member("a.in", "x").descriptor + hidden.local.as_local();
  zip.members[0] = streamed_member("a.in", inner + "y");
  CHECK_THAT(refused(zip), Contains("'a.in'") && Contains("can't be told in a stream"));
  zip.members[0] = streamed_member("a.in", "one\n");
  zip.members[0].descriptor.erase(0, 4);
  CHECK_THAT(refused(zip), Contains("'a.in'") && Contains("can't be told in a stream"));
}

TEST_CASE("bytes that belong to no member are refused") {
  RawZip zip = two();
  SECTION("a stub before the first member") {
    zip.members[0].before = "#!/bin/sh\n";
    CHECK_THAT(refused(zip), Contains("has 10 bytes before its first member"));
    CHECK_THAT(refused(zip), !Contains("central directory doesn't list"));
  }
  SECTION("a stub that the offsets don't count") {
    CHECK_THAT(refused("#!/bin/sh\n" + zip.bytes()), Contains("has no record of the central"));
  }
  SECTION("between two members") {
    zip.members[1].before = "?";
    CHECK_THAT(refused(zip), Contains("has 1 bytes behind the member 'a.in'"));
  }
  SECTION("behind the last member") {
    zip.before_directory = "signature";
    CHECK_THAT(refused(zip), Contains("has 9 bytes behind the member 'd/b.in'"));
  }
  SECTION("a member that isn't listed, between two") {
    zip.members.insert(zip.members.begin() + 1, raw_member("hidden", "three\n"));
    zip.members[1].listed = false;
    CHECK_THAT(refused(zip), Contains("has 42 bytes behind the member 'a.in'") &&
                                 Contains("one that the central directory doesn't list"));
  }
  SECTION("a member that isn't listed, first and last") {
    zip.members[0].listed = false;
    CHECK_THAT(refused(zip), Contains("before its first member") && Contains("doesn't list"));
    zip.members[0].listed = true;
    zip.members[1].listed = false;
    CHECK_THAT(refused(zip), Contains("behind the member 'a.in'") && Contains("doesn't list"));
  }
  SECTION("behind the central directory") {
    zip.before_end = "signature";
    CHECK_THAT(refused(zip), Contains("central directory"));
  }
  SECTION("behind the end") {
    zip.after = "x";
    CHECK_THAT(refused(zip), Contains("goes on after its end"));
    zip.after = std::string(100'000, 'x');
    CHECK_THAT(refused(zip), Contains("goes on after its end"));
  }
}

TEST_CASE("members that overlap are refused") {
  RawZip zip = two();
  SECTION("two records for one local header") {
    zip.members[0] = raw_member("d/b.in", "two\n");
    zip.members[1].central.offset = static_cast<std::uint32_t>(-40);
    CHECK_THAT(refused(zip), Contains("'d/b.in' overlaps with the member 'd/b.in'"));
  }
  SECTION("a member in another one's data") {
    const RawMember inner = raw_member("inner", "x");
    zip.members[0] = raw_member("a.in", inner.local.as_local() + "x");
    RawMember twin = inner;
    twin.central.offset = 34;
    std::string bytes = zip.bytes();
    // Its record is put at the end of the central directory.
    RawZip more = zip;
    more.before_end = twin.central.as_central();
    bytes = more.bytes();
    const auto end = bytes.rfind("PK\x05\x06");
    const std::size_t directory = zip.members[0].central.as_central().size() +
                                  zip.members[1].central.as_central().size() +
                                  more.before_end.size();
    bytes.replace(end + 8, 4, little(3, 2) + little(3, 2));
    bytes.replace(end + 12, 4, little(directory, 4));
    CHECK_THAT(refused(bytes), Contains("'a.in' overlaps with the member 'inner'"));
  }
  SECTION("a member that reaches into the central directory") {
    zip.members[1].local.size = zip.members[1].local.compressed = 20;
    zip.members[1].central.size = zip.members[1].central.compressed = 20;
    CHECK_THAT(refused(zip), Contains("'d/b.in' overlaps with the central directory"));
  }
}

TEST_CASE("a local header where none can be is refused") {
  RawZip zip = two();
  zip.offset_change = 1;
  CHECK_THAT(refused(zip), Contains("'d/b.in' has a local header that has no signature"));
  zip.offset_change = 100'000;
  CHECK_THAT(refused(zip), Contains("'d/b.in' has a local header outside of the file"));
  zip = two();
  zip.members[1].central.offset = 0xffffffff - 38;
  CHECK_THAT(refused(zip), Contains("no zip64 field"));
  zip.members[1].central.extra = extra_field(1, little(~0ULL, 8));
  CHECK_THAT(refused(zip), Contains("outside of the file"));
  zip = two();
  to_zip64(zip.members[1].local, ~0ULL - 60, ~0ULL - 60);
  to_zip64(zip.members[1].central, ~0ULL - 60, ~0ULL - 60);
  CHECK_THAT(refused(zip), Contains("a size that leads out of the file"));
}

TEST_CASE("an archive with two ends is refused") {
  RawZip zip = two();
  SECTION("the comment is another archive") { zip.comment = two().bytes(); }
  SECTION("the comment has the end of another archive, and more") {
    zip.comment = two().bytes() + "more";
  }
  SECTION("an end in the data whose comment is the rest of the archive") {
    RawZip outer{{raw_member("x", "")}};
    const std::string rest = zip.bytes();
    outer.comment = rest;
    CHECK_THAT(refused(outer), Contains("two of them"));
    zip.members[0] = raw_member("a.in", RawZip{}.bytes());
    std::string bytes = zip.bytes();
    const std::size_t end = bytes.find("PK\x05\x06");
    bytes.replace(end + 20, 2, little(bytes.size() - end - 22, 2));
    CHECK_THAT(refused(bytes), Contains("two of them"));
    return;
  }
  CHECK_THAT(refused(zip), Contains("two of them"));
}

TEST_CASE("a zip64 end that says something else is refused") {
  RawZip zip = two();
  zip.zip64_end = true;
  const std::string good = zip.bytes();
  const std::size_t at = good.find("PK\x06\x06");
  const auto changed = [&](std::size_t offset, std::uint64_t number, unsigned bytes) {
    std::string text = good;
    return refused(text.replace(at + offset, bytes, little(number, bytes)));
  };
  REQUIRE(read_zip_structure(good, "data.zip", 10).size() == 2);
  CHECK_THAT(changed(4, 45, 8), Contains("of another size"));
  CHECK_THAT(changed(16, 1, 4), Contains("several disks"));
  CHECK_THAT(changed(24, 1, 8), Contains("several disks"));
  CHECK_THAT(changed(40, 47, 8), Contains("say different things"));
  CHECK_THAT(changed(48, 0, 8), Contains("say different things"));
  CHECK_THAT(changed(56 + 8, 0, 8), Contains("no zip64 end of central directory record"));
  CHECK_THAT(changed(56 + 8, ~0ULL, 8), Contains("cut off"));
  CHECK_THAT(changed(56 + 16, 2, 4), Contains("several disks"));
  // A locator that is made of a comment in the central directory.
  zip = two();
  zip.members[1].central.comment = RawZip::zip64_records(76, 2, 100, 76).substr(0, 76);
  CHECK_THAT(refused(zip), Contains("zip64"));
}

TEST_CASE("a zip64 field that doesn't fit its header is refused") {
  RawZip zip = two();
  RawHeader& central = zip.members[0].central;
  std::string what = "a zip64 field that doesn't fit it";
  SECTION("too short") {
    central.size = 0xffffffff;
    central.extra = extra_field(1, little(4, 7));
  }
  SECTION("with more than is needed") { central.extra = extra_field(1, little(4, 8)); }
  SECTION("one size in the local header") {
    zip.members[0].local.size = 0xffffffff;
    zip.members[0].local.extra = extra_field(1, little(4, 8));
  }
  SECTION("with another size beside it") {
    zip.members[0].local.extra = extra_field(1, little(5, 8) + little(4, 8));
    what = "a zip64 field that says something else";
  }
  SECTION("twice") {
    central.size = 0xffffffff;
    central.extra = extra_field(1, little(4, 8)) + extra_field(1, little(5, 8));
    what = "two zip64 fields";
  }
  SECTION("none") {
    central.size = 0xffffffff;
    what = "no zip64 field";
  }
  SECTION("cut off") {
    central.extra = extra_field(0x5455, "times").substr(0, 6);
    what = "extra fields that end in the middle of one";
  }
  CHECK_THAT(refused(zip), Contains(what));
}

TEST_CASE("a Unicode path that gives another name is refused") {
  RawZip zip = two();
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
  RawZip zip = two();
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

TEST_CASE("an archive of too many members is refused before anything is listed") {
  RawZip zip;
  // Whoever listed them would say that they are the same, that there is no local header, and that
  // their path leads out.
  const RawHeader record = raw_member("../x", "").central;
  for (std::size_t i = 0; i < 200'000; ++i) zip.before_end += record.as_central();
  std::string bytes = zip.bytes();
  const std::size_t end = bytes.size() - 22;
  bytes.replace(end + 12, 4, little(zip.before_end.size(), 4));
  const auto check = [&](std::uint64_t stated) {
    bytes.replace(end + 8, 4, little(stated, 2) + little(stated, 2));
    CHECK_THAT(input_error_of([&] { Archive(bytes, "data.zip"); }),
               Contains("data.zip: more than 50000 members"));
  };
  check(200'000 % 65'536);  // 3392, as some writers do
  check(1);
  check(65'535);
  CHECK_THAT(refused(RawZip{{raw_member("a", ""), raw_member("b", "")}, "", "", "", "", 0, 1}),
             Contains("states 3 members, but its central directory has 2"));
}

TEST_CASE("an archive of too many members by its zip64 end is refused") {
  RawZip zip = two();
  zip.zip64_end = true;
  std::string bytes = zip.bytes();
  const std::size_t at = bytes.find("PK\x06\x06");
  bytes.replace(at + 24, 16, little(200'000, 8) + little(200'000, 8));
  const std::size_t end = bytes.rfind("PK\x05\x06");
  bytes.replace(end + 8, 4, little(0xffffffff, 4));
  CHECK_THAT(input_error_of([&] { Archive(bytes, "data.zip"); }), Contains("more than 50000"));
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
  RawZip zip = two();
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
