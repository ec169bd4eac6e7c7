#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <set>

#include "judge/jail/inside/collect.h"

namespace assize {

namespace {

constexpr std::size_t kLongestTarget = 4095;

// The names of a directory; one more than a folder may have is enough to know that.
std::set<std::string> names_in(int directory) {
  std::set<std::string> names;
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return names;
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(::fdopendir(copy), ::closedir);
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.insert(name);
    if (names.size() > kMaxFolderFiles) break;
  }
  return names;
}

class FolderCollector {
 public:
  FolderCollector(int content, Bytes limit) : content_(content), left_(limit.count) {}

  bool collect(int directory, const std::string& prefix, std::size_t depth) {
    if (depth > kMaxFolderDepth)
      return fails("directories are nested deeper than " + std::to_string(kMaxFolderDepth));
    const auto names = names_in(directory);
    return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
      return take(directory, name, prefix + name, depth);
    });
  }
  const std::string& problem() const { return problem_; }
  std::vector<BoxFile>& files() { return files_; }

 private:
  bool fails(const std::string& problem) {
    problem_ = problem;
    return false;
  }

  bool take(int directory, const std::string& name, const std::string& path, std::size_t depth) {
    struct stat status {};
    if (++entries_ > kMaxFolderFiles)
      return fails("there is more in it than " + std::to_string(kMaxFolderFiles) +
                   " files and directories");
    names_ += path.size() + kBesideName;
    if (names_ > kMaxFolderNames)
      return fails("the names of the files in it take more than " +
                   std::to_string(kMaxFolderNames / 1024) + " KiB");
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return true;  // gone
    if (S_ISLNK(status.st_mode)) return take_link(directory, name, path);
    if (S_ISREG(status.st_mode)) return take_file(directory, name, path);
    if (!S_ISDIR(status.st_mode))
      return fails("'" + path + "' is neither a file nor a directory nor a link");
    const UniqueFd inner(
        ::openat(directory, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!inner) return fails("'" + path + "' is a directory that can't be read");
    return collect(inner.get(), path + "/", depth + 1);
  }

  bool take_file(int directory, const std::string& name, const std::string& path) {
    const UniqueFd file = open_plain_file(directory, name.c_str());
    struct stat status {};
    if (!file || ::fstat(file.get(), &status) != 0)
      return fails("'" + path + "' is a file that can't be read");
    if ((status.st_mode & (S_ISUID | S_ISGID)) != 0)
      return fails("'" + path + "' has a set-user-id or a set-group-id bit");
    const auto size = copy_file(file.get(), content_, left_ + 1);
    if (!size) return fails("there was no memory for its files");
    return add({path, *size, (status.st_mode & S_IXUSR) != 0});
  }

  bool take_link(int directory, const std::string& name, const std::string& path) {
    std::array<char, kLongestTarget + 1> buffer;
    const ssize_t length = ::readlinkat(directory, name.c_str(), buffer.data(), buffer.size());
    const std::string target(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0)));
    if (target.empty() || target.size() > kLongestTarget || !stays_inside(path, target))
      return fails("'" + path + "' is a link that leads out of it");
    if (::write(content_, target.data(), target.size()) != static_cast<ssize_t>(target.size()))
      return fails("there was no memory for its files");
    return add({path, target.size(), false, true});
  }

  bool add(BoxFile file) {
    if (file.size > left_) return fails("what is in it is too large");
    left_ -= file.size;
    files_.push_back(std::move(file));
    return true;
  }

  // By the target's text. (What links together lead to is found out by the run that follows them,
  // within its jail.)
  static bool stays_inside(const std::string& path, const std::string& target) {
    if (target.starts_with('/')) return false;
    auto depth = std::count(path.begin(), path.end(), '/');
    for (std::size_t at = 0; at <= target.size();) {
      const std::size_t slash = std::min(target.find('/', at), target.size());
      const std::string part = target.substr(at, slash - at);
      if (part == "..") --depth;
      if (!part.empty() && part != "." && part != "..") ++depth;
      if (depth < 0) return false;
      at = slash + 1;
    }
    return true;
  }

  int content_;
  std::uint64_t left_;
  std::size_t entries_ = 0;
  std::size_t names_ = 0;
  std::vector<BoxFile> files_;
  std::string problem_;
};

}  // namespace

CollectedFiles collect_folder(int directory, Bytes limit) {
  UniqueFd content(::memfd_create("collected", MFD_CLOEXEC));
  if (!content) return {{{}, "there was no memory for its files"}, {}};
  FolderCollector collector(content.get(), limit);
  if (!collector.collect(directory, "", 0)) return {{{}, collector.problem()}, {}};
  return {{std::move(collector.files()), ""}, std::move(content)};
}

}  // namespace assize
