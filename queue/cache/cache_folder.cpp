// What makes it safe:
//  - A file has the name of its hash only when all of it was written and checked, and is checked
//    again whenever it is read: what a crash, a full disk or a power failure leaves of it can cost
//    time, never a verdict. So nothing is synced: a file that was lost is fetched anew.
//  - Who fetches writes HASH.part and holds a lock on it (flock(2)), which ends with the process. A
//    part that nobody has locked was left behind: the next one begins it anew, or it is swept away.
//    Names are only given to and taken from a part by whoever has its lock.
//  - `total` has what all take together, changed under a lock of its own. Room is reserved before
//    something is written: who is killed in between leaves it too high, and the next sweep, which
//    looks at the files themselves, sets it right.
#include "queue/cache/cache_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

#include "storage/base/errors.h"
#include "storage/base/sha256.h"
#include "storage/base/text.h"

namespace assize {

namespace {

constexpr const char* kContents = "contents";
constexpr const char* kTotal = "total";
constexpr std::string_view kPart = ".part";
constexpr std::uint64_t kBlock = 4096;
constexpr int kFileFlags = O_CLOEXEC | O_NOFOLLOW;

std::uint64_t on_disk(std::uint64_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

std::string why(int error) { return std::generic_category().message(error); }

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw InputError("cache " + shown_name(path) + ": " + what +
                   ": name another directory with --cache-dir");
}

bool is_hash(std::string_view name) {
  return name.size() == 64 && name.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

UniqueFd open_folder(const std::string& path) {
  UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | kFileFlags));
  if (!folder) refuse(path, "can't be opened (" + why(errno) + ")");
  struct stat status {};
  if (::fstat(folder.get(), &status) != 0 || status.st_uid != ::geteuid())
    refuse(path, "is another user's");
  if ((status.st_mode & 077) != 0)
    refuse(path, "others may look into it, and it holds answers (chmod 700)");
  return folder;
}

bool lock(int file, int how) {
  int result = 0;
  do result = ::flock(file, how);
  while (result != 0 && errno == EINTR);
  return result == 0;
}

// Whether a name in the folder is still that of an open file.
bool is_named(int folder, const std::string& name, int file) {
  struct stat named {};
  struct stat open {};
  return ::fstatat(folder, name.c_str(), &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         ::fstat(file, &open) == 0 && named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

std::optional<std::string> whole_content(int file, std::uint64_t size) {
  std::string content(size, '\0');
  std::uint64_t at = 0;
  while (at < size) {
    const ssize_t got = ::pread(file, content.data() + at, size - at, static_cast<::off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    at += static_cast<std::uint64_t>(got);
  }
  return content;
}

}  // namespace

// What all files take, for as long as this has the lock.
class CacheFolder::Total {
 public:
  explicit Total(const CacheFolder& folder)
      : folder_(folder),
        file_(::openat(folder.folder_.get(), kTotal, O_RDWR | O_CREAT | kFileFlags, 0600)) {
    has_lock_ = file_ && lock(file_.get(), LOCK_EX);
  }
  bool has_lock() const { return has_lock_; }
  std::uint64_t read() const {
    std::array<char, 32> text{};
    const ssize_t length = ::pread(file_.get(), text.data(), text.size(), 0);
    std::uint64_t value = 0;
    const char* end = text.data() + std::max<ssize_t>(length, 0);
    const auto parsed = std::from_chars(text.data(), end, value);
    if (parsed.ec != std::errc{} || parsed.ptr == end || *parsed.ptr != '\n')
      return folder_.sweep(folder_.most_);  // it was cut short: the files themselves tell
    return value;
  }
  void write(std::uint64_t value) const {
    const std::string text = std::to_string(value) + "\n";
    if (::ftruncate(file_.get(), 0) != 0) return;
    if (::pwrite(file_.get(), text.data(), text.size(), 0) < 0) return;  // the next sweep counts
  }

 private:
  const CacheFolder& folder_;
  UniqueFd file_;
  bool has_lock_ = false;
};

CacheFolder::CacheFolder(const std::string& directory, std::uint64_t most,
                         std::chrono::milliseconds patience)
    : path_(directory + "/" + kContents), most_(most), patience_(patience) {
  std::error_code error;
  std::filesystem::path made;
  for (const auto& part : std::filesystem::path(path_)) {
    made /= part;
    if (::mkdir(made.c_str(), 0700) != 0 && errno != EEXIST &&
        !std::filesystem::is_directory(made, error))
      refuse(made, "can't be made (" + why(errno) + ")");
  }
  folder_ = open_folder(path_);
  const Total total(*this);
  if (!total.has_lock()) refuse(path_, "can't be written (" + why(errno) + ")");
  total.write(sweep(most_));
}

bool CacheFolder::is_there(const std::string& name) const {
  struct stat status {};
  return ::fstatat(folder_.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode);
}

std::optional<CacheFolder::Found> CacheFolder::read(const std::string& hash,
                                                    std::uint64_t size) const {
  if (!is_hash(hash)) return std::nullopt;
  const UniqueFd file(::openat(folder_.get(), hash.c_str(), O_RDONLY | kFileFlags));
  if (!file) return std::nullopt;
  struct stat status {};
  const bool is_known = ::fstat(file.get(), &status) == 0;
  if (is_known && static_cast<std::uint64_t>(status.st_size) == size)
    if (auto content = whole_content(file.get(), size); content && sha256_hex(*content) == hash) {
      ::futimens(file.get(), nullptr);
      return Found{std::move(*content)};
    }
  const Total total(*this);
  if (total.has_lock() && is_named(folder_.get(), hash, file.get())) {
    const std::uint64_t all = total.read();
    const std::uint64_t bytes = on_disk(static_cast<std::uint64_t>(status.st_size));
    if (::unlinkat(folder_.get(), hash.c_str(), 0) == 0) total.write(all > bytes ? all - bytes : 0);
  }
  return Found{{}, true};
}

// False: another one has it. It may have become a content, or been swept away, since it was opened.
bool CacheFolder::has_lock(const std::string& part, int file) const {
  return lock(file, LOCK_EX | LOCK_NB) && is_named(folder_.get(), part, file);
}

CacheFolder::Turn CacheFolder::begin(const std::string& hash, std::uint64_t size,
                                     std::optional<Entry>& entry) const {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kPause{5};
  if (!is_hash(hash) || on_disk(size) > most_) return Turn::none;
  const std::string part = hash + std::string(kPart);
  auto progress_at = Clock::now();
  struct timespec progress {};
  while (true) {
    UniqueFd file(::openat(folder_.get(), part.c_str(), O_RDWR | O_CREAT | kFileFlags, 0600));
    if (!file) return Turn::none;
    if (has_lock(part, file.get())) {
      Entry ours(*this, hash, std::move(file));
      if (is_there(hash)) return Turn::look;
      if (!reserve(ours, size)) return Turn::none;
      entry.emplace(std::move(ours));
      return Turn::ours;
    }
    if (is_there(hash)) return Turn::look;
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return Turn::none;
    if (status.st_mtim.tv_sec != progress.tv_sec || status.st_mtim.tv_nsec != progress.tv_nsec) {
      progress = status.st_mtim;
      progress_at = Clock::now();
    }
    if (Clock::now() - progress_at > patience_) return Turn::none;
    std::this_thread::sleep_for(kPause);
  }
}

// Under the lock of the total, so that a sweep sees what is reserved.
bool CacheFolder::reserve(Entry& entry, std::uint64_t size) const {
  const std::uint64_t bytes = on_disk(size);
  const Total total(*this);
  // What another one has left in it isn't counted.
  if (!total.has_lock() || ::ftruncate(entry.file_.get(), 0) != 0) return false;
  std::uint64_t all = total.read();
  // Some more than is needed: a sweep looks at all files.
  if (all + bytes > most_) all = sweep(most_ - std::max(bytes, most_ / 10));
  bool has_room = all + bytes <= most_;
  if (has_room && size > 0) {
    const auto allocate = [&] {
      const int result = ::fallocate(entry.file_.get(), 0, 0, static_cast<::off_t>(size));
      return result == 0 || errno == EOPNOTSUPP;
    };
    has_room = allocate();
    if (!has_room && errno == ENOSPC) {
      all = sweep(all > bytes ? all - bytes : 0);
      has_room = allocate();
    }
    has_room = has_room && ::ftruncate(entry.file_.get(), static_cast<::off_t>(size)) == 0;
  }
  if (has_room) entry.size_ = size;
  total.write(has_room ? all + bytes : all);
  return has_room;
}

// Takes away what was left behind, and then what wasn't used for longest, until no more than
// `target` is left. How much that is. Under the lock of the total.
std::uint64_t CacheFolder::sweep(std::uint64_t target) const {
  const int folder = ::openat(folder_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return 0;
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(::fdopendir(folder), ::closedir);
  if (!entries) return 0;
  std::vector<Kept> kept;
  std::uint64_t all = 0;
  while (const dirent* entry = ::readdir(entries.get())) {
    const std::string name = entry->d_name;
    struct stat status {};
    if (::fstatat(folder_.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    const std::uint64_t bytes = on_disk(static_cast<std::uint64_t>(status.st_size));
    if (is_hash(name)) {
      kept.push_back(
          {name, bytes, status.st_mtim.tv_sec * 1'000'000'000LL + status.st_mtim.tv_nsec});
    } else if (name.ends_with(kPart)) {
      const UniqueFd file(::openat(folder_.get(), name.c_str(), O_RDWR | kFileFlags));
      if (file && lock(file.get(), LOCK_EX | LOCK_NB)) {
        if (is_named(folder_.get(), name, file.get())) ::unlinkat(folder_.get(), name.c_str(), 0);
        continue;
      }
    } else {
      continue;
    }
    all += bytes;
  }
  std::sort(kept.begin(), kept.end(),
            [](const Kept& a, const Kept& b) { return a.used_ns < b.used_ns; });
  for (const auto& file : kept) {
    if (all <= target) break;
    if (::unlinkat(folder_.get(), file.name.c_str(), 0) == 0) all -= file.bytes;
  }
  return all;
}

CacheUse CacheFolder::use_of(const std::string& directory) {
  CacheUse use;
  std::error_code error;
  for (const auto& entry :
       std::filesystem::directory_iterator(directory + "/" + kContents, error)) {
    if (!is_hash(entry.path().filename().string())) continue;
    const auto size = entry.file_size(error);
    if (error) continue;
    ++use.files;
    use.bytes += on_disk(size);
  }
  return use;
}

void CacheFolder::Entry::write(std::string_view bytes) {
  while (!bytes.empty() && !failed_) {
    const ssize_t wrote =
        written_ + bytes.size() > size_
            ? -1  // more than the store has said
            : ::pwrite(file_.get(), bytes.data(), bytes.size(), static_cast<::off_t>(written_));
    if (wrote < 0 && errno == EINTR) continue;
    failed_ = wrote <= 0;
    if (failed_) return;
    written_ += static_cast<std::uint64_t>(wrote);
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
}

bool CacheFolder::Entry::keep() {
  if (failed_ || written_ != size_) return false;
  const std::string part = hash_ + std::string(kPart);
  const int folder = folder_.folder_.get();
  {
    const Total total(folder_);  // a sweep would find it under neither name, and count too little
    if (::renameat(folder, part.c_str(), folder, hash_.c_str()) != 0) return false;
  }
  file_.reset();
  return true;
}

CacheFolder::Entry::~Entry() {
  if (!file_) return;
  const std::string part = hash_ + std::string(kPart);
  const Total total(folder_);
  const std::uint64_t all = total.has_lock() ? total.read() : 0;
  ::unlinkat(folder_.folder_.get(), part.c_str(), 0);
  if (total.has_lock()) total.write(all > on_disk(size_) ? all - on_disk(size_) : 0);
}

}  // namespace assize
