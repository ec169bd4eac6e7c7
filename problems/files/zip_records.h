// The records of a zip file, field by field: no rule about more than one of them is here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assize {

// What is wrong with a record, to follow the name of what has it: "is cut off". Only thrown within
// the reading of a zip file, which makes an InputError of it.
struct BadRecord {
  std::string what;
};

// Reads little-endian numbers; every read is within the bytes. Throws BadRecord past the end.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes, std::uint64_t at = 0) : bytes_(bytes) { seek(at); }
  void seek(std::uint64_t at);
  std::uint64_t at() const { return at_; }
  std::uint64_t left() const { return bytes_.size() - at_; }
  std::string_view take(std::uint64_t length);
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }

 private:
  std::uint64_t number(unsigned bytes);

  std::string_view bytes_;
  std::uint64_t at_ = 0;
};

constexpr std::string_view kLocalSignature{"PK\x03\x04", 4};
constexpr std::string_view kCentralSignature{"PK\x01\x02", 4};
constexpr std::string_view kEndSignature{"PK\x05\x06", 4};
constexpr std::string_view kZip64EndSignature{"PK\x06\x06", 4};
constexpr std::string_view kZip64LocatorSignature{"PK\x06\x07", 4};
constexpr std::string_view kDescriptorSignature{"PK\x07\x08", 4};
constexpr std::uint32_t kInZip64 = 0xffffffff;  // "see the zip64 field" (4.4.1.4)
constexpr std::uint16_t kShortInZip64 = 0xffff;

// A local header (4.3.7), or a record of the central directory (4.3.12).
struct ZipHeader {
  bool central = false;
  std::uint16_t flags = 0;
  std::uint16_t method = 0;
  std::uint32_t crc = 0;
  std::uint64_t compressed = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;  // of the local header; central only
  std::uint32_t disk = 0;    // central only
  bool zip64 = false;        // has a zip64 field
  std::string_view name;
  std::optional<std::string_view> unicode_name;  // of a Unicode path field (4.6.9)
  std::uint64_t end = 0;                         // of the record: where what follows it begins
};

// Throws BadRecord.
ZipHeader read_local_header(std::string_view content, std::uint64_t at);
ZipHeader read_central_header(std::string_view content, std::uint64_t at);
// Where the record after the one at `at` begins, and nothing else of it. Throws BadRecord.
std::uint64_t end_of_central_header(std::string_view content, std::uint64_t at);

// What the end of central directory record (4.3.16) and its zip64 one (4.3.14) say.
struct ZipEnd {
  std::uint64_t records = 0;  // in the central directory
  std::uint64_t size = 0;     // of the central directory
  std::uint64_t offset = 0;   // of the central directory
  std::uint64_t begin = 0;    // of the record, or of the zip64 one
};

// Finds the end from the back of the file. Throws BadRecord.
ZipEnd find_zip_end(std::string_view content);

}  // namespace assize
