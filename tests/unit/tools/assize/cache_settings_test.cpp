#include "tools/assize/cache_settings.h"

#include <stdlib.h>
#include <unistd.h>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {

// A variable of the environment, put back in the end.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = ::getenv(name)) before_ = before;
    value == nullptr ? ::unsetenv(name) : ::setenv(name, value, 1);
  }
  ~Variable() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

constexpr const char* kServer = "postgresql://assize@db/assize";

}  // namespace

TEST_CASE("the cache is where it was named, else where it is usual") {
  Config config;
  CacheArguments arguments;
  const auto directory = [&] { return cache_settings(arguments, config).directory; };
  {
    const Variable service("CACHE_DIRECTORY", nullptr);
    const Variable home("HOME", "/home/ada");
    const Variable caches("XDG_CACHE_HOME", "/fast");
    CHECK(directory() == (::geteuid() == 0 ? "/var/cache/assize" : "/fast/assize"));
  }
  const Variable service("CACHE_DIRECTORY", "/var/cache/judge:/var/cache/other");
  CHECK(directory() == "/var/cache/judge");
  CHECK_FALSE(cache_settings(arguments, config).was_named);
  CHECK(cache_settings(arguments, config).size_mib == kUsualCacheMib);
  config.cache_directory = "/configured";
  config.cache_size_mib = 5;
  CHECK(directory() == "/configured");
  arguments.directory = "/named";
  CHECK(directory() == "/named");
  CHECK(cache_settings(arguments, config).was_named);
  CHECK(cache_settings(arguments, config).size_mib == 5);
  arguments.size_mib = 0;
  CHECK(cache_settings(arguments, config).size_mib == 0);
}

TEST_CASE("there is a cache with a server's store only, and unless it is switched off") {
  const TemporaryDirectory directory;
  std::string said;
  const auto open = [&](const CacheArguments& arguments, const std::string& store) {
    return open_cache(arguments, {}, store, [&](const std::string& text) { said += text; });
  };
  CHECK(open({directory.path("a"), {}}, kServer));
  CHECK_FALSE(open({directory.path("a"), 0}, kServer));
  CHECK_FALSE(open({directory.path("b"), {}}, directory.path("store.db")));
  CHECK_FALSE(std::filesystem::exists(directory.path("b")));
  CHECK(said.empty());
}

TEST_CASE("a cache that can't be used is an error where it was named, else a word") {
  const TemporaryDirectory directory;
  const std::string file = directory.write("file", "");
  std::string said;
  const auto tell = [&](const std::string& text) { said += text; };
  CHECK(input_error_of([&] {
          open_cache({file, {}}, {}, kServer, tell);
        }).find("file") != std::string::npos);
  const Variable service("CACHE_DIRECTORY", file.c_str());
  CHECK_FALSE(open_cache({}, {}, kServer, tell));
  CHECK(said.find("again and again") != std::string::npos);
}
