#include "judge/runtime/runtime_hash.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "judge/core/digest.h"
#include "judge/jail/unique_fd.h"
#include "judge/runtime/fault.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

struct HashedFile {
  std::string target;  // in the jail
  std::string source;  // on the host; empty: a link
  std::string link;    // what it points at
};

constexpr const char* kMendMode =
    "runs don't have root's rights: chmod -R o+rX it, or use another one";

class FileList {
 public:
  explicit FileList(const std::string& subject) : subject_(subject) {}

  void add(const Mount& mount) {
    if (mount.kind == Mount::Kind::device) return;
    if (mount.kind == Mount::Kind::file) {
      files_.push_back({mount.target, mount.source, ""});
      return;
    }
    std::error_code error;
    fs::recursive_directory_iterator walk(mount.source, error);
    for (; !error && walk != fs::end(walk); walk.increment(error))
      add(*walk, mount.target + walk->path().string().substr(mount.source.size()));
    if (error)
      throw UnusableRuntime(subject_, "can't list " + mount.source + ": " + error.message(),
                            "make it readable with all that is in it (chmod -R o+rX)");
  }
  void add(const Symlink& link) { files_.push_back({link.path, "", link.target}); }

  std::vector<HashedFile> sorted() {
    std::sort(files_.begin(), files_.end(),
              [](const HashedFile& a, const HashedFile& b) { return a.target < b.target; });
    return files_;
  }

 private:
  void add(const fs::directory_entry& entry, std::string target) {
    const fs::path& path = entry.path();
    if (entry.is_symlink()) {
      files_.push_back({std::move(target), "", fs::read_symlink(path)});
      return;
    }
    if (path.extension() == ".pyc" && path.parent_path().filename() == "__pycache__") return;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return;  // gone just now
    const bool folder = S_ISDIR(status.st_mode);
    if (!folder && !S_ISREG(status.st_mode))
      throw UnusableRuntime(subject_, path.string() + " is neither a file nor a folder nor a link",
                            "take it away: runs could reach beyond the jail through it");
    const mode_t wanted = folder ? (S_IROTH | S_IXOTH) : S_IROTH;
    if (::geteuid() == 0 && (status.st_mode & wanted) != wanted)
      throw UnusableRuntime(subject_, path.string() + " can't be read by an ordinary user",
                            kMendMode);
    if (!folder) files_.push_back({std::move(target), path, ""});
  }

  const std::string& subject_;
  std::vector<HashedFile> files_;
};

// There are thousands of files, read at every start: by read(2) into one buffer.
std::string hash_of_file(const std::string& path, const std::string& subject) {
  static thread_local std::array<char, 1U << 18U> buffer;
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  Sha256 sha;
  ssize_t length = -1;
  while (fd && (length = ::read(fd.get(), buffer.data(), buffer.size())) > 0)
    sha.add({buffer.data(), static_cast<std::size_t>(length)});
  if (length < 0)
    throw UnusableRuntime(subject, "can't read " + path, "make it readable: chmod a+r");
  return sha.hex();
}

}  // namespace

std::string hash_of(const Runtime& runtime, const std::string& subject) {
  FileList files(subject);
  for (const auto& mount : runtime.view.mounts) files.add(mount);
  for (const auto& link : runtime.view.symlinks) files.add(link);
  Sha256 sha;
  sha.add_field("assize runtime 2").add_field(runtime.executable).add_field(runtime.version);
  for (const auto& variable : runtime.environment) sha.add_field(variable);
  for (const auto& file : files.sorted())
    sha.add_field(file.target)
        .add_field(file.source.empty() ? "-> " + file.link : hash_of_file(file.source, subject));
  return sha.hex();
}

}  // namespace assize
