// What lies between the members of a zip file, and how it ends.

#include "problems/files/archive.h"
#include "problems/files/zip_structure.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/raw_zip.h"

using namespace assize;
using namespace assize::test;

TEST_CASE("bytes that belong to no member are refused") {
  RawZip zip = two_members();
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
  RawZip zip = two_members();
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
  RawZip zip = two_members();
  zip.offset_change = 1;
  CHECK_THAT(refused(zip), Contains("'d/b.in' has a local header that has no signature"));
  zip.offset_change = 100'000;
  CHECK_THAT(refused(zip), Contains("'d/b.in' has a local header outside of the file"));
  zip = two_members();
  zip.members[1].central.offset = 0xffffffff - 38;
  CHECK_THAT(refused(zip), Contains("no zip64 field"));
  zip.members[1].central.extra = extra_field(1, little(~0ULL, 8));
  CHECK_THAT(refused(zip), Contains("outside of the file"));
  zip = two_members();
  to_zip64(zip.members[1].local, ~0ULL - 60, ~0ULL - 60);
  to_zip64(zip.members[1].central, ~0ULL - 60, ~0ULL - 60);
  CHECK_THAT(refused(zip), Contains("a size that leads out of the file"));
}

TEST_CASE("an archive with two ends is refused") {
  RawZip zip = two_members();
  SECTION("the comment is another archive") { zip.comment = two_members().bytes(); }
  SECTION("the comment has the end of another archive, and more") {
    zip.comment = two_members().bytes() + "more";
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
  RawZip zip = two_members();
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
  zip = two_members();
  zip.members[1].central.comment = RawZip::zip64_records(76, 2, 100, 76).substr(0, 76);
  CHECK_THAT(refused(zip), Contains("zip64"));
}

TEST_CASE("a zip64 field that doesn't fit its header is refused") {
  RawZip zip = two_members();
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
  RawZip zip = two_members();
  zip.zip64_end = true;
  std::string bytes = zip.bytes();
  const std::size_t at = bytes.find("PK\x06\x06");
  bytes.replace(at + 24, 16, little(200'000, 8) + little(200'000, 8));
  const std::size_t end = bytes.rfind("PK\x05\x06");
  bytes.replace(end + 8, 4, little(0xffffffff, 4));
  CHECK_THAT(input_error_of([&] { Archive(bytes, "data.zip"); }), Contains("more than 50000"));
}
