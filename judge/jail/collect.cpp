#include "judge/jail/collect.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <set>

namespace assize {

namespace {

// Names as the directory has them; one more than allowed is enough to know that it has too many.
std::set<std::string> names_in(int directory) {
  std::set<std::string> names;
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.insert(name);
    if (names.size() > kMaxCollectedFiles) break;
  }
  return names;
}

// The size of what was copied, or nothing.
std::optional<std::uint64_t> copy_file(int from, int into, std::uint64_t limit) {
  std::array<char, 65536> buffer;
  std::uint64_t size = 0;
  while (true) {
    const ssize_t length = ::read(from, buffer.data(), buffer.size());
    if (length == 0) return size;
    size += length > 0 ? static_cast<std::uint64_t>(length) : 0;
    if (length < 0 || size > limit ||
        ::write(into, buffer.data(), static_cast<std::size_t>(length)) != length)
      return std::nullopt;
  }
}

}  // namespace

UniqueFd open_plain_file(int directory, const char* name) {
  // O_NONBLOCK: opening a FIFO must not wait.
  UniqueFd file(::openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  return file;
}

CollectedFiles collect_files(int directory, Bytes limit) {
  const auto fail = [](const std::string& problem) { return CollectedFiles{{{}, problem}, {}}; };
  CollectedFiles result;
  result.content = UniqueFd(::memfd_create("collected", MFD_CLOEXEC));
  const auto names = names_in(directory);
  if (!result.content) return fail("there was no memory for them");
  if (names.size() > kMaxCollectedFiles)
    return fail("there are more than " + std::to_string(kMaxCollectedFiles) + " of them");
  std::uint64_t left = limit.count;
  for (const auto& name : names) {
    const UniqueFd file = open_plain_file(directory, name.c_str());
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0)
      return fail("'" + name + "' is not a plain file that can be read");
    const auto size = copy_file(file.get(), result.content.get(), left);
    if (!size)
      return fail("together they have more than " + std::to_string(limit.count) + " bytes");
    left -= *size;
    result.list.files.push_back({name, *size, (status.st_mode & S_IXUSR) != 0});
  }
  return result;
}

}  // namespace assize
