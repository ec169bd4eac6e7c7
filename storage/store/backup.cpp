#include "storage/store/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "storage/base/errors.h"
#include "storage/base/text.h"
#include "storage/base/unique_fd.h"
#include "storage/engine/open.h"
#include "storage/migrations/schema.h"
#include "storage/store/copy.h"

namespace assize {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& file, int error) {
  throw InputError("backup " + shown_name(file) + ": " + std::generic_category().message(error));
}

// What SQLite keeps beside a database that is in use, or wasn't closed.
constexpr const char* kCompanions[] = {"-wal", "-shm", "-journal"};

void check_target(const std::string& store, const std::string& file, bool replace) {
  const std::string name = "backup " + shown_name(file) + ": ";
  std::error_code ignored;
  const auto status = fs::status(file, ignored);
  if (!is_postgresql_store(store) && fs::equivalent(store_name(store), file, ignored))
    throw InputError(name + "is the store itself: name another file");
  if (fs::exists(status) && !fs::is_regular_file(status)) throw InputError(name + "is not a file");
  if (fs::exists(status) && !replace)
    throw InputError(name + "is there already: name another file, or replace it with --force");
  // SQLite would take them for the new file's.
  for (const char* end : kCompanions)
    if (fs::exists(file + end, ignored))
      throw InputError(name + "there is " + shown_name(file + end) +
                       ", of a database that is in use or wasn't closed: name another file");
}

// A file that goes with its owner, unless it was given its name.
class Unfinished {
 public:
  explicit Unfinished(const std::string& file) : file_(file), path_(file + ".unfinished-XXXXXX") {
    const UniqueFd made(::mkostemp(path_.data(), O_CLOEXEC));  // 0600
    if (!made) fail(file, errno);
  }
  ~Unfinished() {
    std::error_code ignored;
    fs::remove(path_, ignored);
    for (const char* end : kCompanions) fs::remove(path_ + end, ignored);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  const std::string& path() const { return path_; }

  void become_file(bool replace) const {
    synchronize(path_, O_RDONLY);
    const unsigned flags = replace ? 0 : RENAME_NOREPLACE;
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, file_.c_str(), flags) != 0) {
      // Some file systems can't but replace; whether the file is there was looked at before.
      if (errno != EINVAL || ::rename(path_.c_str(), file_.c_str()) != 0) fail(file_, errno);
    }
    synchronize(fs::absolute(file_).parent_path(), O_RDONLY | O_DIRECTORY);
  }

 private:
  void synchronize(const std::string& path, int flags) const {
    const UniqueFd opened(::open(path.c_str(), flags | O_CLOEXEC));
    if (!opened || ::fsync(opened.get()) != 0) fail(file_, errno);
  }

  std::string file_;
  std::string path_;
};

}  // namespace

void back_up_store(const std::string& store, const std::string& file, bool replace) {
  check_target(store, file, replace);
  const auto database = open_database(store, Database::Mode::read);
  if (known_version_of(*database) == 0) require_newest(*database);
  const Unfinished unfinished(file);
  switch (database->engine()) {
    case Database::Engine::sqlite:
      database->run("VACUUM INTO :path", {{":path", unfinished.path()}});
      break;
    case Database::Engine::postgresql:
      copy_store(store, "sqlite:" + unfinished.path(), [](const CopyProgress&) {});
      break;
  }
  unfinished.become_file(replace);
}

}  // namespace assize
