#include "queue/cache/cache_folder.h"

#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "tests/unit/support/cached_contents.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/forked.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::uint64_t kBlock = 4096;
constexpr std::chrono::milliseconds kHasty{50};
// By which times of files tell who was later: a tick of the slowest kernel, and some more.
constexpr std::chrono::milliseconds kTick{12};

void put(const CacheFolder& folder, const CachedContent& content) {
  std::optional<CacheFolder::Entry> entry;
  REQUIRE(folder.begin(content.hash, content.bytes.size(), entry) == CacheFolder::Turn::ours);
  entry->write(content.bytes);
  CHECK(entry->keep());
}

bool has(const CacheFolder& folder, const CachedContent& content) {
  const auto found = folder.read(content.hash, content.bytes.size());
  return found && found->content == content.bytes;
}

mode_t mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a cache is for its user alone, whatever the umask") {
  const TemporaryDirectory directory;
  const mode_t before = ::umask(0);
  const CacheFolder folder(directory.path("a/b"), 100 * kBlock);
  const CachedContent content(1);
  put(folder, content);
  ::umask(before);
  CHECK(mode_of(directory.path("a/b")) == 0700);
  CHECK(mode_of(directory.path("a/b/contents")) == 0700);
  CHECK(mode_of(directory.path("a/b/contents/" + content.hash)) == 0600);
}

TEST_CASE("a cache that others may look into is refused, and so is what is no directory") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory.path("contents"));
  ::chmod(directory.path("contents").c_str(), 0755);
  const auto open = [&](const std::string& path) {
    return input_error_of([&] { const CacheFolder folder(path, kBlock); });
  };
  CHECK(open(directory.path()).find("holds answers (chmod 700)") != std::string::npos);
  directory.write("file", "");
  CHECK(open(directory.path("file")).find("--cache-dir") != std::string::npos);
  std::filesystem::create_directory(directory.path("other"));
  std::filesystem::create_directory_symlink(directory.path("contents"),
                                            directory.path("other/contents"));
  CHECK(open(directory.path("other")).find("can't be opened") != std::string::npos);
}

TEST_CASE("what wasn't used for longest goes first, and the bound holds") {
  const TemporaryDirectory directory;
  const CacheFolder folder(directory.path(), 10 * kBlock);
  std::vector<CachedContent> contents;
  for (int i = 0; i < 30; ++i) contents.emplace_back(i, i % 2 == 0 ? 4096 : 100);
  for (const auto& content : contents) {
    put(folder, content);
    std::this_thread::sleep_for(kTick);
    CHECK(has(folder, contents.front()));  // which is used all the time
    CHECK(CacheFolder::use_of(directory.path()).bytes <= 10 * kBlock);
  }
  CHECK(CacheFolder::use_of(directory.path()).files >= 8);
  for (int i = 0; i < 30; ++i) {
    INFO(i);
    CHECK(has(folder, contents[static_cast<std::size_t>(i)]) == (i == 0 || i > 20));
  }
}

TEST_CASE("a smaller bound than before holds from the start") {
  const TemporaryDirectory directory;
  {
    const CacheFolder folder(directory.path(), 100 * kBlock);
    for (int i = 0; i < 20; ++i) put(folder, CachedContent(i));
  }
  const CacheFolder folder(directory.path(), 5 * kBlock);
  CHECK(CacheFolder::use_of(directory.path()).bytes == 5 * kBlock);
}

TEST_CASE("the bound holds though its total was lost or is wrong") {
  for (const std::string total : {"", "garbage", "1", "12\n"}) {
    const TemporaryDirectory directory;
    const CacheFolder folder(directory.path(), 10 * kBlock);
    for (int i = 0; i < 9; ++i) put(folder, CachedContent(i));
    directory.write("contents/total", total);
    // A total that is wrong, and not just cut short, is set right when the next worker starts.
    if (total == "12\n") const CacheFolder next(directory.path(), 10 * kBlock);
    for (int i = 10; i < 30; ++i) put(folder, CachedContent(i));
    CHECK(CacheFolder::use_of(directory.path()).bytes <= 10 * kBlock);
  }
}

TEST_CASE("what was begun and not kept is gone, and its room is free again") {
  const TemporaryDirectory directory;
  const CacheFolder folder(directory.path(), 4 * kBlock);
  for (int i = 0; i < 10; ++i) {
    std::optional<CacheFolder::Entry> entry;
    REQUIRE(folder.begin(CachedContent(i).hash, 3 * kBlock, entry) == CacheFolder::Turn::ours);
    entry->write("half");
    if (i % 2 == 0) CHECK_FALSE(entry->keep());  // not all of it is there
  }
  for (int i = 0; i < 4; ++i) put(folder, CachedContent(i));
  CHECK(CacheFolder::use_of(directory.path()).files == 4);
}

TEST_CASE("what another process is at counts, and isn't swept away; what is left behind goes") {
  const TemporaryDirectory directory;
  const CacheFolder folder(directory.path(), 8 * kBlock, kHasty);
  const CachedContent large(100, 5 * kBlock);
  const std::string part = directory.path("contents/" + large.hash + ".part");
  SocketPair pair;
  {
    Forked other([&] {
      std::optional<CacheFolder::Entry> entry;
      folder.begin(large.hash, large.bytes.size(), entry);
      entry->write("half");
      char byte = 'x';
      if (::write(pair.theirs.get(), &byte, 1) != 1) ::_exit(1);
      ::pause();
    });
    char byte = 0;
    REQUIRE(::read(pair.ours.get(), &byte, 1) == 1);
    for (int i = 0; i < 10; ++i) put(folder, CachedContent(i));
    CHECK(CacheFolder::use_of(directory.path()).bytes <= 3 * kBlock);
    CHECK(std::filesystem::exists(part));
    // It gets nowhere: nobody waits for it for ever.
    std::optional<CacheFolder::Entry> entry;
    CHECK(folder.begin(large.hash, large.bytes.size(), entry) == CacheFolder::Turn::none);
  }  // killed
  CHECK(std::filesystem::exists(part));
  SECTION("by whoever wants the same") {
    put(folder, large);
    CHECK(has(folder, large));
  }
  SECTION("when the next one starts") {
    const CacheFolder next(directory.path(), 8 * kBlock);
    CHECK_FALSE(std::filesystem::exists(part));
  }
}

TEST_CASE("what isn't the cache's is left alone") {
  const TemporaryDirectory directory;
  { const CacheFolder folder(directory.path(), 10 * kBlock); }
  directory.write("contents/notes.txt", std::string(20 * kBlock, 'x'));
  const CacheFolder folder(directory.path(), 10 * kBlock);
  for (int i = 0; i < 20; ++i) put(folder, CachedContent(i));
  CHECK(directory.read("contents/notes.txt").size() == 20 * kBlock);
}
