#include "tools/assize/source_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <clocale>
#include <memory>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/jail/message.h"
#include "judge/runtime/runtime.h"
#include "problems/archive.h"
#include "problems/zip_structure.h"

namespace assize {

namespace {

void add(Source& source, const std::string& place, const std::string& path, std::string content) {
  if (!is_safe_relative_path(path) || path.size() > 200 || !is_utf8(path))
    throw InputError(shown_name(place) + ": '" + clean_line(path, 80) +
                     "' is not a path below the submission");
  if (source.files.size() == kMaxSourceFiles)
    throw InputError(shown_name(place) + ": more than " + std::to_string(kMaxSourceFiles) +
                     " files");
  if (!source.files.emplace(path, std::move(content)).second)
    throw InputError(shown_name(place) + ": '" + clean_line(path, 80) + "' is in it twice");
  if (source.size() > kMaxSourceSize)
    throw InputError(shown_name(place) + ": larger than " + std::to_string(kMaxSourceSize >> 20U) +
                     " MiB");
}

void must_be_runnable(const Source& source, const std::string& place) {
  for (const auto& [path, content] : source.files)
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      if (source.files.contains(path.substr(0, slash)))
        throw InputError(shown_name(place) + ": '" + clean_line(path.substr(0, slash), 80) +
                         "' is a file and a directory");
  if (!source.files.contains(kMainFile))
    throw InputError(shown_name(place) + ": there is no " + kMainFile +
                     " in it, with which a submission of several files starts");
}

// Byte code that Python left is no part of a submission.
bool is_byte_code(const std::string& path) {
  return ("/" + path).find("/__pycache__/") != std::string::npos;
}

Source load_directory(const UniqueFd& directory, const std::string& path) {
  Source source;
  walk_submitted(directory, path, kMaxSourceSize,
                 [&](const std::string& name, std::string content) {
                   add(source, path, name, std::move(content));
                 });
  must_be_runnable(source, path);
  return source;
}

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

// The reader goes by the central directory; that a reader of a stream finds the same is seen first.
Source load_zip(const std::string& path, const std::string& bytes) {
  read_zip_structure(bytes, shown_name(path), kMaxArchiveMembers);
  const Utf8Names names;
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip_seekable(reader.get());
  const auto fail = [&] {
    const char* why = archive_error_string(reader.get());
    throw InputError(shown_name(path) +
                     ": not a readable zip file: " + (why != nullptr ? why : "damaged"));
  };
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) fail();
  Source source;
  archive_entry* entry = nullptr;
  int result = ARCHIVE_OK;
  while ((result = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
    const char* name = archive_entry_pathname_utf8(entry);
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG)
      throw InputError(shown_name(path) +
                       ": holds something that is not a plain file with a name in UTF-8");
    if (is_byte_code(name)) continue;
    std::string content;
    std::string block(1U << 16U, '\0');
    while (true) {
      const la_ssize_t length = archive_read_data(reader.get(), block.data(), block.size());
      if (length < 0) fail();
      if (length == 0) break;
      content.append(block.data(), static_cast<std::size_t>(length));
      if (content.size() > kMaxSourceSize) break;  // add() says so
    }
    add(source, path, name, std::move(content));
  }
  if (result != ARCHIVE_EOF) fail();
  must_be_runnable(source, path);
  return source;
}

}  // namespace

namespace {

std::string standard_input() {
  std::string content;
  std::string block(1U << 16U, '\0');
  std::size_t length = 0;
  while ((length = std::fread(block.data(), 1, block.size(), stdin)) > 0) {
    content.append(block.data(), length);
    if (content.size() > kMaxSourceSize)
      throw InputError("standard input: too large for a submission");
  }
  return content;
}

bool is_directory(const UniqueFd& file) {
  struct stat status {};
  return ::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

SubmissionRoot root_of(const std::string& option) {
  return option.empty() ? SubmissionRoot::as_typed() : SubmissionRoot(option);
}

Source load_source_file(const std::string& path, const SubmissionRoot& root) {
  Source source;
  if (path == "-") {
    source.files[kMainFile] = standard_input();
    return source;
  }
  const auto opened = root.open(path);
  if (is_directory(opened.file)) return load_directory(opened.file, path);
  std::string content = read_submitted(opened.file, path, opened.folder_owner, kMaxSourceSize);
  if (path.ends_with(".zip")) return load_zip(path, content);
  source.files[kMainFile] = std::move(content);
  return source;
}

}  // namespace assize
