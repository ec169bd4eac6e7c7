#include "problems/files/zip_structure.h"

#include <algorithm>

#include "problems/files/zip_records.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::uint16_t kEncrypted = 1U << 0U;  // general purpose bits (4.4.4)
constexpr std::uint16_t kHasDescriptor = 1U << 3U;
constexpr std::uint16_t kPatch = 1U << 5U;
constexpr std::uint16_t kStronglyEncrypted = 1U << 6U;
constexpr std::uint16_t kUtf8 = 1U << 11U;
constexpr std::uint16_t kMasked = 1U << 13U;
constexpr std::uint16_t kStored = 0;
constexpr std::size_t kMostFaults = 10;  // that are shown

// One member as both sides have it.
struct Pair {
  ZipHeader central;
  ZipHeader local;
};

class Structure {
 public:
  Structure(std::string_view content, const std::string& place)
      : content_(content), place_(place) {}

  std::vector<ZipMember> read(std::size_t most);

 private:
  void count(const ZipEnd& end, std::size_t most) const;
  void read_central(const ZipEnd& end);
  void read_local(Pair& pair);
  void compare(const Pair& pair);
  void compare_numbers(const Pair& pair);
  void must_be_plain(const Pair& pair);
  void must_fill_the_file(const ZipEnd& end);
  // Where the member ends: behind its data descriptor if it has one.
  std::uint64_t end_of(const Pair& pair, std::uint64_t next);
  void look_at_descriptor(const Pair& pair, std::string_view descriptor);
  void must_belong_to_a_member(std::uint64_t from, std::uint64_t to, const std::string& where);

  void fault(const ZipHeader& header, const std::string& what) {
    faults_.push_back("the member '" + clean_line(header.name, 100) + "' " + what);
  }
  void differs(const Pair& pair, const char* field, const std::string& central,
               const std::string& local) {
    fault(pair.central, std::string("has another ") + field +
                            " in its local header than in the central directory: " + local +
                            " and " + central);
  }
  void throw_faults() const;

  std::string_view content_;
  const std::string& place_;
  std::vector<Pair> pairs_;
  std::vector<std::string> faults_;
};

std::string quoted(std::string_view name) { return "'" + clean_line(name, 100) + "'"; }

std::string hex(std::uint32_t number) {
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(number >> shift) & 15U];
  return text;
}

void Structure::throw_faults() const {
  if (faults_.empty()) return;
  std::string text;
  for (std::size_t i = 0; i < std::min(faults_.size(), kMostFaults); ++i)
    text += (i == 0 ? "" : "\n") + place_ + ": " + faults_[i];
  if (faults_.size() > kMostFaults)
    text += "\n" + place_ + ": … and " + std::to_string(faults_.size() - kMostFaults) + " more";
  throw InputError(text + "\n" + place_ +
                   ": not every reader of it would see the same files: pack them again with an "
                   "ordinary zip program");
}

// What the file states is looked at first; but it has only 16 bits for it, which some writers fill
// with the rest of the number: the records count.
void Structure::count(const ZipEnd& end, std::size_t most) const {
  const std::string too_many = place_ + ": more than " + std::to_string(most) + " members";
  if (end.records > most) throw InputError(too_many);
  std::uint64_t at = end.offset;
  std::uint64_t records = 0;
  for (; at < end.begin; ++records) {
    if (records == most) throw InputError(too_many);
    at = end_of_central_header(content_, at);
  }
  if (at != end.begin || end.offset + end.size != end.begin)
    throw BadRecord{"has a central directory that doesn't end at its end record"};
  if (records != end.records)
    throw BadRecord{"states " + std::to_string(end.records) +
                    " members, but its central directory has " + std::to_string(records)};
}

void Structure::read_central(const ZipEnd& end) {
  pairs_.reserve(end.records);
  std::uint64_t at = end.offset;
  for (std::uint64_t i = 0; i < end.records; ++i) {
    try {
      pairs_.push_back({read_central_header(content_, at), {}});
      at = pairs_.back().central.end;
    } catch (const BadRecord& bad) {
      throw BadRecord{"has a central directory whose record " + std::to_string(i + 1) + " " +
                      bad.what};
    }
  }
  std::stable_sort(pairs_.begin(), pairs_.end(), [](const Pair& left, const Pair& right) {
    return left.central.offset < right.central.offset;
  });
}

void Structure::read_local(Pair& pair) {
  if (pair.central.offset >= content_.size())
    return fault(pair.central, "has a local header outside of the file");
  try {
    pair.local = read_local_header(content_, pair.central.offset);
    if (pair.central.compressed > content_.size() - pair.local.end)
      fault(pair.central, "has a size that leads out of the file");
  } catch (const BadRecord& bad) {
    fault(pair.central, "has a local header that " + bad.what);
  }
}

void Structure::must_be_plain(const Pair& pair) {
  const auto flags = static_cast<std::uint16_t>(pair.central.flags | pair.local.flags);
  if ((flags & (kEncrypted | kStronglyEncrypted | kMasked)) != 0)
    fault(pair.central, "is encrypted");
  if ((flags & kPatch) != 0) fault(pair.central, "is a patch of another file");
  if (pair.central.disk != 0) fault(pair.central, "is on another disk");
  if (pair.central.name.empty()) fault(pair.central, "has no name");
  if (pair.central.name.find('\0') != std::string_view::npos)
    fault(pair.central, "has a NUL in its name");
  if (pair.central.name.ends_with('/') && pair.central.size != 0)
    fault(pair.central, "is a directory and has content");
}

void Structure::compare(const Pair& pair) {
  if (pair.local.name != pair.central.name)
    differs(pair, "name", quoted(pair.central.name), quoted(pair.local.name));
  for (const ZipHeader* header : {&pair.central, &pair.local})
    if (header->unicode_name && *header->unicode_name != pair.central.name)
      fault(pair.central,
            std::string("has another name in the Unicode path field of its ") +
                (header->central ? "record in the central directory" : "local header") + ": " +
                quoted(*header->unicode_name));
  const auto flag = [&](std::uint16_t bit, const char* name) {
    if (((pair.central.flags ^ pair.local.flags) & bit) != 0)
      differs(pair, name, (pair.central.flags & bit) != 0 ? "set" : "not set",
              (pair.local.flags & bit) != 0 ? "set" : "not set");
  };
  flag(kEncrypted, "flag for encryption");
  flag(kUtf8, "flag for names in UTF-8");
  if (pair.local.method != pair.central.method)
    differs(pair, "compression method", std::to_string(pair.central.method),
            std::to_string(pair.local.method));
  compare_numbers(pair);
}

void Structure::compare_numbers(const Pair& pair) {
  const bool later = (pair.local.flags & kHasDescriptor) != 0;
  const auto same = [&](std::uint64_t central, std::uint64_t local) {
    return local == central || (later && local == 0);
  };
  if (!same(pair.central.crc, pair.local.crc))
    differs(pair, "CRC-32", hex(pair.central.crc), hex(pair.local.crc));
  if (!same(pair.central.compressed, pair.local.compressed))
    differs(pair, "compressed size", std::to_string(pair.central.compressed),
            std::to_string(pair.local.compressed));
  if (!same(pair.central.size, pair.local.size))
    differs(pair, "size", std::to_string(pair.central.size), std::to_string(pair.local.size));
  if (pair.central.method == kStored && pair.central.size != pair.central.compressed)
    fault(pair.central, "is stored, and has two different sizes");
}

// A data descriptor (4.3.9) may have a signature or not, and has 64-bit sizes where the local
// header has a zip64 field (4.3.9.2).
void Structure::look_at_descriptor(const Pair& pair, std::string_view descriptor) {
  const std::uint64_t plain = pair.local.zip64 ? 20 : 12;
  ByteReader reader(descriptor);
  const bool has_signature = descriptor.size() == plain + 4;
  if (descriptor.size() != plain && !has_signature)
    return fault(pair.central, "has " + std::to_string(descriptor.size()) +
                                   " bytes behind its data where a data descriptor of " +
                                   std::to_string(plain) + " or " + std::to_string(plain + 4) +
                                   " bytes should be");
  if (has_signature && reader.take(4) != kDescriptorSignature)
    return fault(pair.central, "has something else behind its data than a data descriptor");
  const std::uint32_t crc = reader.u32();
  const std::uint64_t compressed = pair.local.zip64 ? reader.u64() : reader.u32();
  const std::uint64_t size = pair.local.zip64 ? reader.u64() : reader.u32();
  if (crc != pair.central.crc || compressed != pair.central.compressed || size != pair.central.size)
    fault(pair.central,
          "has another CRC-32 or size in its data descriptor than in the central directory");
  if (pair.central.method != kStored) return;
  // Its length is stated behind it: a reader of a stream goes on until something looks like that.
  const std::string_view data = content_.substr(pair.local.end, pair.central.compressed);
  if (!has_signature || data.find(kDescriptorSignature) != std::string_view::npos)
    fault(pair.central,
          "is stored without its length before it, so that its end can't be told in a stream");
}

std::uint64_t Structure::end_of(const Pair& pair, std::uint64_t next) {
  const std::uint64_t end = pair.local.end + pair.central.compressed;
  if ((pair.local.flags & kHasDescriptor) == 0 || end > next) return end;
  look_at_descriptor(pair, content_.substr(end, next - end));
  return next;
}

void Structure::must_belong_to_a_member(std::uint64_t from, std::uint64_t to,
                                        const std::string& where) {
  const bool header =
      content_.substr(from, to - from).find(kLocalSignature) != std::string_view::npos;
  faults_.push_back("has " + std::to_string(to - from) + " bytes " + where +
                    " that belong to no member" +
                    (header ? ", among them the header of one that the central directory doesn't "
                              "list"
                            : ""));
}

// From the first byte to the central directory, each byte belongs to one member.
void Structure::must_fill_the_file(const ZipEnd& end) {
  std::uint64_t at = 0;
  std::string where = "before its first member";
  for (std::size_t i = 0; i < pairs_.size(); ++i) {
    const Pair& pair = pairs_[i];
    const bool last = i + 1 == pairs_.size();
    const std::uint64_t next = last ? end.offset : pairs_[i + 1].central.offset;
    if (pair.central.offset > at) must_belong_to_a_member(at, pair.central.offset, where);
    at = end_of(pair, next);
    if (at > next)
      fault(pair.central,
            "overlaps with " + (last ? "the central directory"
                                     : "the member " + quoted(pairs_[i + 1].central.name)));
    at = std::min(at, next);
    where = "behind the member " + quoted(pair.central.name);
  }
  if (at < end.offset) must_belong_to_a_member(at, end.offset, where);
}

std::vector<ZipMember> Structure::read(std::size_t most) {
  try {
    const ZipEnd end = find_zip_end(content_);
    count(end, most);
    read_central(end);
    for (Pair& pair : pairs_) read_local(pair);
    throw_faults();
    for (const Pair& pair : pairs_) {
      must_be_plain(pair);
      compare(pair);
    }
    throw_faults();
    must_fill_the_file(end);
    throw_faults();
  } catch (const BadRecord& bad) {
    throw InputError(place_ + ": is not a zip file, or is damaged: it " + bad.what);
  }
  std::vector<ZipMember> members;
  members.reserve(pairs_.size());
  for (const auto& [central, local] : pairs_)
    members.push_back({std::string(central.name), central.flags, central.method, central.crc,
                       central.compressed, central.size, central.offset});
  return members;
}

}  // namespace

std::vector<ZipMember> read_zip_structure(std::string_view content, const std::string& place,
                                          std::size_t most) {
  return Structure(content, place).read(most);
}

}  // namespace assize
