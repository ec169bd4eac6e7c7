// The structure of a zip file, looked at before anything is read from it: all who read it see the
// same members. A zip file says everything twice, in a central directory at its end and in a local
// header before each member; an unzip goes by the first, a reader of a stream by the second, and a
// file that says different things would have one thing judged and another one reviewed.
// Source: PKWARE's APPNOTE.TXT 6.3.10, 4.3 to 4.6; the numbers below are its sections.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assize {

struct ZipMember {
  std::string name;          // as its bytes are; "a/" is a directory
  std::uint16_t flags = 0;   // general purpose bits (4.4.4)
  std::uint16_t method = 0;  // 0: stored, 8: deflated, … (4.4.5)
  std::uint32_t crc = 0;
  std::uint64_t compressed = 0;  // bytes
  std::uint64_t size = 0;        // bytes, as the archive states
  std::uint64_t offset = 0;      // of its local header
};

// The members by their place in the file. It is read in time and memory that depend on `most`, not
// on what the file claims: the records are counted before any is kept, and no member's data is
// unpacked.
//
// Throws InputError with `place` and the member where
//   - it is no zip file, is cut off, is one of several disks, or has more than `most` members, by
//     the count that it states or by its records;
//   - the local header of a member has another name, flag (encrypted, UTF-8), method, CRC-32 or
//     size than the central directory; with a data descriptor (bit 3) they may be 0 there and are
//     compared with the descriptor;
//   - bytes belong to nothing: before the first member, between two, before or after the central
//     directory, after the end (writers leave none: Info-ZIP, 7-Zip, CPython, the JDK, libarchive),
//     or to two: a member begins in another one or in the central directory;
//   - there is a second end of the central directory, or its zip64 record says something else;
//   - a zip64 field doesn't fit its header, or a Unicode path field gives another name;
//   - a name has a NUL, where readers in C end it; a directory has content; a member is encrypted;
//   - a stored member of unstated length contains what a reader of a stream would end it at.
std::vector<ZipMember> read_zip_structure(std::string_view content, const std::string& place,
                                          std::size_t most);

}  // namespace assize
