#include "queue/cache/blob_cache.h"

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/unit/support/cached_contents.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/forked.h"

using namespace assize;
using namespace assize::test;

namespace {

constexpr std::uint64_t kRoomy = 64ULL << 20U;

std::string place_of(const TemporaryDirectory& directory, const CachedContent& content) {
  return directory.path("contents/" + content.hash);
}

std::size_t count(const std::string& text, const std::string& words) {
  std::size_t times = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++times;
  return times;
}

}  // namespace

TEST_CASE("a content is fetched once, and found by this process and by the next one") {
  const TemporaryDirectory directory;
  const CachedContent content(1, 10'000);
  for (const std::uint64_t fetched : {1U, 0U}) {
    CachingProcess process(directory.path(), kRoomy);
    for (int i = 0; i < 3; ++i) CHECK((process.read(content) == content.bytes));
    const auto counts = process.cache.counts();
    CHECK(counts.fetched == fetched);
    CHECK(counts.fetched_bytes == fetched * content.bytes.size());
    CHECK(counts.found == 3 - fetched);
    CHECK(process.messages.empty());
  }
}

TEST_CASE("an empty content is one, too") {
  const TemporaryDirectory directory;
  const CachedContent nothing(0, 0);
  CachingProcess process(directory.path(), kRoomy);
  CHECK(process.read(nothing).empty());
  CHECK(process.read(nothing).empty());
  CHECK(process.cache.counts().found == 1);
}

TEST_CASE("a damaged content is never given: it is fetched anew, and that is said once") {
  const TemporaryDirectory directory;
  const CachedContent content(1, 10'000);
  const std::vector<std::pair<std::string, std::string>> damages{
      {"other bytes", std::string(content.bytes.size(), '\0')},
      {"cut short", content.bytes.substr(0, 5000)},
      {"empty", ""},
      {"longer", content.bytes + "x"}};
  for (const auto& [name, damaged] : damages) {
    INFO(name);
    CachingProcess process(directory.path(), kRoomy);
    process.read(content);
    directory.write("contents/" + content.hash, damaged);
    CHECK((process.read(content) == content.bytes));
    CHECK((directory.read("contents/" + content.hash) == content.bytes));
    CHECK(count(process.messages, content.hash + " isn't what its hash says") == 1);
    directory.write("contents/" + content.hash, damaged);
    CHECK((process.read(content) == content.bytes));
    CHECK(count(process.messages, "isn't what its hash says") == 1);
  }
}

TEST_CASE("what isn't what its hash says is given to nobody, and isn't kept") {
  const TemporaryDirectory directory;
  CachingProcess process(directory.path(), kRoomy);
  const CachedContent content(1);
  const auto broken = [&] {
    process.cache.read(content.hash, content.bytes.size(), [](const TakePiece& take) {
      take("half of it");
      throw std::runtime_error("the store is away");
    });
  };
  CHECK_THROWS_WITH(broken(), "the store is away");
  CHECK(std::filesystem::is_empty(directory.path("contents/total")) == false);
  CHECK_FALSE(std::filesystem::exists(place_of(directory, content)));
  CHECK_FALSE(std::filesystem::exists(place_of(directory, content) + ".part"));
  CHECK((process.read(content) == content.bytes));
}

TEST_CASE("what a store gives beyond the size that it has said isn't kept") {
  const TemporaryDirectory directory;
  CachingProcess process(directory.path(), kRoomy);
  const CachedContent content(1, 8192);
  const auto give = [&](const TakePiece& take) { take(content.bytes); };
  CHECK((process.cache.read(content.hash, 4096, give) == content.bytes));
  CHECK_FALSE(std::filesystem::exists(place_of(directory, content)));
  CHECK(process.messages.find("can't be written") != std::string::npos);
}

TEST_CASE("a content that is larger than the cache is fetched each time") {
  const TemporaryDirectory directory;
  CachingProcess process(directory.path(), 64 * 1024);
  const CachedContent large(1, 100'000);
  for (int i = 0; i < 2; ++i) CHECK((process.read(large) == large.bytes));
  CHECK(process.cache.counts().fetched == 2);
  CHECK(count(process.messages, "--cache-size") == 1);
}

TEST_CASE("a name that is no hash leads nowhere") {
  const TemporaryDirectory directory;
  directory.write("secret", "theirs");
  CachingProcess process(directory.path("cache"), kRoomy);
  const auto give = [](const TakePiece& take) { take("of the store"); };
  CHECK(process.cache.read("../../secret", 6, give) == "of the store");
  CHECK(directory.read("secret") == "theirs");
}

TEST_CASE("of several processes that want a content at once one fetches it, the others wait") {
  const TemporaryDirectory directory;
  const CachedContent content(1, 100'000);
  std::vector<std::unique_ptr<Forked>> processes;
  for (int i = 0; i < 5; ++i)
    processes.push_back(std::make_unique<Forked>([&] {
      CachingProcess process(directory.path("cache"), kRoomy);
      const auto slowly = [] { std::this_thread::sleep_for(std::chrono::milliseconds{5}); };
      const bool is_right = process.read(content, slowly) == content.bytes;
      const auto fetched = process.cache.counts().fetched;
      ::_exit(is_right && process.messages.empty() ? static_cast<int>(10 + fetched) : 1);
    }));
  int fetched = 0;
  for (const auto& process : processes) {
    const int code = process->wait();
    CHECK((code == 10 || code == 11));
    fetched += code - 10;
  }
  CHECK(fetched == 1);
}

TEST_CASE("the same among threads of one process") {
  const TemporaryDirectory directory;
  const CachedContent content(1, 100'000);
  CachingProcess process(directory.path(), kRoomy);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 5; ++i)
    threads.emplace_back([&] { right += process.read(content) == content.bytes ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  CHECK(right == 5);
  CHECK(process.cache.counts().fetched == 1);
}

// Whatever instant they are killed at.
TEST_CASE("processes that are killed leave nothing that is used, and nothing for good") {
  const TemporaryDirectory directory;
  constexpr std::uint64_t kMost = 512 * 1024;
  std::vector<CachedContent> contents;
  for (int i = 0; i < 40; ++i) contents.emplace_back(i, 30'000);
  for (int round = 0; round < 40; ++round) {
    std::vector<std::unique_ptr<Forked>> processes;
    for (int i = 0; i < 2; ++i)
      processes.push_back(std::make_unique<Forked>([&] {
        CachingProcess process(directory.path(), kMost);
        for (const auto& content : contents)
          if (process.read(content) != content.bytes || !process.messages.empty()) ::_exit(9);
      }));
    std::this_thread::sleep_for(std::chrono::microseconds{500 * (round + 1)});
    for (auto& process : processes) {
      const UniqueFd pidfd = process->release();
      ::syscall(SYS_pidfd_send_signal, pidfd.get(), SIGKILL, nullptr, 0);
      siginfo_t end{};
      REQUIRE(::waitid(P_PIDFD, static_cast<id_t>(pidfd.get()), &end, WEXITED) == 0);
      CHECK((end.si_code == CLD_KILLED || end.si_status == 0));
    }
    const auto use = CacheFolder::use_of(directory.path());
    REQUIRE(use.bytes <= kMost);
  }
  CachingProcess process(directory.path(), kMost);
  for (const auto& entry : std::filesystem::directory_iterator(directory.path("contents")))
    CHECK_FALSE(entry.path().extension() == ".part");
  for (const auto& content : contents) CHECK((process.read(content) == content.bytes));
  CHECK(process.messages.empty());
  CHECK(CacheFolder::use_of(directory.path()).files > 0);
}
