#include "tools/assize/source_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <clocale>
#include <filesystem>
#include <memory>

#include "judge/core/errors.h"
#include "judge/core/text.h"
#include "judge/jail/message.h"
#include "judge/runtime/runtime.h"
#include "problems/archive.h"
#include "problems/file_tree.h"
#include "problems/zip_structure.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

void add(Source& source, const std::string& place, const std::string& path, std::string content) {
  if (!is_safe_relative_path(path) || path.size() > 200 || !is_utf8(path))
    throw InputError(place + ": '" + clean_excerpt(path, 80) +
                     "' is not a path below the submission");
  if (source.files.size() == kMaxSourceFiles)
    throw InputError(place + ": more than " + std::to_string(kMaxSourceFiles) + " files");
  if (!source.files.emplace(path, std::move(content)).second)
    throw InputError(place + ": '" + clean_excerpt(path, 80) + "' is in it twice");
  if (source.size() > kMaxSourceSize)
    throw InputError(place + ": larger than " + std::to_string(kMaxSourceSize >> 20U) + " MiB");
}

void must_be_runnable(const Source& source, const std::string& place) {
  for (const auto& [path, content] : source.files)
    for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
      if (source.files.contains(path.substr(0, slash)))
        throw InputError(place + ": '" + path.substr(0, slash) + "' is a file and a directory");
  if (!source.files.contains(kMainFile))
    throw InputError(place + ": there is no " + kMainFile +
                     " in it, with which a submission of several files starts");
}

// Byte code that Python left is no part of a submission.
bool is_byte_code(const std::string& path) {
  return ("/" + path).find("/__pycache__/") != std::string::npos;
}

Source load_directory(const std::string& path) {
  Source source;
  try {
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.is_symlink())
        throw InputError(entry.path().string() + ": a submission has no symbolic links");
      const std::string relative = fs::relative(entry.path(), path);
      if (entry.is_directory() || is_byte_code(relative)) continue;
      add(source, path, relative, read_whole_file(entry.path(), kMaxSourceSize));
    }
  } catch (const fs::filesystem_error& error) {
    throw InputError(path + ": can't be read whole: " + error.code().message());
  }
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
  read_zip_structure(bytes, path, kMaxArchiveMembers);
  const Utf8Names names;
  const std::unique_ptr<archive, int (*)(archive*)> reader(archive_read_new(), archive_read_free);
  archive_read_support_format_zip_seekable(reader.get());
  const auto fail = [&] {
    const char* why = archive_error_string(reader.get());
    throw InputError(path + ": not a readable zip file: " + (why != nullptr ? why : "damaged"));
  };
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) fail();
  Source source;
  archive_entry* entry = nullptr;
  int result = ARCHIVE_OK;
  while ((result = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
    const char* name = archive_entry_pathname_utf8(entry);
    if (archive_entry_filetype(entry) == AE_IFDIR) continue;
    if (name == nullptr || archive_entry_filetype(entry) != AE_IFREG)
      throw InputError(path + ": holds something that is not a plain file with a name in UTF-8");
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

Source load_source_file(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return load_directory(path);
  std::string content;
  if (path == "-") {
    std::string block(1U << 16U, '\0');
    std::size_t length = 0;
    while ((length = std::fread(block.data(), 1, block.size(), stdin)) > 0) {
      content.append(block.data(), length);
      if (content.size() > kMaxSourceSize)
        throw InputError("standard input: too large for a submission");
    }
  } else {
    content = read_whole_file(path, kMaxSourceSize);
  }
  if (path.ends_with(".zip")) return load_zip(path, content);
  Source source;
  source.files[kMainFile] = std::move(content);
  return source;
}

}  // namespace assize
