#include "problems/files/file_tree.h"

#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>

#include "storage/base/sha256.h"
#include "storage/records/limits.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;
namespace fs = std::filesystem;

namespace {
std::string hash_of_tree(const TemporaryDirectory& directory) {
  return DirectoryTree(directory.path()).hash();
}

// How much this process has read from files (proc(5), /proc/PID/io). Empty where the kernel doesn't
// count it.
std::optional<std::uint64_t> bytes_read() {
  std::ifstream file("/proc/self/io");
  std::string key;
  std::uint64_t count = 0;
  if (file >> key >> count && key == "rchar:") return count;
  return std::nullopt;
}
}  // namespace

TEST_CASE("a package directory has its files, by path, with size and hash") {
  const TemporaryDirectory directory;
  directory.write("problem.yaml", "name: x\n");
  directory.write("data/secret/01.in", "");
  const DirectoryTree tree(directory.path() + "//");
  REQUIRE(tree.files().size() == 2);
  CHECK(tree.has("problem.yaml"));
  CHECK(tree.has("data/secret/01.in"));
  CHECK_FALSE(tree.has("data"));
  CHECK_FALSE(tree.has("./problem.yaml"));
  CHECK(tree.files().at("problem.yaml").size == 8);
  CHECK(tree.files().at("problem.yaml").hash == sha256_hex("name: x\n"));
  CHECK(tree.read("problem.yaml") == "name: x\n");
  CHECK(tree.place("problem.yaml") == directory.path("problem.yaml"));
}

TEST_CASE("a package's hash doesn't depend on where it is or how it was written") {
  const TemporaryDirectory one;
  const TemporaryDirectory two;
  for (const char* name : {"a", "b/c", "b/d", "e"}) one.write(name, name);
  for (const char* name : {"e", "b/d", "a", "b/c"}) two.write(name, name);
  CHECK(hash_of_tree(one) == hash_of_tree(two));
  fs::permissions(one.path("a"), fs::perms::owner_read);
  fs::last_write_time(one.path("e"), fs::file_time_type{});
  fs::create_directory(one.path("empty"));
  CHECK(hash_of_tree(one) == hash_of_tree(two));
}

TEST_CASE("a package's hash changes with every content and every path") {
  const TemporaryDirectory directory;
  directory.write("a", "1");
  directory.write("b", "2");
  const std::string before = hash_of_tree(directory);
  SECTION("content") { directory.write("a", "2"); }
  SECTION("path") { fs::rename(directory.path("a"), directory.path("c")); }
  SECTION("contents exchanged") {
    directory.write("a", "2");
    directory.write("b", "1");
  }
  SECTION("a file more") { directory.write("c", ""); }
  SECTION("a file less") { fs::remove(directory.path("b")); }
  SECTION("moved into a directory") {
    fs::remove(directory.path("a"));
    directory.write("a/a", "1");
  }
  CHECK(hash_of_tree(directory) != before);
}

TEST_CASE("a package's hash stays what it was when it was recorded") {
  const TemporaryDirectory directory;
  directory.write("a", "1");
  directory.write("b/c", "");
  const std::string a = sha256_hex("1");
  const std::string c = sha256_hex("");
  CHECK(hash_of_tree(directory) ==
        sha256_hex("16:assize package 1\n1:2\n1:a\n1:1\n64:" + a + "\n3:b/c\n1:0\n64:" + c + "\n"));
}

TEST_CASE("hidden files and byte code are not part of a package, .timelimit is") {
  const TemporaryDirectory directory;
  directory.write(".timelimit", "1");
  directory.write("problem.yaml", "");
  const std::string before = hash_of_tree(directory);
  directory.write(".git/config", "x");
  directory.write(".gitignore", "x");
  directory.write(".DS_Store", "x");
  directory.write("submissions/accepted/__pycache__/a.pyc", "x");
  directory.write("__pycache__/b.pyc", "x");
  const DirectoryTree tree(directory.path());
  CHECK(tree.files().size() == 2);
  CHECK(tree.has(".timelimit"));
  CHECK(tree.hash() == before);
}

TEST_CASE("a link inside the package is followed") {
  const TemporaryDirectory directory;
  directory.write("data/1.in", "input");
  fs::create_symlink("1.in", directory.path("data/2.in"));
  fs::create_symlink(directory.path("data/1.in"), directory.path("data/3.in"));
  fs::create_symlink("2.in", directory.path("data/4.in"));
  const DirectoryTree tree(directory.path());
  for (const char* path : {"data/2.in", "data/3.in", "data/4.in"})
    CHECK(tree.read(path) == "input");
  // A copy with files in place of the links is the same package.
  for (const char* path : {"data/2.in", "data/3.in", "data/4.in"}) {
    fs::remove(directory.path(path));
    directory.write(path, "input");
  }
  CHECK(hash_of_tree(directory) == tree.hash());
}

TEST_CASE("a link in a package's own path is followed") {
  const TemporaryDirectory directory;
  directory.write("real/a", "x");
  directory.write("real/b", "x");
  fs::create_symlink("a", directory.path("real/link"));
  fs::create_symlink("real", directory.path("alias"));
  CHECK(DirectoryTree(directory.path("alias")).hash() ==
        DirectoryTree(directory.path("real")).hash());
}

TEST_CASE("lenient: links that can't be followed are left out, wherever they are") {
  const TemporaryDirectory directory;
  directory.write("outside/x", "secret");
  directory.write("package/problem.yaml", "");
  directory.write("package/data/1.in", "");
  const std::vector<std::pair<std::string, std::string>> links{{"problem.pdf", "../outside/x"},
                                                               {"data/2.in", "../../outside/x"},
                                                               {"gen", "../outside"},
                                                               {"gone", "nowhere"},
                                                               {"data/up", ".."},
                                                               {"data/here", "."}};
  for (const auto& [path, target] : links)
    fs::create_symlink(target, directory.path("package/" + path));
  const std::string message = input_error_of([&] { DirectoryTree(directory.path("package")); });
  const DirectoryTree tree(directory.path("package"), true);
  CHECK(tree.files().size() == 2);
  REQUIRE(tree.warnings().size() == links.size());
  for (const auto& link : links) {
    const std::string path = link.first;
    INFO(path);
    CHECK(message.find(path + ": symbolic link") != std::string::npos);
    CHECK(std::any_of(tree.warnings().begin(), tree.warnings().end(), [&](const auto& warning) {
      return warning.find(path + ": left out") != std::string::npos;
    }));
  }
}

TEST_CASE("a link to a directory inside the package is followed") {
  const TemporaryDirectory directory;
  directory.write("data/secret/1/a.in", "input");
  fs::create_symlink("1", directory.path("data/secret/2"));
  fs::create_symlink("2", directory.path("data/secret/3"));
  const DirectoryTree tree(directory.path());
  REQUIRE(tree.files().size() == 3);
  CHECK(tree.read("data/secret/3/a.in") == "input");
}

TEST_CASE("links in a circle end, and so do those that multiply") {
  const TemporaryDirectory directory;
  SECTION("a circle") {
    directory.write("a/f", "");
    directory.write("b/f", "");
    fs::create_symlink("../b", directory.path("a/b"));
    fs::create_symlink("../a", directory.path("b/a"));
    CHECK(input_error_of([&] { DirectoryTree(directory.path()); }).find("that it is in") !=
          std::string::npos);
    CHECK(DirectoryTree(directory.path(), true).files().size() == 4);
  }
  SECTION("many ways to the same") {
    directory.write("d0/f", "");
    for (int i = 1; i < 15; ++i) {
      const std::string parent = "d" + std::to_string(i);
      for (int k = 0; k < 4; ++k) {
        fs::create_directories(directory.path(parent));
        fs::create_symlink("../d" + std::to_string(i - 1),
                           directory.path(parent + "/" + std::to_string(k)));
      }
    }
    input_error_of([&] { DirectoryTree(directory.path(), true); });
  }
}

TEST_CASE("what became a link out of the package since isn't read") {
  const TemporaryDirectory directory;
  directory.write("outside/f", "x");
  directory.write("package/d/f", "x");
  const DirectoryTree tree(directory.path("package"));
  CHECK(tree.read("d/f") == "x");
  fs::remove_all(directory.path("package/d"));
  fs::create_symlink("../outside", directory.path("package/d"));
  CHECK(input_error_of([&] { tree.read("d/f"); }).find("out of the package") != std::string::npos);
}

TEST_CASE("a link out of the package is refused") {
  const TemporaryDirectory directory;
  directory.write("outside", "secret");
  directory.write("package-2/x", "secret");
  directory.write("package/problem.yaml", "");
  const std::string link = directory.path("package/link");
  SECTION("absolute") { fs::create_symlink("/etc/passwd", link); }
  SECTION("relative") { fs::create_symlink("../outside", link); }
  SECTION("to a sibling whose name begins with the package's") {
    fs::create_symlink("../package-2/x", link);
  }
  SECTION("in two steps") {
    fs::create_symlink("../outside", directory.path("step"));
    fs::create_symlink("../step", link);
  }
  SECTION("to a directory") { fs::create_symlink("/etc", link); }
  const auto message = input_error_of([&] { DirectoryTree(directory.path("package")); });
  INFO(message);
  CHECK(message.find("link") != std::string::npos);
  CHECK(message.find(link) != std::string::npos);
}

TEST_CASE("a link that leads nowhere or to a directory that it is in is refused") {
  const TemporaryDirectory directory;
  directory.write("data/a", "");
  SECTION("nowhere") { fs::create_symlink("gone", directory.path("link")); }
  SECTION("to itself") { fs::create_symlink("link", directory.path("link")); }
  SECTION("to the package") { fs::create_symlink(".", directory.path("link")); }
  SECTION("to the directory it is in") {
    fs::create_symlink("../data", directory.path("data/link"));
  }
  CHECK(input_error_of([&] { DirectoryTree(directory.path()); }).find("symbolic link") !=
        std::string::npos);
}

TEST_CASE("a byte order mark is no part of a text") {
  const TemporaryDirectory directory;
  directory.write("a",
                  "\xEF\xBB\xBF"
                  "2\n");
  directory.write("b", "2\xEF\xBB\xBF");
  directory.write("c", "\xEF\xBB");
  const DirectoryTree tree(directory.path());
  CHECK(tree.read_text("a") == "2\n");
  CHECK(tree.read("a").size() == 5);
  CHECK(tree.read_text("b").size() == 4);
  CHECK(tree.read_text("c").size() == 2);
}

TEST_CASE("what is neither a file nor a directory is refused without waiting for it") {
  const TemporaryDirectory directory;
  SECTION("FIFO") { REQUIRE(::mkfifo(directory.path("thing").c_str(), 0600) == 0); }
  SECTION("socket") {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    directory.path("thing").copy(address.sun_path, sizeof address.sun_path - 1);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
  }
  SECTION("link to a FIFO") {
    REQUIRE(::mkfifo(directory.path(".hidden").c_str(), 0600) == 0);
    fs::create_symlink(".hidden", directory.path("thing"));
  }
  CHECK(input_error_of([&] { DirectoryTree(directory.path()); }).find("thing") !=
        std::string::npos);
}

TEST_CASE("directories that are nested too deep are refused") {
  const TemporaryDirectory directory;
  std::string path;
  for (std::size_t i = 0; i < kMaxPackageDepth; ++i) path += "d/";
  directory.write(path + "f", "");
  CHECK(DirectoryTree(directory.path()).files().size() == 1);
  directory.write(path + "d/f", "");
  CHECK(input_error_of([&] { DirectoryTree(directory.path()); }).find("deeper") !=
        std::string::npos);
}

TEST_CASE("file names that are no text are refused") {
  const TemporaryDirectory directory;
  SECTION("not UTF-8") { directory.write("a\xff", ""); }
  SECTION("a line feed") { directory.write("a\nb", ""); }
  input_error_of([&] { DirectoryTree(directory.path()); });
}

TEST_CASE("a package directory must be there and be a directory") {
  const TemporaryDirectory directory;
  directory.write("file", "");
  CHECK(input_error_of([&] { DirectoryTree(directory.path("gone")); }).find("gone") !=
        std::string::npos);
  CHECK(input_error_of([&] { DirectoryTree(directory.path("file")); }).find("file") !=
        std::string::npos);
}

TEST_CASE("a file that changed after the package was looked at is refused") {
  const TemporaryDirectory directory;
  directory.write("a", "one");
  const DirectoryTree tree(directory.path());
  directory.write("a", "two");
  CHECK(input_error_of([&] { tree.read("a"); }).find("changed") != std::string::npos);
  fs::remove(directory.path("a"));
  input_error_of([&] { tree.read("a"); });
  CHECK(input_error_of([&] { tree.read("../a"); }).find("no such file") != std::string::npos);
}

TEST_CASE("a file is read whole or refused with its name") {
  const TemporaryDirectory directory;
  const std::string bytes("a\0\xff\n", 4);
  const std::string path = directory.write("file", bytes);
  CHECK(read_whole_file(path, 4) == bytes);
  CHECK(input_error_of([&] { read_whole_file(path, 3); }).find(path) != std::string::npos);
  CHECK(input_error_of([&] { read_whole_file(path + "x", 3); }).find("No such file") !=
        std::string::npos);
  CHECK(input_error_of([&] { read_whole_file(directory.path(), 3); }).find("directory") !=
        std::string::npos);
  CHECK(input_error_of([&] { read_whole_file("/dev/null", 3); }).find("plain file") !=
        std::string::npos);
}

TEST_CASE("what is too much is refused before it is read") {
  const TemporaryDirectory directory;
  const auto sparse = [&](const std::string& name, std::uint64_t size) {
    directory.write(name, "");
    fs::resize_file(directory.path(name), size);
  };
  const auto refused = [&](const char* what) {
    const auto before = bytes_read();
    const std::string message = input_error_of([&] { DirectoryTree(directory.path()); });
    const auto after = bytes_read();
    INFO(message);
    CHECK(message.find(what) != std::string::npos);
    if (before && after)
      CHECK(*after - *before < mib(1).count);
    else
      WARN("this kernel doesn't count what a process reads");
  };
  SECTION("one large file") {
    sparse("large", kMaxPackageFile + 1);
    refused("large: larger than 256 MiB");
  }
  SECTION("many that are large together") {
    for (int i = 0; i < 9; ++i) sparse("f" + std::to_string(i), kMaxPackageFile);
    refused(": larger than 2048 MiB");
  }
}

TEST_CASE("a tree of very many files is refused by their number") {
  const TemporaryDirectory directory;
  directory.write("d/f", "");
  for (std::size_t i = 0; i <= kMaxPackageFiles; ++i)
    fs::create_hard_link(directory.path("d/f"), directory.path("d/" + std::to_string(i)));
  CHECK(input_error_of([&] { DirectoryTree(directory.path()); }).find("20000 files") !=
        std::string::npos);
}

TEST_CASE("files and directories that can't be read are refused by name") {
  const TemporaryDirectory directory;
  fs::permissions(directory.path(), fs::perms::all);
  directory.write("data/1.in", "");
  const std::string unreadable = GENERATE(as<std::string>{}, "data/1.in", "data");
  fs::permissions(directory.path(unreadable), fs::perms::none);
  // Nothing is unreadable to root: look as nobody.
  const auto before = ::setfsuid(::geteuid() == 0 ? 65534 : ::geteuid());
  const std::string message = input_error_of([&] { DirectoryTree(directory.path()); });
  ::setfsuid(static_cast<uid_t>(before));
  fs::permissions(directory.path(unreadable), fs::perms::owner_all);
  INFO(message);
  CHECK(message.starts_with(directory.path(unreadable)));
  CHECK(message.find("Permission denied") != std::string::npos);
}
