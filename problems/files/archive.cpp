#include "problems/files/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include "problems/files/file_tree.h"
#include "problems/files/zip_structure.h"
#include "storage/base/errors.h"
#include "storage/base/relative_path.h"
#include "storage/base/text.h"

namespace assize {

// libarchive reads from front to back: to go back is to begin anew.
struct Archive::Reader {
  explicit Reader(const std::string& content) : handle(::archive_read_new()) {
    if (handle == nullptr) throw JudgeError("open an archive: out of memory");
    // The seekable reader goes by the central directory, as every unzip does.
    ::archive_read_support_format_zip_seekable(handle);
    failed = ::archive_read_open_memory(handle, content.data(), content.size()) != ARCHIVE_OK;
  }
  ~Reader() { ::archive_read_free(handle); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // False at the end, and on an error (`failed`).
  bool next() {
    if (failed) return false;
    const int result = ::archive_read_next_header(handle, &entry);
    failed = result != ARCHIVE_OK && result != ARCHIVE_WARN && result != ARCHIVE_EOF;
    ++position;
    return !failed && result != ARCHIVE_EOF;
  }
  std::string error() const {
    const char* text = ::archive_error_string(handle);
    return text == nullptr ? "unknown error" : clean_line(text, 200);
  }

  ::archive* handle;
  ::archive_entry* entry = nullptr;
  bool failed = false;
  std::size_t position = static_cast<std::size_t>(-1);  // of the entry
};

namespace {

constexpr std::size_t kFirstBuffer = 1U << 16U;

}  // namespace

Archive::Archive(std::string content, std::string place)
    : content_(std::move(content)), place_(std::move(place)) {
  list();
}

Archive::~Archive() = default;

// The names and sizes are those of the structure; libarchive, which has the members in the same
// order, knows their types.
void Archive::list() {
  const std::vector<ZipMember> members = read_zip_structure(content_, place_, kMaxArchiveMembers);
  const std::string others = ": is not a zip file, or is damaged: its members are listed as others";
  Reader reader(content_);
  while (reader.next()) {
    if (reader.position >= members.size()) throw InputError(place_ + others);
    const ZipMember& member = members[reader.position];
    const std::string shown = place_ + ": the member '" + clean_line(member.name, 100) + "' ";
    const auto type = ::archive_entry_filetype(reader.entry);
    if (type == AE_IFDIR && member.size != 0)
      throw InputError(shown + "is a directory and has content");
    if (type == AE_IFDIR || member.name.ends_with('/')) continue;
    if (type != AE_IFREG) throw InputError(shown + "is neither a file nor a directory");
    if (::archive_entry_is_encrypted(reader.entry) != 0) throw InputError(shown + "is encrypted");
    add(member.name, reader.position, member.size);
  }
  if (reader.failed)
    throw InputError(place_ + ": is not a zip file, or is damaged: " + reader.error());
  if (reader.position != members.size()) throw InputError(place_ + others);
}

void Archive::add(const std::string& name, std::size_t position, std::uint64_t size) {
  const std::string shown = place_ + ": the member '" + clean_line(name, 100) + "' ";
  if (!is_utf8(name) || name.find('\n') != std::string::npos)
    throw InputError(shown + "has a name that is not UTF-8 or has a line feed");
  if (name.size() > kMaxMemberName)
    throw InputError(shown + "has a name of more than " + std::to_string(kMaxMemberName) +
                     " bytes");
  if (!is_safe_relative_path(name))
    throw InputError(shown + "has a name that leads out of the archive");
  if (size > kMaxPackageFile)
    throw InputError(shown + "is larger than " + std::to_string(kMaxPackageFile >> 20U) + " MiB");
  total_ += size;
  if (total_ > kMaxPackageSize)
    throw InputError(place_ + ": unpacked larger than " + std::to_string(kMaxPackageSize >> 20U) +
                     " MiB");
  if (!members_.emplace(name, Member{position, size}).second)
    throw InputError(shown + "is there twice");
  names_.push_back(name);
}

std::string Archive::read(const std::string& member) {
  const auto found = members_.find(member);
  if (found == members_.end())
    throw InputError(place_ + ": has no member '" + clean_line(member, 100) + "'");
  const std::string shown = place_ + ": the member '" + clean_line(member, 100) + "' ";
  const bool behind =
      reader_ && (reader_->failed || (reader_->position != static_cast<std::size_t>(-1) &&
                                      reader_->position >= found->second.position));
  if (!reader_ || behind) reader_ = std::make_unique<Reader>(content_);
  while (reader_->next() && reader_->position < found->second.position) {
  }
  if (reader_->failed) throw InputError(shown + "can't be read: " + reader_->error());
  // One byte more than stated is enough to see that there is more. The buffer grows with what
  // comes: a small archive can state a large size.
  const std::uint64_t most = found->second.size + 1;
  std::string content;
  std::size_t done = 0;
  while (done < most) {
    content.resize(std::min<std::uint64_t>(most, std::max<std::size_t>(kFirstBuffer, 2 * done)));
    const auto length =
        ::archive_read_data(reader_->handle, content.data() + done, content.size() - done);
    if (length == 0) break;
    if (length < 0) {
      const std::string error = reader_->error();
      reader_.reset();
      throw InputError(shown + "can't be read: " + error);
    }
    done += static_cast<std::size_t>(length);
  }
  if (done != found->second.size) {
    reader_.reset();
    throw InputError(shown + "has another size than the archive states");
  }
  content.resize(done);
  return content;
}

void Archive::verify() {
  for (const auto& name : names_) read(name);
  reader_.reset();
}

}  // namespace assize
