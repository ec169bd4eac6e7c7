#include "judge/jail/inside/box_files.h"

#include <fcntl.h>
#include <sys/fsuid.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "judge/jail/inside/inside.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

// Hands on the content, piece by piece. `give`: takes all of a piece, or fails.
template <typename Give>
bool read_content(int payload, off_t& offset, std::uint64_t size, Give give) {
  std::vector<char> buffer(std::min<std::uint64_t>(size, 1U << 20U));
  for (std::uint64_t left = size; left > 0;) {
    const ssize_t length =
        ::pread(payload, buffer.data(), std::min<std::uint64_t>(left, buffer.size()), offset);
    if (length <= 0 || !give(buffer.data(), static_cast<std::size_t>(length))) return false;
    offset += length;
    left -= static_cast<std::uint64_t>(length);
  }
  return true;
}

bool write_file(const BoxFile& file, int payload, off_t& offset) {
  const mode_t mode = file.executable ? 0755 : 0644;
  const UniqueFd fd(::open(file.path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  const auto write_all = [&](const char* bytes, std::size_t length) {
    return ::write(fd.get(), bytes, length) == static_cast<ssize_t>(length);
  };
  return fd && read_content(payload, offset, file.size, write_all) && set_time(file.path);
}

struct Link {
  std::string path;
  std::string target;
};

bool make_links(const std::vector<Link>& links) {
  return std::all_of(links.begin(), links.end(), [](const Link& link) {
    return ::symlink(link.target.c_str(), link.path.c_str()) == 0 && set_time(link.path);
  });
}

}  // namespace

bool make_parents(const std::string& path) {
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1))
    if (::mkdir(path.substr(0, slash).c_str(), 0755) != 0 && errno != EEXIST) return false;
  return true;
}

bool set_time(const std::string& path) {
  const std::array<timespec, 2> times{timespec{kFileTime, 0}, timespec{kFileTime, 0}};
  return ::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0;
}

void make_files_as_run() {
  ::setfsuid(kInsideId);
  ::setfsgid(kInsideId);
}

bool write_box(const std::vector<BoxFile>& files, int payload) {
  off_t offset = 0;
  std::vector<Link> links;
  for (const auto& file : files) {
    if (!make_parents(file.path)) return false;
    if (!file.link) {
      if (!write_file(file, payload, offset)) return false;
      continue;
    }
    Link& link = links.emplace_back(Link{file.path, {}});
    const auto append = [&](const char* bytes, std::size_t length) {
      link.target.append(bytes, length);
      return true;
    };
    if (!read_content(payload, offset, file.size, append)) return false;
  }
  return make_links(links);
}

bool make_fixed_folder(const std::string& path, const Limits& limits) {
  char options[128];
  const int length =
      std::snprintf(options, sizeof options, "mode=0755,uid=1000,gid=1000,size=%llu,nr_inodes=%u",
                    static_cast<unsigned long long>(limits.scratch.count), limits.scratch_inodes);
  return length > 0 && make_parents(path + "/") &&
         ::mount("tmpfs", path.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, options) == 0;
}

bool close_fixed_folder(const std::string& path) {
  mount_attr attributes{};
  attributes.attr_set = MOUNT_ATTR_RDONLY;
  return ::syscall(SYS_mount_setattr, AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, &attributes,
                   sizeof attributes) == 0;
}

}  // namespace assize
