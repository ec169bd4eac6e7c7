#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "judge/jail/inside/collect.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using test::TemporaryDirectory;

namespace {

CollectedFiles collected(const TemporaryDirectory& directory, Bytes limit = mib(1)) {
  const UniqueFd fd(::open(directory.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return collect_folder(fd.get(), limit);
}

std::string content_of(const CollectedFiles& files) {
  std::string content(1000, '\0');
  const ssize_t length = ::pread(files.content.get(), content.data(), content.size(), 0);
  content.resize(static_cast<std::size_t>(length));
  return content;
}

void link(const TemporaryDirectory& directory, const std::string& path, const std::string& target) {
  REQUIRE(::symlink(target.c_str(), directory.path(path).c_str()) == 0);
}

}  // namespace

TEST_CASE("a folder is taken whole: files, modes, links and what is in its directories") {
  const TemporaryDirectory directory;
  ::chmod(directory.write("run", "#!/bin/sh\n").c_str(), 0755);
  directory.write("a/b/data", "x");
  std::filesystem::create_directory(directory.path("empty"));
  link(directory, "a/link", "../run");
  link(directory, "dangling", "gone");
  const CollectedFiles files = collected(directory);
  CHECK(files.list.problem.empty());
  CHECK(files.list.files == std::vector<BoxFile>{{"a/b/data", 1},
                                                 {"a/link", 6, false, true},
                                                 {"dangling", 4, false, true},
                                                 {"run", 10, true}});
  CHECK(content_of(files) == "x../rungone#!/bin/sh\n");
}

TEST_CASE("what leads out of a folder, or is of another kind, is a problem by name") {
  struct Row {
    const char* named;
    void (*make)(const TemporaryDirectory&);
  };
  const Row rows[] = {
      {"'x' is a link that leads out", [](const auto& d) { link(d, "x", "/etc/passwd"); }},
      {"'x' is a link that leads out", [](const auto& d) { link(d, "x", ".."); }},
      {"'x' is a link that leads out", [](const auto& d) { link(d, "x", "a/../../b"); }},
      {"'a/x' is a link that leads out",
       [](const auto& d) {
         d.write("a/y", "");
         link(d, "a/x", "../../y");
       }},
      {"'x' has a set-user-id", [](const auto& d) { ::chmod(d.write("x", "").c_str(), 04755); }},
      {"'x' has a set-user-id", [](const auto& d) { ::chmod(d.write("x", "").c_str(), 02755); }},
      {"'x' is neither a file", [](const auto& d) { ::mkfifo(d.path("x").c_str(), 0600); }},
  };
  for (const auto& row : rows) {
    const TemporaryDirectory directory;
    row.make(directory);
    const CollectedFiles files = collected(directory);
    INFO(files.list.problem);
    CHECK(files.list.problem.find(row.named) != std::string::npos);
    CHECK(files.list.files.empty());
    CHECK_FALSE(files.content);
  }
}

TEST_CASE("a folder has bounds: bytes, files, depth, names") {
  const TemporaryDirectory directory;
  const auto problem = [&](Bytes limit = mib(1)) {
    return collected(directory, limit).list.problem;
  };
  SECTION("bytes, exactly") {
    directory.write("a", "12345").c_str();
    link(directory, "b", "123");
    CHECK(problem(Bytes{8}).empty());
    CHECK(problem(Bytes{7}) == "what is in it is too large");
    CHECK(problem(Bytes{4}) == "what is in it is too large");
  }
  SECTION("a file that says that it is huge") {
    directory.write("a", "");
    REQUIRE(::truncate(directory.path("a").c_str(), off_t{1} << 40) == 0);
    CHECK(problem() == "what is in it is too large");
  }
  SECTION("files and directories") {
    for (std::size_t i = 0; i < kMaxFolderFiles; ++i) directory.write(std::to_string(i), "");
    CHECK(problem().empty());
    std::filesystem::create_directory(directory.path("one more"));
    CHECK(problem().find("there is more in it than") == 0);
  }
  SECTION("depth") {
    std::string path;
    for (std::size_t i = 0; i < kMaxFolderDepth; ++i) path += "d/";
    directory.write(path + "x", "");
    CHECK(problem().empty());
    directory.write(path + "d/x", "");
    CHECK(problem().find("nested deeper") != std::string::npos);
  }
  SECTION("names") {
    for (int i = 0; i < 500; ++i) directory.write(std::string(200, 'n') + std::to_string(i), "");
    CHECK(problem().find("names") != std::string::npos);
  }
}
