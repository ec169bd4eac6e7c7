#include "tools/assize/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <ostream>
#include <streambuf>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

using Writer = std::function<void(std::ostream&)>;

[[noreturn]] void fail(const std::string& path, int error, const std::string& note = "") {
  throw InputError("can't write " + shown_name(path) + note + ": " +
                   std::generic_category().message(error));
}

// A stream's end that is a descriptor, whatever that is of. Keeps the error of a write that failed.
class DescriptorBuffer final : public std::streambuf {
 public:
  explicit DescriptorBuffer(int fd) : fd_(fd) { setp(buffer_.data(), buffer_.data() + kSize); }
  int error() const { return error_; }

 protected:
  int_type overflow(int_type c) override {
    if (sync() != 0) return traits_type::eof();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }

  int sync() override {
    const char* from = pbase();
    while (from < pptr()) {
      const ssize_t written = ::write(fd_, from, static_cast<std::size_t>(pptr() - from));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) {
        error_ = errno;
        return -1;
      }
      from += written;
    }
    setp(buffer_.data(), buffer_.data() + kSize);
    return 0;
  }

 private:
  static constexpr std::size_t kSize = 1U << 16U;
  std::array<char, kSize> buffer_{};
  int fd_;
  int error_ = 0;
};

// By its descriptor: nobody can put another file in its place meanwhile.
void write_through(int fd, const std::string& path, const Writer& write) {
  DescriptorBuffer buffer(fd);
  std::ostream stream(&buffer);
  write(stream);
  stream.flush();
  if (!stream) fail(path, buffer.error() == 0 ? EIO : buffer.error());
}

// The descriptor of ours that a path stands for: what our standard streams lead to, by whatever
// name (/dev/stdout, or the file that standard output was sent to), and /dev/fd/N. What was written
// to it before stays.
std::optional<int> own_descriptor(const std::string& path, const struct stat& status) {
  for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (::fstat(fd, &own) == 0 && own.st_dev == status.st_dev && own.st_ino == status.st_ino)
      return fd;
  }
  std::error_code error;
  const fs::path given(path);
  const fs::path folder = fs::canonical(given.has_parent_path() ? given.parent_path() : ".", error);
  if (error || folder != fs::canonical("/proc/self/fd", error)) return std::nullopt;
  const std::string name = given.filename();
  int fd = -1;
  const auto [end, wrong] = std::from_chars(name.data(), name.data() + name.size(), fd);
  if (wrong != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return fd;
}

// Where a link leads; the path itself where nothing is.
std::string place_of(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return path;
  std::error_code error;
  const fs::path place = fs::canonical(path, error);
  if (error) fail(path, error.value(), " (a link that leads nowhere)");
  return place;
}

// Gives a file the owner and the mode of the one whose place it takes. Where its group can't be
// had, the rights of that group are nobody's.
void take_after(int fd, const struct stat& before, const std::string& path) {
  const bool group = ::fchown(fd, before.st_uid, before.st_gid) == 0 ||
                     ::fchown(fd, static_cast<uid_t>(-1), before.st_gid) == 0;
  if (::fchmod(fd, before.st_mode & (group ? 0777U : 0707U)) != 0) fail(path, errno);
}

void replace(const std::string& path, const struct stat* before, const Writer& write) {
  const std::string place = place_of(path);
  // A name of its own, made by O_EXCL: whatever is under it already isn't touched.
  std::string beside = place + ".XXXXXX";
  const UniqueFd file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file) fail(path, errno);
  try {
    if (before != nullptr) take_after(file.get(), *before, path);
    write_through(file.get(), path, write);
    if (std::rename(beside.c_str(), place.c_str()) != 0) fail(path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace

void write_output_file(const std::string& path, const Writer& write) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return replace(path, nullptr, write);
  if (const auto own = own_descriptor(path, status)) return write_through(*own, path, write);
  if (S_ISREG(status.st_mode)) return replace(path, &status, write);
  if (S_ISBLK(status.st_mode))
    throw InputError("can't write " + shown_name(path) +
                     ": it is a block device, and would lose what is on it: name a file");
  const UniqueFd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) fail(path, errno);
  write_through(file.get(), path, write);
}

}  // namespace assize
