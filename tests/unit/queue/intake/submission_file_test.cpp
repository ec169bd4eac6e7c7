#include "queue/intake/submission_file.h"

#include <archive.h>
#include <archive_entry.h>
#include <sys/stat.h>

#include <clocale>
#include <filesystem>

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using namespace assize::test;
namespace fs = std::filesystem;

namespace {

class Zip {
 public:
  Zip() : writer_(archive_write_new()), bytes_(1U << 20U, '\0') {
    archive_write_set_format_zip(writer_);
    archive_write_set_bytes_per_block(writer_, 0);
    REQUIRE(archive_write_open_memory(writer_, bytes_.data(), bytes_.size(), &used_) == ARCHIVE_OK);
  }
  ~Zip() {
    if (writer_ != nullptr) archive_write_free(writer_);
  }
  Zip(const Zip&) = delete;
  Zip& operator=(const Zip&) = delete;

  Zip& add(const std::string& path, const std::string& content, unsigned type = AE_IFREG,
           const std::string& target = "") {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname_utf8(entry, path.c_str());
    archive_entry_set_filetype(entry, type);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    if (!target.empty()) archive_entry_set_symlink(entry, target.c_str());
    REQUIRE(archive_write_header(writer_, entry) >= ARCHIVE_WARN);
    archive_write_data(writer_, content.data(), content.size());
    archive_entry_free(entry);
    return *this;
  }

  std::string bytes() {
    archive_write_free(writer_);
    writer_ = nullptr;
    return bytes_.substr(0, used_);
  }

 private:
  archive* writer_;
  std::string bytes_;
  std::size_t used_ = 0;
};

// Other locales than "C" for one scope; what a cron job has is "C".
class Locale {
 public:
  explicit Locale(const char* name) { std::setlocale(LC_CTYPE, name); }
  ~Locale() { std::setlocale(LC_CTYPE, "C"); }
  Locale(const Locale&) = delete;
  Locale& operator=(const Locale&) = delete;
};

Source source_of(const std::string& path) { return load_submission(path).source; }
Source load(const TemporaryDirectory& directory, Zip& zip) {
  return source_of(directory.write("s.zip", zip.bytes()));
}
std::string refused(const TemporaryDirectory& directory, Zip& zip) {
  const std::string path = directory.write("s.zip", zip.bytes());
  const auto message = input_error_of([&] { source_of(path); });
  CHECK(message.find("s.zip") != std::string::npos);
  return message;
}

}  // namespace

TEST_CASE("a file is a submission whose name is main.py") {
  const TemporaryDirectory directory;
  const std::string bytes("print()\0\xff", 9);
  const Source source = source_of(directory.write("whatever.txt", bytes));
  CHECK(source.files == std::map<std::string, std::string>{{"main.py", bytes}});
  CHECK(input_error_of([&] { source_of(directory.write("empty.py", "")); }).find("empty") !=
        std::string::npos);
}

TEST_CASE("a submission must be there and be something to read") {
  const TemporaryDirectory directory;
  REQUIRE(::mkfifo(directory.path("fifo").c_str(), 0600) == 0);
  CHECK(input_error_of([&] { source_of(directory.path("gone.py")); }).find("gone.py") !=
        std::string::npos);
  input_error_of([&] { source_of(directory.path("fifo")); });
  input_error_of([&] { source_of("/dev/zero"); });
  input_error_of([&] { source_of("/dev/null"); });
}

TEST_CASE("a submission that is too large is refused") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("large.py", "");
  fs::resize_file(path, kMaxSourceSize + 1);
  CHECK(input_error_of([&] { source_of(path); }).find("large.py") != std::string::npos);
  const std::string half = directory.write("d/main.py", "pass");
  fs::resize_file(half, kMaxSourceSize / 2 + 1);
  fs::copy_file(half, directory.path("d/other.py"));
  CHECK(input_error_of([&] { source_of(directory.path("d")); }).find("larger") !=
        std::string::npos);
}

TEST_CASE("a directory with main.py is a submission of several files") {
  const TemporaryDirectory directory;
  directory.write("s/main.py", "import lib.x");
  directory.write("s/lib/x.py", "1");
  directory.write("s/__pycache__/main.pyc", "x");
  directory.write("s/lib/__pycache__/x.pyc", "x");
  fs::create_directory(directory.path("s/empty"));
  const auto expected =
      std::map<std::string, std::string>{{"main.py", "import lib.x"}, {"lib/x.py", "1"}};
  CHECK(source_of(directory.path("s")).files == expected);
  CHECK(source_of(directory.path("s/")).files == expected);
}

TEST_CASE("a directory that isn't a submission is refused") {
  const TemporaryDirectory directory;
  directory.write("s/lib/a.py", "");
  directory.write("s/b.py", "");
  CHECK(input_error_of([&] { source_of(directory.path("s")); }).find("main.py") !=
        std::string::npos);
  directory.write("s/main.py", "pass");
  SECTION("a link to a file") { fs::create_symlink("/etc/passwd", directory.path("s/x")); }
  SECTION("a link to a directory") { fs::create_symlink("/etc", directory.path("s/x")); }
  SECTION("a link in a directory") { fs::create_symlink("../main.py", directory.path("s/lib/x")); }
  SECTION("a FIFO") { REQUIRE(::mkfifo(directory.path("s/x").c_str(), 0600) == 0); }
  SECTION("a name that is no text") { directory.write("s/\xff.py", ""); }
  SECTION("a long path") { directory.write("s/" + std::string(201, 'x'), ""); }
  input_error_of([&] { source_of(directory.path("s")); });
}

TEST_CASE("what is left out goes by whole names") {
  const TemporaryDirectory directory;
  directory.write("s/main.py", "pass");
  directory.write("s/not__pycache__/x.py", "");
  CHECK(source_of(directory.path("s")).files.size() == 2);
}

TEST_CASE("a directory has a limit on its files") {
  const TemporaryDirectory directory;
  directory.write("s/main.py", "pass");
  for (std::size_t i = 1; i < kMaxSourceFiles; ++i) directory.write("s/f" + std::to_string(i), "");
  CHECK(source_of(directory.path("s")).files.size() == kMaxSourceFiles);
  directory.write("s/one_more", "");
  CHECK(input_error_of([&] { source_of(directory.path("s")); }).find("256") != std::string::npos);
}

TEST_CASE("a zip with main.py is a submission of several files") {
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", "import lib.x").add("lib/", "", AE_IFDIR).add("lib/x.py", std::string(9, 'x'));
  CHECK(load(directory, zip).files ==
        std::map<std::string, std::string>{{"main.py", "import lib.x"}, {"lib/x.py", "xxxxxxxxx"}});
}

TEST_CASE("a zip is the same submission as the directory it was made of") {
  const TemporaryDirectory directory;
  directory.write("s/main.py", "a");
  directory.write("s/b/c.py", "b");
  Zip zip;
  zip.add("b/c.py", "b").add("main.py", "a");
  CHECK(load(directory, zip).hash() == source_of(directory.path("s")).hash());
}

TEST_CASE("a zip that would write outside is refused") {
  const std::string path = GENERATE(as<std::string>{}, "../x.py", "lib/../../x.py", "/etc/x.py",
                                    "./x.py", "lib//x.py", "..", "lib/./x.py");
  INFO(path);
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", "pass").add(path, "x");
  CHECK(refused(directory, zip).find("not a path below") != std::string::npos);
}

TEST_CASE("a zip that isn't a submission is refused") {
  const TemporaryDirectory directory;
  Zip zip;
  SECTION("no telling which") { zip.add("a.py", "pass").add("b.py", "pass"); }
  SECTION("no Python") { zip.add("a.txt", "hello").add("b.txt", "hello"); }
  SECTION("a file twice") { zip.add("main.py", "a").add("main.py", "b"); }
  SECTION("a symbolic link") {
    zip.add("main.py", "pass").add("link", "", AE_IFLNK, "/etc/passwd");
  }
  SECTION("main.py is a symbolic link") { zip.add("main.py", "", AE_IFLNK, "/etc/passwd"); }
  SECTION("a long path") { zip.add("main.py", "pass").add(std::string(201, 'x'), ""); }
  SECTION("nothing at all") {}
  refused(directory, zip);
}

TEST_CASE("a zip has a limit on its files") {
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", "pass");
  for (std::size_t i = 0; i < kMaxSourceFiles; ++i) zip.add("f" + std::to_string(i), "");
  CHECK(refused(directory, zip).find("256") != std::string::npos);
}

TEST_CASE("a small zip that unpacks to more than is allowed is refused") {
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", std::string(kMaxSourceSize + 1, '#'));
  CHECK(refused(directory, zip).find("larger than 64 MiB") != std::string::npos);
}

TEST_CASE("what only calls itself a zip is refused") {
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", "print('hello')").add("b.py", "x");
  const std::string whole = zip.bytes();
  for (const std::string& bytes :
       {std::string("print()\n"), std::string("PK\3\4"), std::string(1000, 'x'),
        whole.substr(0, 20), whole.substr(0, 40)}) {
    const std::string path = directory.write("s.zip", bytes);
    input_error_of([&] { source_of(path); });
  }
}

TEST_CASE("what was left out and moved is in the note") {
  const TemporaryDirectory directory;
  directory.write("s/hw/solution.py", "pass");
  directory.write("s/hw/.DS_Store", "x");
  fs::create_directory(directory.path("s/hw/.git"));
  fs::create_symlink("/etc/passwd", directory.path("s/hw/.git/x"));
  const Submitted submitted = load_submission(directory.path("s"));
  CHECK(submitted.source.files == std::map<std::string, std::string>{{"main.py", "pass"}});
  CHECK(submitted.note ==
        "left out: hw/.DS_Store, hw/.git; taken out of its folder hw/; the program is solution.py");
}

TEST_CASE("no cut or changed zip does harm") {
  const TemporaryDirectory directory;
  Zip zip;
  zip.add("main.py", "print('hello')").add("lib/b.py", "x");
  const std::string whole = zip.bytes();
  const auto try_it = [&](const std::string& bytes) {
    try {
      const Source source = source_of(directory.write("s.zip", bytes));
      CHECK(source.files.contains("main.py"));
    } catch (const InputError&) {
    }
  };
  for (std::size_t length = 0; length < whole.size(); length += 3) try_it(whole.substr(0, length));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 0x15);
    try_it(changed);
  }
}

TEST_CASE("names of files in a zip may have any letters, whatever the locale is") {
  const TemporaryDirectory directory;
  std::string bytes;
  {
    const Locale utf8("C.UTF-8");
    Zip zip;
    zip.add("main.py", "pass").add("données.txt", "x");
    bytes = zip.bytes();
  }
  const std::string path = directory.write("s.zip", bytes);
  SECTION("C.UTF-8") {
    const Locale utf8("C.UTF-8");
    CHECK(source_of(path).files.contains("données.txt"));
  }
  SECTION("C, as in a cron job") { CHECK(source_of(path).files.contains("données.txt")); }
}
