#include "judge/runtime/runtime_hash.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <thread>
#include <vector>

#include "judge/jail/host/host_cache.h"
#include "judge/jail/protocol/view_copy.h"
#include "judge/runtime/fault.h"
#include "judge/runtime/file_marks.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

struct HashedFile {
  std::string target;  // in the jail
  std::string source;  // on the host; empty: a link
  std::string link;    // what it points at
  struct stat status = {};
};

constexpr const char* kMendMode =
    "runs don't have root's rights: chmod -R o+rX it, or use another one";

// One that was left behind long ago isn't waited for.
constexpr ::time_t kFresh = 120;  // seconds

bool is_fresh(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) != 0 || status.st_ctim.tv_sec + kFresh > ::time(nullptr);
}

class FileList {
 public:
  explicit FileList(const std::string& subject) : subject_(subject) {}

  void add(const Mount& mount) {
    if (mount.kind == Mount::Kind::device) return;
    if (mount.kind == Mount::Kind::file) {
      files_.push_back({mount.target, mount.source, "", {}});
      ::stat(mount.source.c_str(), &files_.back().status);
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
  void add(const Symlink& link) { files_.push_back({link.path, "", link.target, {}}); }

  // Of a package manager that is at work: a file that it has just unpacked and not yet put into
  // place, or that has gone between two looks. Empty: none.
  const std::string& upgrade() const { return upgrade_; }

  std::vector<HashedFile> sorted() {
    std::sort(files_.begin(), files_.end(),
              [](const HashedFile& a, const HashedFile& b) { return a.target < b.target; });
    return files_;
  }

 private:
  void add(const fs::directory_entry& entry, std::string target) {
    const fs::path& path = entry.path();
    if (is_being_installed(path.filename().string())) {
      if (is_fresh(path)) upgrade_ = path;
      return;
    }
    if (entry.is_symlink()) {
      files_.push_back({std::move(target), "", fs::read_symlink(path), {}});
      return;
    }
    if (path.extension() == ".pyc" && path.parent_path().filename() == "__pycache__") return;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {  // gone just now
      upgrade_ = path;
      return;
    }
    const bool folder = S_ISDIR(status.st_mode);
    if (!folder && !S_ISREG(status.st_mode))
      throw UnusableRuntime(
          subject_, shown_name(path.string()) + " is neither a file nor a folder nor a link",
          "take it away: runs could reach beyond the jail through it");
    const mode_t wanted = folder ? (S_IROTH | S_IXOTH) : S_IROTH;
    if (::geteuid() == 0 && (status.st_mode & wanted) != wanted)
      throw UnusableRuntime(
          subject_, shown_name(path.string()) + " can't be read by an ordinary user", kMendMode);
    if (!folder) files_.push_back({std::move(target), path, "", status});
  }

  const std::string& subject_;
  std::string upgrade_;
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
    throw UnusableRuntime(subject, "can't read " + shown_name(path), "make it readable: chmod a+r");
  return sha.hex();
}

// An upgrade of the host's packages takes seconds to minutes. What it leaves unfinished after that
// (dpkg was killed) is passed over.
constexpr auto kUpgradeTime = std::chrono::seconds{60};
constexpr auto kUpgradePause = std::chrono::milliseconds{500};

std::vector<HashedFile> list_files(const Runtime& runtime, const std::string& subject) {
  const auto deadline = std::chrono::steady_clock::now() + kUpgradeTime;
  while (true) {
    FileList list(subject);
    for (const auto& mount : runtime.view.mounts) list.add(mount);
    for (const auto& link : runtime.view.symlinks) list.add(link);
    if (list.upgrade().empty() || std::chrono::steady_clock::now() > deadline) return list.sorted();
    std::this_thread::sleep_for(kUpgradePause);
  }
}

FileMarks marks_of(const std::vector<HashedFile>& files) {
  FileMarks marks;
  for (const auto& file : files)
    marks.add_text(file.target).add_text(file.source).add_text(file.link).add(file.status);
  return marks;
}

Sha256& begin(Sha256& sha, const Runtime& runtime) {
  sha.add_field("assize runtime 2").add_field(runtime.executable).add_field(runtime.version);
  for (const auto& variable : runtime.environment) sha.add_field(variable);
  return sha;
}

std::string content_of(const HashedFile& file, const std::string& subject) {
  return file.source.empty() ? "-> " + file.link : hash_of_file(file.source, subject);
}

}  // namespace

// The files are read only if one of them has changed since they were last, or the host was started.
std::string hash_of(const Runtime& runtime, const std::string& subject) {
  const std::vector<HashedFile> files = list_files(runtime, subject);
  Sha256 key_sha;
  FileMarks marks = marks_of(files);
  const bool settled = marks.settled();
  const std::string key = begin(key_sha, runtime).add_field(marks.digest()).hex();
  const std::string name = "runtime-" + key.substr(0, 16);
  if (auto known = cached(name, key)) return *known;
  Sha256 sha;
  begin(sha, runtime);
  for (const auto& file : files) sha.add_field(file.target).add_field(content_of(file, subject));
  std::string hash = sha.hex();
  if (settled) keep_in_cache(name, key, hash);
  return hash;
}

std::optional<std::string> file_list_of(const Runtime& runtime, const std::string& subject) {
  Sha256 sha;
  begin(sha, runtime);
  std::string list;
  for (const auto& file : list_files(runtime, subject)) {
    const std::string content = content_of(file, subject);
    sha.add_field(file.target).add_field(content);
    list.append(content).append("\t").append(file.target).append("\n");
  }
  if (sha.hex() != runtime.hash) return std::nullopt;
  return list;
}

}  // namespace assize
