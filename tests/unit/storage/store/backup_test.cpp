#include "storage/store/backup.h"

#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/full_store.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;

namespace {

std::size_t files_in(const TemporaryDirectory& directory) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(directory.path()))
    ++count;
  return count;
}

std::string error_of(const std::string& store, const std::string& file, bool replace) {
  return input_error_of([&] { back_up_store(store, file, replace); });
}

}  // namespace

TEST_CASE("a backup is a complete store, its owner's alone") {
  TestStore test;
  fill(test);
  const TemporaryDirectory directory;
  const std::string file = directory.path("backup.db");
  back_up_store(test.url, file, false);
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
  CHECK(files_in(directory) == 1);
  Store backup(file);
  StoreCheck result;
  findings_of(backup.database(), &result);
  CHECK(result.damages == 0);
  CHECK(result.submissions == 5);
  CHECK(backup.submission(6)->refusal == "is a picture");
}

TEST_CASE("a backup is of one moment, while somebody else writes") {
  TestStore test;
  fill(test);
  Store other(test.url);
  Transaction open(other.database());
  other.audit("queued", 1, std::nullopt, nlohmann::json::object());
  const std::string file = test.directory.path("backup.db");
  back_up_store(test.url, file, false);
  open.commit();
  Store backup(file);
  std::int64_t entries = 0;
  backup.database().find("SELECT count(*) FROM audit WHERE kind <> 'copied'", {}, entries);
  CHECK(entries == test.number("SELECT count(*) FROM audit") - 1);
}

TEST_CASE("a file that is there is replaced on request alone, and only by a whole one") {
  TestStore test;
  const std::string file = test.directory.write("backup.db", "mine");
  CHECK(error_of(test.url, file, false).find("--force") != std::string::npos);
  CHECK(test.directory.read("backup.db") == "mine");
  back_up_store(test.url, file, true);
  CHECK(Store(file).current_package("sum"));
}

TEST_CASE("a backup that can't be leaves nothing") {
  TestStore test;
  const TemporaryDirectory directory;
  CHECK(error_of(test.url, directory.path("no/backup.db"), false).find("No such file") !=
        std::string::npos);
  CHECK(error_of(test.url, directory.path(), true).find("is not a file") != std::string::npos);
  const std::string wal = directory.write("a.db-wal", "somebody's");
  CHECK(error_of(test.url, directory.path("a.db"), true).find("in use") != std::string::npos);
  std::filesystem::remove(wal);
  CHECK_THROWS_AS(back_up_store(directory.path("none.db"), directory.path("a.db"), false),
                  StoreError);
  CHECK(files_in(directory) == 0);
}

TEST_CASE("a store isn't replaced by its own backup", "[sqlite]") {
  TestStore test;
  CHECK(error_of(test.url, test.url, true).find("is the store itself") != std::string::npos);
  std::filesystem::create_symlink(test.url, test.directory.path("link.db"));
  CHECK(error_of(test.url, test.directory.path("link.db"), true).find("is the store itself") !=
        std::string::npos);
}
