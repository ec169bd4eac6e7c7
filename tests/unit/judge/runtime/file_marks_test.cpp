#include "judge/runtime/file_marks.h"

#include <unistd.h>

#include <filesystem>

#include "judge/jail/host/host_cache.h"
#include "judge/runtime/linked_libraries.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {

namespace fs = std::filesystem;

// A value that depends on one file, a link, so that another file that hasn't just been changed can
// take its place.
struct Kept {
  TemporaryDirectory directory;
  std::string name = "test-marks-" + std::to_string(::getpid());
  std::string file = directory.path("file");
  FilesOfValue files = [this](const std::string&) { return std::vector<std::string>{file}; };

  Kept() { lead_to("/bin/true"); }
  ~Kept() { fs::remove(lock_directory() + "/" + name + ".cache"); }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  void lead_to(const std::string& target) const {
    fs::remove(file);
    fs::create_symlink(target, file);
  }
  void keep(const std::string& value) const { keep_of_files(name, "key", value, files); }
  std::optional<std::string> found(const std::string& key = "key") const {
    return cached_of_files(name, key, files);
  }
};

}  // namespace

TEST_CASE("what was found out about files is known as long as they are the same") {
  const Kept kept;
  CHECK(kept.found() == std::nullopt);
  kept.keep("of\nseveral lines\n");
  CHECK(kept.found() == "of\nseveral lines\n");
  CHECK(kept.found("another key") == std::nullopt);
  SECTION("another file has its place") {
    kept.lead_to("/bin/cat");
    CHECK(kept.found() == std::nullopt);
    kept.lead_to("/bin/true");
    CHECK(kept.found() == "of\nseveral lines\n");
  }
  SECTION("it is gone") {
    fs::remove(kept.file);
    CHECK(kept.found() == std::nullopt);
  }
}

TEST_CASE("nothing is kept of a file that is missing or was changed just now") {
  const Kept kept;
  SECTION("missing") { fs::remove(kept.file); }
  SECTION("changed just now") {
    kept.directory.write("fresh", "text");
    kept.lead_to(kept.directory.path("fresh"));
  }
  kept.keep("value");
  CHECK(kept.found() == std::nullopt);
}

TEST_CASE("a value of any bytes and some size is kept, one that is too large isn't") {
  const Kept kept;
  std::string bytes(100'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i % 256);
  kept.keep(bytes);
  CHECK(kept.found() == bytes);
  kept.keep(std::string(static_cast<std::size_t>(kMostCached) + 1, 'x'));
  CHECK(kept.found() == bytes);
}

TEST_CASE("the libraries of an interpreter are the same when they come from the cache") {
  const std::string executable = fs::canonical("/usr/bin/python3");
  const auto asked = linked_libraries(executable, {});
  CHECK(asked.size() > 2);
  CHECK(linked_libraries(executable, {}) == asked);
}
