// Zip files made byte by byte, with anything wrong in them that a test wants.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "problems/files/zip_structure.h"
#include "tests/unit/support/messages.h"

namespace assize::test {

inline std::string little(std::uint64_t number, unsigned bytes) {
  std::string text;
  for (unsigned i = 0; i < bytes; ++i) text += static_cast<char>((number >> (8 * i)) & 0xffU);
  return text;
}

inline std::uint32_t crc32_of(const std::string& data) {
  std::uint32_t crc = 0xffffffff;
  for (const char byte : data) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
  }
  return ~crc;
}

inline std::string extra_field(std::uint16_t kind, const std::string& content) {
  return little(kind, 2) + little(content.size(), 2) + content;
}

// What a local header or a record of the central directory says.
struct RawHeader {
  std::string name;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint32_t compressed = 0;
  std::uint32_t size = 0;
  std::uint32_t offset = 0;  // central only
  std::string extra = {};
  std::string comment = {};  // central only

  // Without its signature and the versions.
  std::string common() const {
    return little(flags, 2) + little(method, 2) + little(0x00210000, 4) + little(crc, 4) +
           little(compressed, 4) + little(size, 4) + little(name.size(), 2) +
           little(extra.size(), 2);
  }
  std::string as_local() const { return "PK\x03\x04" + little(20, 2) + common() + name + extra; }
  std::string as_central() const {
    return "PK\x01\x02" + little(20, 2) + little(20, 2) + common() + little(comment.size(), 2) +
           little(0, 8) + little(offset, 4) + name + extra + comment;
  }
};

struct RawMember {
  RawHeader local;
  RawHeader central;
  std::string data;
  std::string before = {};      // its local header
  std::string descriptor = {};  // behind its data
  bool listed = true;           // in the central directory
};

// A stored member that is as it should be.
inline RawMember raw_member(const std::string& name, const std::string& data) {
  RawHeader header;
  header.name = name;
  header.crc = crc32_of(data);
  header.compressed = header.size = static_cast<std::uint32_t>(data.size());
  return {header, header, data};
}

// As it is written to a stream: what it is is only known behind it.
inline RawMember streamed_member(const std::string& name, const std::string& data) {
  RawMember member = raw_member(name, data);
  member.local.flags = member.central.flags = 8;
  member.descriptor =
      "PK\x07\x08" + little(member.local.crc, 4) + little(data.size(), 4) + little(data.size(), 4);
  member.local.crc = member.local.compressed = member.local.size = 0;
  return member;
}

struct RawZip {
  std::vector<RawMember> members;
  std::string before_directory = {};
  std::string before_end = {};
  std::string comment = {};
  std::string after = {};
  int offset_change = 0;  // of all members after the first, in the central directory
  int count_change = 0;
  bool zip64_end = false;

  std::string bytes() const {
    std::string text;
    std::string directory;
    std::size_t listed = 0;
    for (const auto& member : members) {
      text += member.before;
      RawHeader central = member.central;
      central.offset += static_cast<std::uint32_t>(text.size());
      if (&member != members.data()) central.offset += static_cast<std::uint32_t>(offset_change);
      text += member.local.as_local() + member.data + member.descriptor;
      if (!member.listed) continue;
      directory += central.as_central();
      ++listed;
    }
    text += before_directory;
    const std::size_t begin = text.size();
    text += directory + before_end;
    const std::size_t count = listed + static_cast<std::size_t>(count_change);
    if (zip64_end) text += zip64_records(text.size(), count, directory.size(), begin);
    const std::string counted = little(count, 2);
    text += "PK\x05\x06" + little(0, 4) + counted + counted + little(directory.size(), 4) +
            little(begin, 4) + little(comment.size(), 2) + comment;
    return text + after;
  }

  static std::string zip64_records(std::size_t at, std::size_t count, std::size_t size,
                                   std::size_t begin) {
    return "PK\x06\x06" + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) +
           little(count, 8) + little(count, 8) + little(size, 8) + little(begin, 8) + "PK\x06\x07" +
           little(0, 4) + little(at, 8) + little(1, 4);
  }
};

inline RawZip two_members() {
  return {{raw_member("a.in", "one\n"), raw_member("d/b.in", "two\n")}};
}

// Both sizes in a zip64 field, as a local header has them.
inline void to_zip64(RawHeader& header, std::uint64_t size, std::uint64_t compressed) {
  header.size = header.compressed = 0xffffffff;
  header.extra = extra_field(1, little(size, 8) + little(compressed, 8));
}

// What is wrong with the structure of a file of at most 10 members; empty: it is taken.
inline std::string refused(const std::string& zip) {
  return input_error_of([&] { read_zip_structure(zip, "data.zip", 10); });
}
inline std::string refused(const RawZip& zip) { return refused(zip.bytes()); }

}  // namespace assize::test
