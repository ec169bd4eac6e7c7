#include "problems/files/zip_records.h"

#include <type_traits>
#include <utility>

namespace assize {

namespace {

constexpr std::uint64_t kEndSize = 22;          // without its comment
constexpr std::uint64_t kZip64EndSize = 56;     // without its extensible data
constexpr std::uint64_t kZip64EndCounted = 44;  // what it states as its own size
constexpr std::uint64_t kZip64LocatorSize = 20;
constexpr std::uint64_t kMaxComment = 0xffff;
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::uint16_t kUnicodePathField = 0x7075;
constexpr std::uint64_t kUnicodePathStart = 5;  // a version and the CRC-32 of the other name

void expect(ByteReader& reader, std::string_view signature, const char* what) {
  if (reader.take(signature.size()) != signature) throw BadRecord{std::string("has no ") + what};
}

// A zip64 field has the numbers that don't fit into the header, in this order, and no others
// (4.5.3). Some writers put all of them there: what the header says too has to be the same.
void read_zip64_field(std::string_view field, ZipHeader& header) {
  header.zip64 = true;
  const bool size = header.size == kInZip64;
  const bool compressed = header.compressed == kInZip64;
  const bool offset = header.central && header.offset == kInZip64;
  const bool disk = header.central && header.disk == kShortInZip64;
  const std::uint64_t needed = 8ULL * (size + compressed + offset) + 4ULL * disk;
  const bool all = header.central ? field.size() == 24 || field.size() == 28 : field.size() == 16;
  if (field.size() != needed && (!all || (disk && field.size() != 28)))
    throw BadRecord{"has a zip64 field that doesn't fit it"};
  const bool exact = field.size() == needed;
  // A local header has to have both sizes there (4.5.3).
  if (!header.central && exact && size != compressed)
    throw BadRecord{"has a zip64 field that doesn't fit it"};
  ByteReader reader(field);
  const auto take = [&](bool there, auto& value, unsigned bytes) {
    if (exact && !there) return;
    const std::uint64_t said = bytes == 8 ? reader.u64() : reader.u32();
    if (!there && said != value) throw BadRecord{"has a zip64 field that says something else"};
    value = static_cast<std::remove_reference_t<decltype(value)>>(said);
  };
  take(size, header.size, 8);
  take(compressed, header.compressed, 8);
  if (header.central) take(offset, header.offset, 8);
  if (header.central && reader.left() != 0) take(disk, header.disk, 4);
}

void read_fields(std::string_view extra, ZipHeader& header) {
  ByteReader reader(extra);
  bool zip64 = false;
  while (reader.left() != 0) {
    // zipalign fills up with less than a field.
    if (reader.left() < 4) {
      const std::string_view rest = reader.take(reader.left());
      if (rest.find_first_not_of('\0') == std::string_view::npos) break;
      throw BadRecord{"has extra fields that end in the middle of one"};
    }
    const std::uint16_t kind = reader.u16();
    const std::uint16_t length = reader.u16();
    if (length > reader.left()) throw BadRecord{"has extra fields that end in the middle of one"};
    const std::string_view field = reader.take(length);
    if (kind == kZip64Field) {
      if (std::exchange(zip64, true)) throw BadRecord{"has two zip64 fields"};
      read_zip64_field(field, header);
    } else if (kind == kUnicodePathField) {
      if (header.unicode_name) throw BadRecord{"has two Unicode path fields"};
      if (field.size() < kUnicodePathStart)
        throw BadRecord{"has a Unicode path field that is too short"};
      header.unicode_name = field.substr(kUnicodePathStart);
    }
  }
  if (!zip64 && (header.size == kInZip64 || header.compressed == kInZip64 ||
                 (header.central && header.offset == kInZip64)))
    throw BadRecord{"states a size or an offset for which it has no zip64 field"};
}

// Other ends whose comment, too, goes to the end of the file: which one is meant can't be told.
bool has_another_end(std::string_view content, std::uint64_t end) {
  const std::uint64_t most = kEndSize + kMaxComment;
  const std::uint64_t from = content.size() > most ? content.size() - most : 0;
  for (auto at = content.find(kEndSignature, from); at != std::string_view::npos && at < end;
       at = content.find(kEndSignature, at + 1)) {
    ByteReader reader(content, at + kEndSize - 2);
    if (reader.u16() == content.size() - at - kEndSize) return true;
  }
  return false;
}

// `found` as the end of central directory record says; the zip64 one has the same, or what doesn't
// fit there.
void read_zip64_end(std::string_view content, ZipEnd& found) {
  if (found.begin < kZip64LocatorSize) return;
  ByteReader locator(content, found.begin - kZip64LocatorSize);
  if (locator.take(4) != kZip64LocatorSignature) return;
  const std::uint32_t disk = locator.u32();
  const std::uint64_t at = locator.u64();
  const std::uint32_t disks = locator.u32();
  if (disk != 0 || disks > 1) throw BadRecord{"is one of several disks"};
  ByteReader reader(content, at);
  expect(reader, kZip64EndSignature, "zip64 end of central directory record where it states one");
  if (reader.u64() != kZip64EndCounted || at + kZip64EndSize != found.begin - kZip64LocatorSize)
    throw BadRecord{"has a zip64 end of central directory record of another size than it states"};
  reader.take(4);  // versions
  if (reader.u32() != 0 || reader.u32() != 0) throw BadRecord{"is one of several disks"};
  const std::uint64_t here = reader.u64();
  const ZipEnd said{reader.u64(), reader.u64(), reader.u64(), at};
  if (here != said.records) throw BadRecord{"is one of several disks"};
  if ((found.records != kShortInZip64 && found.records != said.records) ||
      (found.size != kInZip64 && found.size != said.size) ||
      (found.offset != kInZip64 && found.offset != said.offset))
    throw BadRecord{"has two end of central directory records that say different things"};
  found = said;
}

}  // namespace

void ByteReader::seek(std::uint64_t at) {
  if (at > bytes_.size()) throw BadRecord{"is cut off"};
  at_ = at;
}

std::string_view ByteReader::take(std::uint64_t length) {
  if (length > left()) throw BadRecord{"is cut off"};
  const std::string_view taken = bytes_.substr(at_, length);
  at_ += length;
  return taken;
}

std::uint64_t ByteReader::number(unsigned bytes) {
  const std::string_view taken = take(bytes);
  std::uint64_t value = 0;
  for (unsigned i = 0; i < bytes; ++i)
    value |= std::uint64_t{static_cast<unsigned char>(taken[i])} << (8 * i);
  return value;
}

namespace {

// What both kinds of headers have, in the same order.
void read_common(ByteReader& reader, ZipHeader& header) {
  header.flags = reader.u16();
  header.method = reader.u16();
  reader.take(4);  // time
  header.crc = reader.u32();
  header.compressed = reader.u32();
  header.size = reader.u32();
}

}  // namespace

ZipHeader read_local_header(std::string_view content, std::uint64_t at) {
  ByteReader reader(content, at);
  expect(reader, kLocalSignature, "signature");
  ZipHeader header;
  reader.take(2);  // version
  read_common(reader, header);
  const std::uint16_t name = reader.u16();
  const std::uint16_t extra = reader.u16();
  header.name = reader.take(name);
  read_fields(reader.take(extra), header);
  header.end = reader.at();
  return header;
}

ZipHeader read_central_header(std::string_view content, std::uint64_t at) {
  ByteReader reader(content, at);
  expect(reader, kCentralSignature, "record of the central directory where there should be one");
  ZipHeader header;
  header.central = true;
  reader.take(4);  // versions
  read_common(reader, header);
  const std::uint16_t name = reader.u16();
  const std::uint16_t extra = reader.u16();
  const std::uint16_t comment = reader.u16();
  header.disk = reader.u16();
  reader.take(6);  // attributes
  header.offset = reader.u32();
  header.name = reader.take(name);
  read_fields(reader.take(extra), header);
  reader.take(comment);
  header.end = reader.at();
  return header;
}

std::uint64_t end_of_central_header(std::string_view content, std::uint64_t at) {
  ByteReader reader(content, at);
  expect(reader, kCentralSignature, "record of the central directory where there should be one");
  reader.take(24);
  const std::uint64_t variable = std::uint64_t{reader.u16()} + reader.u16() + reader.u16();
  reader.take(12);
  reader.take(variable);
  return reader.at();
}

ZipEnd find_zip_end(std::string_view content) {
  const std::uint64_t at = content.rfind(kEndSignature);
  if (at == std::string_view::npos || content.size() - at < kEndSize)
    throw BadRecord{"has no end of central directory record"};
  if (content.size() - at > kEndSize + kMaxComment)
    throw BadRecord{"goes on after its end of central directory record"};
  ByteReader reader(content, at + 4);
  const std::uint16_t disk = reader.u16();
  const std::uint16_t directory_disk = reader.u16();
  const std::uint16_t here = reader.u16();
  ZipEnd found;
  found.records = reader.u16();
  found.size = reader.u32();
  found.offset = reader.u32();
  found.begin = at;
  const std::uint16_t comment = reader.u16();
  // Also where the last one is in the comment of another.
  if (comment != reader.left() || has_another_end(content, at))
    throw BadRecord{"goes on after its end of central directory record, or has two of them"};
  const auto first = [](std::uint16_t number) { return number == 0 || number == kShortInZip64; };
  if (!first(disk) || !first(directory_disk) || here != found.records)
    throw BadRecord{"is one of several disks"};
  read_zip64_end(content, found);
  return found;
}

}  // namespace assize
