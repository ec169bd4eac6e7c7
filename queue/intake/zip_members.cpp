#include "queue/intake/zip_members.h"

#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <memory>
#include <vector>

#include "problems/files/archive.h"
#include "queue/intake/kinds.h"
#include "queue/intake/left_out.h"
#include "queue/intake/submitted_files.h"
#include "queue/intake/text_encoding.h"
#include "storage/base/errors.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr std::uint16_t kUtf8 = 1U << 11U;  // general purpose bit 11 (APPNOTE.TXT 4.4.4)

// libarchive converts names to the thread's locale; ours have any letters.
class Utf8Names {
 public:
  Utf8Names() : locale_(::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr)) {
    if (locale_ != nullptr) before_ = ::uselocale(locale_);
  }
  ~Utf8Names() {
    if (locale_ == nullptr) return;
    ::uselocale(before_);
    ::freelocale(locale_);
  }
  Utf8Names(const Utf8Names&) = delete;
  Utf8Names& operator=(const Utf8Names&) = delete;

 private:
  locale_t locale_;
  locale_t before_ = nullptr;
};

// What libarchive says of a member that isn't UTF-8 is a warning only.
bool is_header(int result) { return result == ARCHIVE_OK || result == ARCHIVE_WARN; }

class ZipReader {
 public:
  ZipReader(const std::string& bytes, const std::string& place)
      : bytes_(bytes), place_(place), files_(place) {}

  std::map<std::string, std::string> read(std::set<std::string>& left_out) {
    const auto members = read_zip_structure(bytes_, shown_name(place_), kMaxArchiveMembers);
    const auto names = names_of(members);
    if (const auto why = why_not_source_archive(names); !why.empty())
      throw InputError(shown_name(place_) + ": " + why);
    const auto environments = environments_in(names);
    const Utf8Names utf8;
    reader_.reset(::archive_read_new());
    ::archive_read_support_format_zip_seekable(reader_.get());
    if (::archive_read_open_memory(reader_.get(), bytes_.data(), bytes_.size()) != ARCHIVE_OK)
      fail();
    archive_entry* entry = nullptr;
    std::size_t position = 0;
    int result = ARCHIVE_OK;
    for (; is_header(result = ::archive_read_next_header(reader_.get(), &entry)); ++position) {
      if (position >= members.size()) differs();
      const std::string& name = names[position];
      const auto type = ::archive_entry_filetype(entry);
      if (const auto part = left_out_part(name, environments); !part.empty()) {
        left_out.insert(part);
      } else if (type == AE_IFREG && !name.ends_with('/')) {
        if (files_.may_add(name)) files_.add(name, content());
      } else if (type != AE_IFDIR && !name.ends_with('/')) {
        files_.fault(name, type == AE_IFLNK
                               ? "is a symbolic link; a submission has none: put the file itself in"
                               : "is neither a plain file nor a directory");
      }
    }
    if (result != ARCHIVE_EOF) fail();
    if (position != members.size()) differs();
    return files_.take();
  }

 private:
  std::vector<std::string> names_of(const std::vector<ZipMember>& members) {
    std::vector<std::string> names;
    names.reserve(members.size());
    for (const auto& member : members) {
      try {
        names.push_back(name_of_member(member));
      } catch (const InputError& error) {
        files_.fault(member.name, error.what());
        names.push_back(clean_line(member.name));
      }
    }
    return names;
  }

  std::string content() {
    std::string content;
    std::string block(1U << 16U, '\0');
    while (true) {
      const la_ssize_t length = ::archive_read_data(reader_.get(), block.data(), block.size());
      if (length < 0) fail();
      if (length == 0) return content;
      content.append(block.data(), static_cast<std::size_t>(length));
      if (content.size() > kMaxSourceSize) return content;  // add() says so
    }
  }

  [[noreturn]] void fail() const {
    const char* why = ::archive_error_string(reader_.get());
    throw InputError(shown_name(place_) + ": not a readable zip file: " +
                     (why != nullptr ? clean_line(why, 200) : "damaged"));
  }
  [[noreturn]] void differs() const {
    throw InputError(shown_name(place_) +
                     ": is not a zip file, or is damaged: its members are listed as others");
  }

  const std::string& bytes_;
  const std::string& place_;
  SubmittedFiles files_;
  std::unique_ptr<archive, int (*)(archive*)> reader_{nullptr, ::archive_read_free};
};

}  // namespace

std::string name_of_member(const ZipMember& member) {
  std::string name = member.name;
  if (!is_utf8(name)) {
    if ((member.flags & kUtf8) != 0)
      throw InputError("has a name that says it is UTF-8, and isn't");
    name = converted(name, "CP437");
  }
  for (char& c : name)
    if (c == '\\') c = '/';
  return name;
}

std::map<std::string, std::string> read_zip(const std::string& bytes, const std::string& place,
                                            std::set<std::string>& left_out) {
  return ZipReader(bytes, place).read(left_out);
}

}  // namespace assize
