#include "judge/runtime/runtime_hash.h"

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "judge/runtime/fault.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;

namespace {

namespace fs = std::filesystem;

struct Library {
  TemporaryDirectory directory;
  Runtime runtime;

  Library() {
    directory.write("lib/a.py", "A = 1\n");
    directory.write("lib/package/b.py", "B = 1\n");
    directory.write("lib/__pycache__/a.cpython-311.pyc", "made of a.py");
    fs::create_symlink("a.py", directory.path("lib/link.py"));
    runtime.executable = "/usr/bin/python3.11";
    runtime.version = "CPython 3.11.2";
    runtime.view.mounts = {{directory.path("lib"), "/lib", Mount::Kind::directory}};
  }
  std::string hash() const { return hash_of(runtime, "runtime x"); }
  std::string refusal() const {
    try {
      hash();
    } catch (const UnusableRuntime& fault) {
      return fault.what();
    }
    return {};
  }
};

}  // namespace

TEST_CASE("a runtime's hash is the same as long as nothing changes") {
  const Library library;
  const std::string hash = library.hash();
  CHECK(hash.size() == 64);
  CHECK(library.hash() == hash);
  library.directory.write("lib/a.py", "A = 1\n");
  library.directory.write("lib/__pycache__/a.cpython-311.pyc", "made again");
  library.directory.write("lib/package/__pycache__/b.cpython-311.pyc", "made by the first import");
  CHECK(library.hash() == hash);
  CHECK(Library().hash() == hash);  // where it is on the host is not in it
}

TEST_CASE("a runtime's hash changes with everything that a run can see of it") {
  Library library;
  const std::string hash = library.hash();
  const auto& directory = library.directory;
  SECTION("content") { directory.write("lib/package/b.py", "B = 2\n"); }
  SECTION("a file more") { directory.write("lib/package/c.py", ""); }
  SECTION("a file less") { fs::remove(directory.path("lib/a.py")); }
  SECTION("a name") { fs::rename(directory.path("lib/a.py"), directory.path("lib/z.py")); }
  SECTION("byte code that is a module itself") { directory.write("lib/hidden.pyc", "x"); }
  SECTION("something other than byte code among it") {
    directory.write("lib/__pycache__/module.so", "x");
  }
  SECTION("where a link leads") {
    fs::remove(directory.path("lib/link.py"));
    fs::create_symlink("package/b.py", directory.path("lib/link.py"));
  }
  SECTION("where it is shown") { library.runtime.view.mounts[0].target = "/opt"; }
  SECTION("a link of the view") { library.runtime.view.symlinks = {{"/bin/python3", "python"}}; }
  SECTION("a file of the view") {
    const std::string file = directory.write("data.txt", "1");
    library.runtime.view.mounts.push_back({file, "/data.txt", Mount::Kind::file});
  }
  SECTION("the environment") { library.runtime.environment = {"A=b"}; }
  SECTION("the version") { library.runtime.version = "CPython 3.11.3"; }
  CHECK(library.hash() != hash);
}

TEST_CASE("a package manager that is at work is waited for") {
  const Library library;
  const std::string before = library.hash();
  library.directory.write("lib/c.py.dpkg-new", "C = 1\n");
  const fs::path unpacked = library.directory.path("lib/c.py.dpkg-new");
  fs::permissions(unpacked, fs::perms::none);
  std::thread package_manager([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds{700});
    fs::permissions(unpacked, fs::perms{0644});
    fs::rename(unpacked, library.directory.path("lib/c.py"));
  });
  const std::string meanwhile = library.hash();
  package_manager.join();
  CHECK(meanwhile != before);
  CHECK(meanwhile == library.hash());
}

TEST_CASE("what a run could reach beyond the jail through is refused in a runtime") {
  const Library library;
  REQUIRE(::mkfifo(library.directory.path("lib/package/pipe").c_str(), 0644) == 0);
  const std::string refusal = library.refusal();
  CHECK(refusal.find("runtime x: ") == 0);
  CHECK(refusal.find("/lib/package/pipe is neither") != std::string::npos);
}

TEST_CASE("a runtime with a file that runs couldn't read is refused") {
  const Library library;
  const std::string path = library.directory.path("lib/package");
  SECTION("a file") { fs::permissions(path + "/b.py", fs::perms::none); }
  SECTION("a folder") { fs::permissions(path, fs::perms::none); }
  CHECK(library.refusal().find("chmod") != std::string::npos);
  fs::permissions(path, fs::perms::owner_all);
}
