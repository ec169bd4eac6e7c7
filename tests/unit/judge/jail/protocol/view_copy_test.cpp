#include "judge/jail/protocol/view_copy.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

namespace {

using namespace assize;
using namespace assize::test;

struct stat status_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::lstat(path.c_str(), &status) == 0);
  return status;
}

std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void set_time(const std::string& path, time_t seconds) {
  const std::array<timespec, 2> times{timespec{seconds, 5}, timespec{seconds, 7}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times.data(), AT_SYMLINK_NOFOLLOW) == 0);
}

TEST_CASE("a copy has the files, links, permissions and times of its source") {
  TemporaryDirectory directory;
  directory.write("lib/json/decoder.py", "x = 1\n");
  directory.write("lib/empty.py", "");
  directory.write("lib/large.txt", std::string(700'000, 'x'));
  const std::string source = directory.path("lib");
  REQUIRE(::symlink("json/decoder.py", (source + "/link").c_str()) == 0);
  REQUIRE(::symlink("/nowhere", (source + "/dangling").c_str()) == 0);
  REQUIRE(::chmod((source + "/empty.py").c_str(), 0555) == 0);
  set_time(source + "/json/decoder.py", 1'000'000'000);
  set_time(source + "/json", 1'100'000'000);
  set_time(source, 1'200'000'000);

  CopySpace space{mib(2)};
  const ViewCopy copy = ViewCopy::plan(source, space);
  REQUIRE(copy);
  CHECK(copy.size().count >= 700'000);
  CHECK(copy.size().count == mib(2).count - space.bytes.count);
  const std::string target = directory.path("copy");
  REQUIRE(::mkdir(target.c_str(), 0700) == 0);
  REQUIRE(copy.make(target));

  CHECK(text_of(target + "/json/decoder.py") == "x = 1\n");
  CHECK(text_of(target + "/large.txt").size() == 700'000);
  CHECK(text_of(target + "/link") == "x = 1\n");
  CHECK(S_ISLNK(status_of(target + "/dangling").st_mode));
  CHECK((status_of(target + "/empty.py").st_mode & 07777) == 0555);
  CHECK(status_of(target + "/json/decoder.py").st_mtim.tv_sec == 1'000'000'000);
  CHECK(status_of(target + "/json/decoder.py").st_mtim.tv_nsec == 7);
  CHECK(status_of(target + "/json").st_mtim.tv_sec == 1'100'000'000);
  CHECK(status_of(target).st_mtim.tv_sec == 1'200'000'000);
}

TEST_CASE("what has no space isn't copied, and takes none") {
  TemporaryDirectory directory;
  directory.write("lib/a.py", std::string(5000, 'x'));
  CopySpace space{Bytes{8191}};
  const ViewCopy none = ViewCopy::plan(directory.path("lib"), space);
  CHECK_FALSE(none);
  CHECK(errno == 0);
  CHECK(space.bytes.count == 8191);
  space.bytes = Bytes{8192};
  CHECK(ViewCopy::plan(directory.path("lib"), space));
  CHECK(space.bytes.count == 0);
}

TEST_CASE("a directory that isn't there is an error, not one without space") {
  CopySpace space{mib(1)};
  CHECK_FALSE(ViewCopy::plan("/nowhere/at/all", space));
  CHECK(errno == ENOENT);
}

TEST_CASE("pipes, sockets and static libraries are left out") {
  TemporaryDirectory directory;
  directory.write("lib/a.py", "");
  directory.write("lib/libx.a", "!<arch>\n");
  REQUIRE(::mkfifo((directory.path("lib") + "/pipe").c_str(), 0644) == 0);
  CopySpace space{mib(1)};
  const ViewCopy copy = ViewCopy::plan(directory.path("lib"), space);
  REQUIRE(copy);
  const std::string target = directory.path("copy");
  REQUIRE(::mkdir(target.c_str(), 0700) == 0);
  REQUIRE(copy.make(target));
  CHECK(::access((target + "/a.py").c_str(), F_OK) == 0);
  CHECK(::access((target + "/libx.a").c_str(), F_OK) != 0);
  CHECK(::access((target + "/pipe").c_str(), F_OK) != 0);
}

TEST_CASE("what a package manager is just installing is left out of a copy") {
  for (const char* name : {"a.py.dpkg-new", "libx.so.1.dpkg-tmp", "a.py;65f1a2b3", "a;00000000"}) {
    INFO(name);
    CHECK(is_being_installed(name));
  }
  for (const char* name : {"a.py", "dpkg-new", "a.py.dpkg-dist", "a;65f1a2b", "a.py;65F1A2B3", ";",
                           ";65f1a2b3", "a.dpkg-newer"}) {
    INFO(name);
    CHECK_FALSE(is_being_installed(name));
  }
  TemporaryDirectory directory;
  directory.write("lib/a.py", "");
  directory.write("lib/a.py.dpkg-new", "");
  CopySpace space{mib(1)};
  const ViewCopy copy = ViewCopy::plan(directory.path("lib"), space);
  REQUIRE(copy);
  const std::string target = directory.path("copy");
  REQUIRE(::mkdir(target.c_str(), 0700) == 0);
  REQUIRE(copy.make(target));
  CHECK(::access((target + "/a.py").c_str(), F_OK) == 0);
  CHECK(::access((target + "/a.py.dpkg-new").c_str(), F_OK) != 0);
}

}  // namespace
